package io.signalbox.sqlite;

import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a statement was stopped before its end: SQLite's code is SQLITE_INTERRUPT. What the statement did is undone;
 * where it was to write, SQLite has rolled back its whole transaction (<a
 * href="https://www.sqlite.org/c3ref/interrupt.html">sqlite3_interrupt</a>), which then refuses every later statement.
 * The connection goes on to be usable.
 */
public final class StatementStoppedException extends SQLTimeoutException {

    private static final long serialVersionUID = 1L;

    /** Why a statement is stopped. */
    public enum Reason {
        /** Somebody called {@link java.sql.Statement#cancel}. */
        CANCELLED("it was cancelled"),
        /** Its thread was interrupted, and still is: the flag is left as it was. */
        INTERRUPTED("its thread was interrupted"),
        /** Its query timeout passed. */
        QUERY_TIMEOUT("its query timeout passed"),
        /** The timeout of its transaction passed. */
        TRANSACTION_TIMEOUT("the timeout of its transaction passed"),
        /** It reads from a snapshot that was ended because of its age; so does every later statement of its transaction. */
        SNAPSHOT_TOO_OLD("the snapshot that it reads from is older than is allowed, and was ended"),
        /** The thread that began its transaction has ended without ending that; so is every later statement of it. */
        THREAD_ENDED("the thread that began its transaction has ended, and the transaction was rolled back");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    private final Reason reason;

    /**
     * Says what was stopped.
     *
     * @param what the statement, or what else was going on
     */
    public StatementStoppedException(Reason reason, String what, @Nullable Throwable cause) {
        super(what + " was stopped: " + reason.words, "57014", ResultCode.INTERRUPT, cause);
        this.reason = reason;
    }

    /** Why it was stopped. */
    public Reason reason() {
        return reason;
    }
}
