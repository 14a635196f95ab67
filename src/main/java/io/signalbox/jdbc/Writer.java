package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes, and the queue in front of it.
 *
 * <p>The connection is checked out of its pool once and kept while it is healthy. It belongs to whoever holds the permit
 * of the queue; so does {@code pooled}, which is guarded by it.
 */
final class Writer implements AutoCloseable {

    private static final long SHORTEST_PARK = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PARK = TimeUnit.MILLISECONDS.toNanos(10);

    private final WriteQueue queue;
    private final PhysicalPool pool;
    private PhysicalPool.@Nullable Pooled pooled;

    Writer(WriteQueue queue, PhysicalPool pool) {
        this.queue = queue;
        this.pool = pool;
    }

    WriteQueue queue() {
        return queue;
    }

    /** Waits for the writer; the exceptions are those of {@link WriteQueue#acquire}. */
    Lease lease(Deadline deadline, String statement) throws SQLException {
        WritePermit permit = queue.acquire(deadline, statement);
        try {
            PhysicalPool.Pooled checkedOut = pooled;
            if (checkedOut == null) {
                pooled = checkedOut = pool.checkOut();
            }
            return new WriterLease(permit, checkedOut.physical());
        } catch (Throwable t) {
            queue.release(permit);
            throw t;
        }
    }

    /** After the queue was closed. */
    @Override
    public void close() throws SQLException {
        PhysicalPool.Pooled present = pooled;
        pooled = null;
        try {
            if (present != null) {
                present.giveBack(); // c3p0 closes what is in the pool, and leaves alone what is checked out
            }
        } finally {
            pool.close();
        }
    }

    private final class WriterLease implements Lease {
        private final WritePermit permit;
        private final PhysicalConnection physical;
        private boolean released;

        WriterLease(WritePermit permit, PhysicalConnection physical) {
            this.permit = permit;
            this.physical = physical;
        }

        @Override
        public PhysicalConnection physical() {
            return physical;
        }

        /**
         * BEGIN IMMEDIATE, tried from here until the deadline: SQLite's own busy handler can neither be interrupted nor
         * let a virtual thread go, and sleeps up to 100 ms at a time.
         */
        @Override
        public void begin(Deadline deadline) throws SQLException {
            long begun = System.nanoTime();
            long park = SHORTEST_PARK;
            while (!physical.tryBeginImmediate()) {
                long remaining = deadline.remaining();
                if (remaining <= 0) {
                    throw new ForeignLockTimeoutException("another process holds the write lock of " + physical.getUrl()
                            + ": BEGIN IMMEDIATE was refused for " + (System.nanoTime() - begun) / 1_000_000
                            + " ms. Find the process that keeps a transaction open, or raise "
                            + Setting.WRITE_TIMEOUT.key() + ".");
                }
                LockSupport.parkNanos(this, Math.min(park, remaining));
                if (Thread.interrupted()) {
                    Thread.currentThread().interrupt();
                    throw new WriterInterruptedException(
                            "interrupted while another process held the write lock; nothing was begun");
                }
                park = Math.min(2 * park, LONGEST_PARK);
            }
        }

        @Override
        public void release() {
            if (released) {
                return;
            }
            released = true;
            try {
                physical.rollbackTransaction();
            } catch (SQLException e) {
                physical.retire("its rollback failed: " + e.getMessage());
            }
            try {
                giveBackIfRetired();
            } finally {
                queue.release(permit);
            }
        }

        private void giveBackIfRetired() {
            PhysicalPool.Pooled present = pooled;
            if (physical.retiredBecause().isEmpty() || present == null) {
                return;
            }
            pooled = null;
            try {
                present.giveBack();
            } catch (SQLException e) {
                System.getLogger(Writer.class.getName())
                        .log(System.Logger.Level.WARNING, "the retired writer could not be given back", e);
            }
        }
    }
}
