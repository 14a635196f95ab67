package io.signalbox.jdbc;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Something that was not given back by whoever took it, and was found.
 *
 * @param database the path of the database
 * @param kind what it is
 * @param message what was found, whose it was, what was done about it and what is to be done
 * @param openedAt where it was taken, as a stack; only with {@link Setting#DIAGNOSTICS}
 */
public record Leak(Path database, Kind kind, String message, Optional<Throwable> openedAt) {

    /** What was not given back. */
    public enum Kind {
        /** The EntityManager of a thread that has ended, or of a scope that seems to have. It was closed. */
        SESSION,
        /** The connection of a thread that has ended in the midst of a transaction. It was rolled back. */
        CONNECTION,
        /** A result set that was open at its transaction's commit or its connection's end; told once for each SQL. */
        RESULT_SET
    }
}
