package io.signalbox.jdbc;

import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.stream.Stream;

/**
 * Thrown when nobody can know whether a commit is durable: its pages were written, and the sync of the log failed. All commits
 * that the sync was for get one. The database is fenced then, see {@link DatabaseFencedException}: open it again, and ask it
 * before the work is done again.
 */
public final class CommitOutcomeUnknownException extends SQLNonTransientException {

    private static final long serialVersionUID = 1L;

    CommitOutcomeUnknownException(String message, SQLException cause) {
        super(message, "08007", cause.getErrorCode(), cause);
    }

    /** True if an exception of this kind is the cause of the throwable, or is the throwable itself. */
    public static boolean isCauseOf(Throwable throwable) {
        return Stream.iterate(throwable, t -> t != null, Throwable::getCause)
                .anyMatch(CommitOutcomeUnknownException.class::isInstance);
    }
}
