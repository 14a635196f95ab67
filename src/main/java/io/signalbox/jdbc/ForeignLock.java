package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.StatementStoppedException;
import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The wait for a lock of another process, between one attempt to get it and the next; for one thread. */
final class ForeignLock {

    /** No longer for who has waited longer: that would put it behind those who have just come. */
    private static final long PARK = TimeUnit.MILLISECONDS.toNanos(1);

    private final PhysicalConnection physical;
    private final Deadline deadline;
    private final Observation observation;
    private final BooleanSupplier closing;
    private final long begun = System.nanoTime();
    private boolean first = true;

    /** Waits no longer than until the deadline, or until the database is being closed. */
    ForeignLock(PhysicalConnection physical, Deadline deadline, BooleanSupplier closing, Observation observation) {
        this.physical = physical;
        this.deadline = deadline;
        this.closing = closing;
        this.observation = observation;
    }

    /**
     * Parks for a while.
     *
     * @throws ForeignLockTimeoutException if the deadline has passed
     * @throws WriterInterruptedException if the thread was interrupted; its flag is set again
     * @throws StatementStoppedException if the wait was cancelled
     * @throws DataSourceClosedException if the database is being closed
     */
    void await() throws SQLException {
        long remaining = deadline.remaining();
        if (remaining <= 0) {
            throw new ForeignLockTimeoutException("another process holds the write lock of " + physical.getUrl()
                    + ", and did so for all of " + (System.nanoTime() - begun) / 1_000_000
                    + " ms. Find the process that keeps a transaction open, or raise " + Setting.WRITE_TIMEOUT.key()
                    + ".");
        }
        if (closing.getAsBoolean()) {
            throw new DataSourceClosedException(
                    "the data source was closed while this thread waited for another process's lock");
        }
        long parked = System.nanoTime();
        LockSupport.parkNanos(this, Math.min(PARK, remaining));
        observation.waitedForAnother(first, System.nanoTime() - parked);
        first = false;
        if (Thread.interrupted()) {
            Thread.currentThread().interrupt();
            throw new WriterInterruptedException(
                    "interrupted while another process held the write lock; nothing was begun");
        }
        if (deadline.isCancelled()) {
            throw new StatementStoppedException(Reason.CANCELLED, "the wait for another process's lock", null);
        }
    }
}
