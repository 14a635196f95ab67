package io.signalbox.jdbc;

import java.sql.SQLException;

/**
 * The state that a transaction commits, to be read from while others write on: {@link
 * SqliteConnection#snapshotAfterCommit}.
 *
 * <pre>{@code
 * try (CommittedSnapshot committed = connection.snapshotAfterCommit()) {
 *     connection.commit();
 *     try (SqliteConnection reading = committed.open()) {
 *         // sees what was committed, and nothing that was committed since
 *     }
 * }
 * }</pre>
 *
 * <p>For the thread of its connection.
 */
public interface CommittedSnapshot extends AutoCloseable {

    /**
     * Opens a connection whose first transaction reads the state that was committed; it is read-only and not in autocommit.
     * Its later transactions read what is committed then. To be called once, after the commit.
     *
     * @throws SnapshotUnavailableException if the transaction is committed, but its state cannot be read any more
     * @throws SQLException if the transaction is not committed
     */
    SqliteConnection open() throws SQLException;

    /** Gives the reader back where no connection was opened; one that was stays open. To close again does nothing. */
    @Override
    void close();
}
