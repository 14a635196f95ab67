package io.signalbox.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;

/** <a href="https://www.sqlite.org/pragma.html#pragma_wal_checkpoint">Checkpoints</a>: they copy the log into the database. */
public final class Checkpoint {

    /** What stands before each page in the log (<a href="https://www.sqlite.org/fileformat2.html#walformat">WAL format</a>). */
    private static final int FRAME_HEADER = 24;

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

    /**
     * Has a COMMIT checkpoint the log, in the midst of its own work, only where that is longer than this: where checkpoints are
     * made by another connection, it shall come to that only if they are not (<a
     * href="https://www.sqlite.org/pragma.html#pragma_wal_autocheckpoint">PRAGMA wal_autocheckpoint</a>).
     *
     * @param connection one that writes
     * @param bytes the length of the log
     */
    public static void inCommitsBeyond(PhysicalConnection connection, long bytes) throws SQLException {
        long frames = Math.min(frames(connection, bytes), Integer.MAX_VALUE);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint=" + frames);
        }
    }

    /** How many pages a log of so many bytes holds, at least one. */
    public static long frames(PhysicalConnection connection, long bytes) throws SQLException {
        return Math.max(1, bytes / frameBytes(connection));
    }

    /** How many bytes one page takes in the log. */
    public static long frameBytes(PhysicalConnection connection) throws SQLException {
        return connection.number("PRAGMA page_size") + FRAME_HEADER;
    }

    private static CheckpointResult run(PhysicalConnection connection, CheckpointMode mode) throws SQLException {
        long begun = System.nanoTime();
        long[] row = row(connection, mode);
        long[] figures = row[1] < 0 ? row(connection, CheckpointMode.NOOP) : row; // none where another makes one
        boolean complete = row[0] == 0 && figures[2] >= figures[1];
        return new CheckpointResult(
                mode, complete, figures[1], figures[2], Duration.ofNanos(System.nanoTime() - begun));
    }

    private static long[] row(PhysicalConnection connection, CheckpointMode mode) throws SQLException {
        StatementRun run = connection.execute(
                "PRAGMA wal_checkpoint(" + mode + ")", new Object[0], 0, Wanted.ROWS, connection.itself);
        try {
            ResultSet row = Objects.requireNonNull(run.result());
            return new long[] {row.getLong(1), row.getLong(2), row.getLong(3)};
        } finally {
            run.end();
        }
    }
}
