package io.signalbox.identity;

/**
 * How far an import is; immutable. Each row is one of the three.
 *
 * @param rows the rows that are done, those that were skipped included: with what {@link ImportOptions#resumeAfter} is
 *     called
 * @param skipped the rows that were skipped
 * @param created the users who were created
 * @param present the rows whose user was there
 * @param invalid the rows that cannot be users
 */
public record ImportReport(long rows, long skipped, long created, long present, long invalid) {

    static final ImportReport NOTHING = new ImportReport(0, 0, 0, 0, 0);

    ImportReport skip() {
        return new ImportReport(rows + 1, skipped + 1, created, present, invalid);
    }

    ImportReport with(ImportedRow row) {
        return switch (row.outcome()) {
            case CREATED -> new ImportReport(rows + 1, skipped, created + 1, present, invalid);
            case PRESENT -> new ImportReport(rows + 1, skipped, created, present + 1, invalid);
            case INVALID -> new ImportReport(rows + 1, skipped, created, present, invalid + 1);
        };
    }
}
