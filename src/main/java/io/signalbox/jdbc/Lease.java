package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import java.sql.SQLException;

/**
 * A physical connection for the time that a logical one is bound to it.
 *
 * <p>For the thread that took it. {@link #release} rolls back what is still open and may be called more than once.
 */
interface Lease {

    PhysicalConnection physical();

    /**
     * Begins a transaction: on the writer one that holds the write lock, on a reader one whose snapshot is taken by its
     * first statement.
     */
    void begin(Deadline deadline) throws SQLException;

    /** Commits what was begun. */
    default void commit() throws SQLException {
        physical().commitTransaction();
    }

    /** Gives the connection back; what fails in doing so is the engine's business and not the caller's. */
    void release();
}
