package io.signalbox.sqlite;

import java.util.List;

/** Thrown when a copy of a database is not whole, or the backup that was to be restored is not. */
public final class VerificationException extends BackupException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an immutable list of strings
    private final List<String> problems;

    VerificationException(String name, List<String> problems) {
        super(
                name + " is not whole: " + String.join("; ", problems)
                        + ". It was not used. Database.check() tells whether the database itself is.",
                null);
        this.problems = List.copyOf(problems);
    }

    /** What is wrong with it, in SQLite's words; the first of it, where that is much. */
    public List<String> problems() {
        return problems;
    }
}
