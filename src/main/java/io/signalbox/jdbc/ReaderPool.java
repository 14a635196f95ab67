package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bounded pool of read-only connections. Threads wait in front of it, in order of arrival and until their deadline.
 *
 * <p>The order of locks is: a reader may be held while waiting for the writer, and the writer while waiting for a reader.
 * So that no circle comes of it, one more reader is kept for the thread that holds the writer: where all others are held by
 * threads that wait for it, it goes on.
 *
 * <p>Safe for use by any number of threads.
 */
final class ReaderPool implements AutoCloseable {

    private final int size;
    private final PhysicalPool pool;
    private final BooleanSupplier holdsWriter;
    private final Semaphore permits;
    private final Semaphore reserve = new Semaphore(1);
    private final Map<ReaderLease, String> held = new ConcurrentHashMap<>();

    /**
     * A pool in front of another.
     *
     * @param size how many readers there are; the pool behind has one more
     * @param holdsWriter whether the calling thread holds the writer
     */
    ReaderPool(int size, PhysicalPool pool, BooleanSupplier holdsWriter) {
        this.size = size;
        this.pool = pool;
        this.holdsWriter = holdsWriter;
        this.permits = new Semaphore(size, true);
    }

    /**
     * Waits for a reader.
     *
     * @throws ReaderTimeoutException if the deadline passed; the message lists who holds the readers
     */
    Lease lease(Deadline deadline) throws SQLException {
        Semaphore taken = permits;
        if (!permits.tryAcquire()) {
            if (holdsWriter.getAsBoolean() && reserve.tryAcquire()) {
                taken = reserve;
            } else {
                await(deadline);
            }
        }
        try {
            return new ReaderLease(pool.checkOut(), taken);
        } catch (Throwable t) {
            taken.release();
            throw t;
        }
    }

    private void await(Deadline deadline) throws SQLException {
        long begun = System.nanoTime();
        try {
            if (!permits.tryAcquire(Math.max(0, deadline.remaining()), TimeUnit.NANOSECONDS)) {
                throw new ReaderTimeoutException("no reader was free within " + (System.nanoTime() - begun) / 1_000_000
                        + " ms: all " + size + " are held, by " + holders() + ". Close what reads, or raise "
                        + Setting.READERS.key() + ".");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReaderTimeoutException("interrupted while waiting for a reader; nothing was begun");
        }
    }

    private String holders() {
        return held.values().stream().sorted().collect(Collectors.joining(", "));
    }

    int held() {
        return held.size();
    }

    int free() {
        return permits.availablePermits();
    }

    @Override
    public void close() throws SQLException {
        pool.close();
    }

    private final class ReaderLease implements Lease {
        private final PhysicalPool.Pooled pooled;
        private final Semaphore permit;

        ReaderLease(PhysicalPool.Pooled pooled, Semaphore permit) {
            this.pooled = pooled;
            this.permit = permit;
            held.put(this, "thread '" + Thread.currentThread().getName() + "'");
        }

        @Override
        public PhysicalConnection physical() {
            return pooled.physical();
        }

        @Override
        public void begin(Deadline deadline) throws SQLException {
            pooled.physical().begin();
        }

        @Override
        public void release() {
            @Nullable String holder = held.remove(this);
            if (holder == null) {
                return;
            }
            try {
                giveBack(pooled);
            } finally {
                permit.release();
            }
        }
    }

    private static void giveBack(PhysicalPool.Pooled pooled) {
        PhysicalConnection physical = pooled.physical();
        try {
            physical.rollbackTransaction();
        } catch (SQLException e) {
            physical.retire("its rollback failed: " + e.getMessage());
        }
        try {
            pooled.giveBack();
        } catch (SQLException e) {
            // c3p0 reports what it could not close; the connection is out of the pool either way
            System.getLogger(ReaderPool.class.getName())
                    .log(System.Logger.Level.WARNING, "a reader could not be given back", e);
        }
    }
}
