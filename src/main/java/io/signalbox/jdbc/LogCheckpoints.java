package io.signalbox.jdbc;

import io.signalbox.sqlite.Access;
import io.signalbox.sqlite.Checkpoint;
import io.signalbox.sqlite.CheckpointMode;
import io.signalbox.sqlite.CheckpointResult;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.PhysicalConnection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes checkpoints, on a connection that does nothing else, waits for nobody, and never is the last one to be closed. One at a
 * time: of two SQLite refuses the second.
 *
 * <p>Safe for use by any number of threads.
 */
final class LogCheckpoints implements AutoCloseable {

    private final PhysicalConnection connection;
    private final CommitSync sync;
    private final LogLimits limits;
    private final ReentrantLock lock = new ReentrantLock();

    private LogCheckpoints(PhysicalConnection connection, CommitSync sync, LogLimits limits) {
        this.connection = connection;
        this.sync = sync;
        this.limits = limits;
    }

    /** Opens the connection, and with it the log: before anything can fail that is written to it. */
    static LogCheckpoints open(SqliteConfiguration configuration, DatabaseFiles files, CommitSync sync)
            throws SQLException {
        PhysicalConnection connection =
                PhysicalConnection.open(files, Access.READ_WRITE, configuration.writerPragmas(), 4, null);
        try {
            LogLimits limits = new LogLimits(
                    Checkpoint.frames(connection, configuration.walLimit()), Checkpoint.frameBytes(connection));
            return new LogCheckpoints(connection, sync, limits);
        } catch (Throwable t) {
            connection.close();
            throw t;
        }
    }

    LogLimits limits() {
        return limits;
    }

    /** {@link CommitSync#onWrite}. */
    void onWrite(Runnable action) {
        sync.onWrite(action);
    }

    /**
     * Checkpoints, as far as nobody is in the way. Modes that keep writers out are for the holder of the writer.
     *
     * @throws DatabaseFencedException if a sync has failed, this one or one before
     * @throws DataSourceClosedException once it was closed
     */
    CheckpointResult run(CheckpointMode mode) throws SQLException {
        lock.lock();
        try {
            if (connection.isFinished()) {
                throw new DataSourceClosedException("the data source is closed");
            }
            return sync.syncing(connection, unlocked -> Checkpoint.run(unlocked, mode, 0));
        } finally {
            lock.unlock();
        }
    }

    /** Lets the checkpoint end that is being made. */
    @Override
    public void close() throws SQLException {
        lock.lock();
        try {
            connection.close();
        } finally {
            lock.unlock();
        }
    }
}
