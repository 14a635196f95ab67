package io.signalbox.identity;

import java.util.function.Consumer;

/**
 * How users are imported; immutable.
 *
 * @param chunk the rows of one transaction: 1 to 10 000. Other writers wait for as long as one takes
 * @param resumeAfter how many rows to skip, because they are done
 * @param mustChangePassword whether users who are created have to choose another password at the first login
 * @param rows told of each row, after its transaction has committed, in order
 * @param progress told how far the import is, after each commit
 */
public record ImportOptions(
        int chunk,
        long resumeAfter,
        boolean mustChangePassword,
        Consumer<ImportedRow> rows,
        Consumer<ImportReport> progress) {

    /** A thousand rows a transaction, from the first one on, and nobody is told. */
    public static final ImportOptions DEFAULT = new ImportOptions(1000, 0, false, row -> {}, report -> {});

    private static final int MAX_CHUNK = 10_000;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if {@code chunk} is out of its bounds or {@code resumeAfter} negative
     */
    public ImportOptions {
        if (chunk < 1 || chunk > MAX_CHUNK) {
            throw new IllegalArgumentException("chunk must be between 1 and " + MAX_CHUNK + ", but is " + chunk);
        }
        if (resumeAfter < 0) {
            throw new IllegalArgumentException("resumeAfter must be at least 0, but is " + resumeAfter);
        }
    }

    /** These options with so many rows a transaction. */
    public ImportOptions withChunk(int value) {
        return new ImportOptions(value, resumeAfter, mustChangePassword, rows, progress);
    }

    /** These options for an import that goes on after so many rows. */
    public ImportOptions resumeAfter(long value) {
        return new ImportOptions(chunk, value, mustChangePassword, rows, progress);
    }

    /** These options, and users have to choose another password. */
    public ImportOptions withMustChangePassword() {
        return new ImportOptions(chunk, resumeAfter, true, rows, progress);
    }

    /** These options, with somebody who is told of each row. */
    public ImportOptions onRow(Consumer<ImportedRow> listener) {
        return new ImportOptions(chunk, resumeAfter, mustChangePassword, listener, progress);
    }

    /** These options, with somebody who is told of the progress. */
    public ImportOptions onProgress(Consumer<ImportReport> listener) {
        return new ImportOptions(chunk, resumeAfter, mustChangePassword, rows, listener);
    }
}
