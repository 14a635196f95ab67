package io.signalbox.sqlite;

import java.sql.SQLException;

/** <a href="https://www.sqlite.org/pragma.html#pragma_wal_checkpoint">Checkpoints</a>: they copy the log into the database. */
public final class Checkpoint {

    private Checkpoint() {}

    /**
     * Copies all of the log into the database and empties it: the log is synced first, then the database.
     *
     * @param connection one that writes, outside a transaction
     * @param busyTimeoutMillis how long to wait for other processes
     * @return false if another process kept it from being done to the end
     * @throws SQLException if a sync failed for instance; the log is as it was
     */
    public static boolean truncate(PhysicalConnection connection, int busyTimeoutMillis) throws SQLException {
        int configured = connection.getBusyTimeout();
        connection.setBusyTimeout(busyTimeoutMillis);
        try {
            return connection.number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        } finally {
            connection.setBusyTimeout(configured);
        }
    }
}
