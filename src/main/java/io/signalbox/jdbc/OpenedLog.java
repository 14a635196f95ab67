package io.signalbox.jdbc;

import io.signalbox.sqlite.Access;
import io.signalbox.sqlite.Checkpoint;
import io.signalbox.sqlite.CheckpointMode;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.Pragmas;
import io.signalbox.sqlite.WalSync;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The write-ahead log of an open database, from its recovery to its last checkpoint.
 *
 * <p>An anchor, a connection that does nothing but stay open, keeps SQLite from removing the log when the other connections are
 * closed, or from making another: so the file that is forced is the one that is written.
 */
final class OpenedLog {

    /** The databases of this process whose log could not be synced, and has not been emptied since. */
    private static final Set<Path> NOT_SYNCED = ConcurrentHashMap.newKeySet();

    private final Path database;
    private final PhysicalConnection anchor;
    private final WalSync file;
    private final CommitSync sync;
    private final LogCheckpoints checkpoints;

    private OpenedLog(
            Path database, PhysicalConnection anchor, WalSync file, CommitSync sync, LogCheckpoints checkpoints) {
        this.database = database;
        this.anchor = anchor;
        this.file = file;
        this.sync = sync;
        this.checkpoints = checkpoints;
    }

    /**
     * Opens the log of a database that the writer's pool has opened, which has recovered it. What is in it may never have
     * been synced, that of a process that was killed for instance: so it is checkpointed before anybody can read it, and emptied.
     * Where another process that has it open keeps that from being done, it is synced instead.
     *
     * @throws SQLException if a sync failed, or could not be relied upon
     */
    static OpenedLog open(
            SqliteConfiguration configuration,
            DatabaseFiles files,
            PhysicalPool writing,
            UnaryOperator<WalSync.Force> seam,
            WalSync.Listener listener)
            throws SQLException {
        boolean synced = emptied(configuration, files, writing);
        PhysicalConnection anchor = PhysicalConnection.open(files, Access.READ_ONLY, new Pragmas(Map.of()), 0, null);
        try {
            anchor.dataVersion(); // opens the log: who has not opened it does not keep it
            WalSync file = opened(files, seam, listener, synced);
            return withCheckpoints(configuration, files, anchor, file);
        } catch (Throwable t) {
            anchor.close();
            throw t;
        }
    }

    private static OpenedLog withCheckpoints(
            SqliteConfiguration configuration, DatabaseFiles files, PhysicalConnection anchor, WalSync file)
            throws SQLException {
        CommitSync sync = new CommitSync(files, file, configuration.reads());
        try {
            LogCheckpoints checkpoints = LogCheckpoints.open(configuration, files, sync);
            return new OpenedLog(files.database(), anchor, file, sync, checkpoints);
        } catch (Throwable t) {
            closeQuietly(file, files.database());
            throw t;
        }
    }

    private static WalSync opened(
            DatabaseFiles files, UnaryOperator<WalSync.Force> seam, WalSync.Listener listener, boolean synced)
            throws SQLException {
        try {
            WalSync file = WalSync.open(files, seam, listener);
            if (!synced) {
                syncOnce(file);
            }
            return file;
        } catch (IOException e) {
            throw new SQLException("the log of " + files + " cannot be synced to disk: " + e.getMessage(), e);
        }
    }

    private static void syncOnce(WalSync file) throws IOException {
        try {
            file.request().await();
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static boolean emptied(SqliteConfiguration configuration, DatabaseFiles files, PhysicalPool writing)
            throws SQLException {
        boolean unsure = NOT_SYNCED.contains(files.database());
        int wait = unsure ? Math.toIntExact(configuration.busyTimeout().toMillis()) : 0;
        PhysicalPool.Pooled writer = writing.checkOut();
        try {
            boolean emptied = Checkpoint.run(writer.physical(), CheckpointMode.TRUNCATE, wait)
                    .complete();
            if (unsure && !emptied) {
                throw new SQLNonTransientConnectionException(
                        "the log of " + files
                                + " could not be synced to disk when this process had it open before, and another"
                                + " process keeps it from being emptied now: close the database there, then open it here",
                        FailedStart.SQL_STATE);
            }
            NOT_SYNCED.remove(files.database());
            return emptied;
        } finally {
            writer.giveBack();
        }
    }

    CommitSync sync() {
        return sync;
    }

    LogCheckpoints checkpoints() {
        return checkpoints;
    }

    /**
     * Syncs for those who still wait, lets the checkpoint end that is being made, and closes the connections: the writer last, for the last one checkpoints the log and
     * removes it. Where a sync has failed no checkpoint may be made, so the last is one that cannot, a read-only one; the log
     * stays, and is recovered when the database is opened again.
     */
    void close(Connections writer, Connections readers) throws SQLException {
        closeQuietly(file, database);
        try {
            checkpoints.close();
        } finally {
            closeRest(writer, readers);
        }
    }

    private void closeRest(Connections writer, Connections readers) throws SQLException {
        if (sync.isFenced()) {
            NOT_SYNCED.add(database);
            closeAll(writer, readers, anchor::close);
        } else {
            closeAll(readers, anchor::close, writer);
        }
    }

    private static void closeQuietly(WalSync file, Path database) {
        try {
            file.close();
        } catch (IOException e) {
            System.getLogger(OpenedLog.class.getName())
                    .log(System.Logger.Level.WARNING, "the log of " + database + " was not closed cleanly", e);
        }
    }

    /** Some of the database's connections. */
    @FunctionalInterface
    interface Connections {
        void close() throws SQLException;
    }

    private static void closeAll(Connections first, Connections second, Connections last) throws SQLException {
        try {
            first.close();
        } finally {
            try {
                second.close();
            } finally {
                last.close();
            }
        }
    }
}
