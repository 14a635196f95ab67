package io.signalbox.sqlite;

import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.DB;

/**
 * One copy, page by page, through <a href="https://www.sqlite.org/backup.html">SQLite's backup API</a>. For one thread.
 *
 * <p>What the driver returns tells too little: of a copy into a connection it is the code of the file that was read, zero also where
 * nothing was written. That the last page was copied, and committed, is told by the progress: nothing remains.
 */
final class PageCopy implements DB.ProgressObserver {

    private static final int PAGES_A_STEP = 256;

    private final CopyProgress progress;
    private final BooleanSupplier stopped;
    private final @Nullable PhysicalConnection source;
    private @Nullable Throwable failure;
    private boolean begun;
    private boolean done;

    private PageCopy(CopyProgress progress, BooleanSupplier stopped, @Nullable PhysicalConnection source) {
        this.progress = progress;
        this.stopped = stopped;
        this.source = source;
    }

    /**
     * Copies what a transaction reads that is open on the connection: without one, SQLite would begin anew with each commit of
     * somebody else, and where there are many never come to an end.
     *
     * @param stopped asked now and then whether to give up
     * @throws StatementStoppedException if it gave up, or the thread was interrupted, whose flag stays
     */
    static void of(PhysicalConnection source, Path target, CopyProgress progress, BooleanSupplier stopped)
            throws SQLException {
        PageCopy copy = new PageCopy(progress, stopped, source);
        int code = source.getDatabase().backup("main", target.toString(), copy, 0, 0, PAGES_A_STEP);
        if (copy.failure != null) {
            source.rollbackTransaction(); // the write lock, if it was taken to stop
            copy.throwFailure();
        }
        if (!copy.done || code != 0) {
            throw new BackupException(
                    "the copy " + target + " could not be written: " + new ResultCode(code)
                            + "; see that its directory is writable and its disk not full",
                    null);
        }
    }

    /**
     * Copies a file into a connection, in one transaction, to its end.
     *
     * @return false if another connection holds the write lock; nothing was done then
     */
    static boolean into(PhysicalConnection target, Path source) throws SQLException {
        PageCopy copy = new PageCopy(CopyProgress.NONE, () -> false, null);
        target.getDatabase().restore("main", source.toString(), copy, 0, 0, PAGES_A_STEP);
        if (copy.begun && !copy.done) {
            throw new BackupException(
                    "the copy into " + target.getUrl() + " failed and was rolled back; see that its disk is not full",
                    null);
        }
        return copy.done;
    }

    /** Must not throw: the driver's loop would go on with an exception pending. */
    @Override
    public void progress(int remaining, int pageCount) {
        begun = true;
        done = remaining == 0;
        try {
            if (failure == null) {
                progress.copied(pageCount - remaining, pageCount);
                refuseToGoOn();
            }
        } catch (RuntimeException | Error | SQLException e) {
            failure = e;
        }
        if (failure != null && !done) {
            stop();
        }
    }

    private void refuseToGoOn() throws StatementStoppedException {
        if (source == null) {
            return;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new StatementStoppedException(Reason.INTERRUPTED, "a backup", null);
        }
        if (stopped.getAsBoolean()) {
            throw new StatementStoppedException(
                    Reason.CANCELLED, "a backup, because the database is being closed,", null);
        }
    }

    /**
     * The driver's loop ends where a step is refused, and SQLite refuses it while the connection that is read from is about to write. So it
     * takes the write lock, if that is free at this moment; else it tries again after the next step.
     */
    private void stop() {
        PhysicalConnection reading = source;
        if (reading == null) {
            return;
        }
        try {
            reading.rollbackTransaction();
            reading.tryBeginImmediate();
        } catch (SQLException e) {
            reading.retire("a copy could not be stopped: " + e.getMessage());
        }
    }

    private void throwFailure() throws SQLException {
        Throwable thrown = failure;
        if (thrown instanceof SQLException e) {
            throw e;
        } else if (thrown instanceof RuntimeException e) {
            throw e;
        } else if (thrown instanceof Error e) {
            throw e;
        }
    }
}
