package io.signalbox.jdbc;

import io.signalbox.jdbc.Transaction.Execution;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.ResultCode;
import io.signalbox.sqlite.WalSync;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * Makes commits durable: everything that commits does so here. SQLite itself syncs no commit, its {@code synchronous} is NORMAL;
 * who commits asks for a sync of the log while it holds the writer, gives the writer back, and waits.
 *
 * <p>A failed sync fences the database: nothing is read or written any more, so that nothing is built upon, checkpointed
 * least of all, what may not be on disk.
 *
 * <p>Safe for use by any number of threads.
 */
final class CommitSync {

    private static final Set<Integer> SYNC_FAILURES = Set.of(ResultCode.IOERR_FSYNC, ResultCode.IOERR_DIR_FSYNC);

    private final DatabaseFiles files;
    private final WalSync log;
    private final ReadDurability reads;

    CommitSync(DatabaseFiles files, WalSync log, ReadDurability reads) {
        this.files = files;
        this.log = log;
        this.reads = reads;
    }

    /**
     * Commits what was begun; for the holder of the writer.
     *
     * @return what to wait for once the writer was given back
     * @throws CommitOutcomeUnknownException if SQLite itself failed to sync; the database is fenced then
     */
    Durable commit(PhysicalConnection writer, Durability wanted) throws SQLException {
        if (!writer.hasChanged()) {
            writer.commitTransaction();
            return this::awaitRead;
        }
        try {
            write(writer, connection -> {
                connection.commitTransaction();
                return true;
            });
        } catch (SQLException e) {
            throw isFailedSync(e) ? unknown(e) : e;
        }
        return written(wanted);
    }

    /** Executes what may commit by itself; for the holder of the writer, who asks for {@link #written} then. */
    <R> R write(PhysicalConnection writer, Execution<R> execution) throws SQLException {
        refuseWhenFenced();
        log.beginWrite();
        try {
            return execution.on(writer);
        } catch (SQLException e) {
            if (isFailedSync(e)) {
                log.fail(new IOException(e.getMessage(), e));
            }
            throw e;
        } finally {
            log.endWrite();
        }
    }

    private static boolean isFailedSync(SQLException e) {
        return ResultCode.of(e)
                .filter(code -> SYNC_FAILURES.contains(code.extended()))
                .isPresent();
    }

    /** What to wait for after something was committed; asked for while the writer is held. */
    Durable written(Durability wanted) {
        if (wanted != Durability.POWER_SAFE) {
            return Durable.AT_ONCE;
        }
        WalSync.Request request = log.request();
        return () -> {
            try {
                request.await();
            } catch (IOException e) {
                throw unknown(new SQLException(e.getMessage(), e));
            }
        };
    }

    private CommitOutcomeUnknownException unknown(SQLException cause) {
        return new CommitOutcomeUnknownException(
                "the log of " + files
                        + " could not be synced to disk when the transaction was committed: a power cut may"
                        + " take it back or not (" + cause.getMessage()
                        + "). Close the database and open it again, and ask it"
                        + " before the work is done again.",
                cause);
    }

    /**
     * Waits until what has been committed so far is durable, where reads are to be; called when the snapshot is taken.
     *
     * @throws DatabaseFencedException if it will not be
     */
    void awaitRead() throws SQLException {
        if (reads == ReadDurability.COMMITTED || log.isSynced()) {
            return;
        }
        try {
            log.request().await();
        } catch (IOException e) {
            throw fenced(e);
        }
    }

    boolean isFenced() {
        return log.failure().isPresent();
    }

    void refuseWhenFenced() throws DatabaseFencedException {
        Optional<IOException> failure = log.failure();
        if (failure.isPresent()) {
            throw fenced(failure.get());
        }
    }

    private DatabaseFencedException fenced(IOException reason) {
        return new DatabaseFencedException(
                "the log of " + files + " could not be synced to disk (" + reason.getMessage()
                        + "), so nothing is read from it"
                        + " or written to it any more: close the database, all who use it in this process, and open it again",
                reason);
    }
}
