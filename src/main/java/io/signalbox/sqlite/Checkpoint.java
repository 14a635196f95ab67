package io.signalbox.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

/** <a href="https://www.sqlite.org/pragma.html#pragma_wal_checkpoint">Checkpoints</a>: they copy the log into the database. */
public final class Checkpoint {

    private Checkpoint() {}

    /**
     * Copies the log into the database: the log is synced first, then the database.
     *
     * @param connection one that writes, outside a transaction
     * @param busyTimeoutMillis how long to wait for readers and for other processes
     * @throws SQLException if a sync failed for instance; the log is as it was
     */
    public static CheckpointResult run(PhysicalConnection connection, CheckpointMode mode, int busyTimeoutMillis)
            throws SQLException {
        int configured = connection.getBusyTimeout();
        connection.setBusyTimeout(busyTimeoutMillis);
        try {
            return run(connection, mode);
        } finally {
            connection.setBusyTimeout(configured);
        }
    }

    private static CheckpointResult run(PhysicalConnection connection, CheckpointMode mode) throws SQLException {
        long begun = System.nanoTime();
        StatementRun run = connection.execute(
                "PRAGMA wal_checkpoint(" + mode + ")", new Object[0], 0, Wanted.ROWS, StatementRun.User.of(connection));
        try {
            ResultSet row = Objects.requireNonNull(run.result());
            long frames = row.getLong(2);
            long copied = row.getLong(3);
            boolean complete = row.getInt(1) == 0 && copied >= frames;
            return new CheckpointResult(mode, complete, frames, copied, Duration.ofNanos(System.nanoTime() - begun));
        } finally {
            run.end();
        }
    }
}
