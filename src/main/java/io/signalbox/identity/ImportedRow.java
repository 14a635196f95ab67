package io.signalbox.identity;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of one row of an import; immutable.
 *
 * @param row the number of the row, from 1
 * @param outcome what became of it
 * @param userId the id of the user who was created
 * @param reason why the row is invalid; never repeats a password or a hash
 */
public record ImportedRow(long row, Outcome outcome, OptionalLong userId, Optional<String> reason) {

    /** What can become of a row. */
    public enum Outcome {
        /** The user was created. */
        CREATED,
        /** A user has that e-mail address or that username, and was left as it is. */
        PRESENT,
        /** The row cannot be a user. */
        INVALID
    }

    static ImportedRow created(long row, long userId) {
        return new ImportedRow(row, Outcome.CREATED, OptionalLong.of(userId), Optional.empty());
    }

    static ImportedRow present(long row) {
        return new ImportedRow(row, Outcome.PRESENT, OptionalLong.empty(), Optional.empty());
    }

    static ImportedRow invalid(long row, String reason) {
        return new ImportedRow(row, Outcome.INVALID, OptionalLong.empty(), Optional.of(reason));
    }
}
