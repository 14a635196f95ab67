package io.signalbox.jdbc;

import io.signalbox.sqlite.StatementStoppedException;
import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.StampedLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bounded pool of read-only connections. Threads wait in front of it, in order of arrival but for bounded {@link Overtaking},
 * and until their deadline.
 *
 * <p>The order of locks is: a reader may be held while waiting for the writer, and the writer while waiting for a reader.
 * So that no circle comes of it, one more reader is kept for the thread that holds the writer: where all others are held by
 * threads that wait for it, it goes on. Whoever took that reader may keep it when the writer is another's: so the next reader
 * that is given back, whichever, is kept in its place.
 *
 * <p>Safe for use by any number of threads.
 */
final class ReaderPool implements AutoCloseable {

    private final Rules rules;
    private final PhysicalPool pool;
    private final WriteQueue writers;
    private final LongSupplier clock;
    private final FairPermits permits;
    private final FairPermits reserve = new FairPermits(1);
    private final Set<ReaderLease> held = ConcurrentHashMap.newKeySet();
    private final WaitHistogram waits = new WaitHistogram();
    private final LongAdder timeouts = new LongAdder();
    private final StampedLock lending = new StampedLock(); // shared by who gives back: he may be preempted
    private @Nullable ReaderLease onReserve; // guarded by lending

    /**
     * How the pool is run.
     *
     * @param size how many readers there are; the pool behind has one more
     * @param overtaking how often, and for how long, the eldest who waits may be overtaken
     * @param diagnostics whether messages tell the stacks of the holders
     */
    record Rules(int size, Overtaking.Rules overtaking, boolean diagnostics) {}

    /**
     * A pool in front of another.
     *
     * @param writers the queue for the writer: its holder may have one reader more, and who was woken for it runs before who has read
     * @param clock nanoseconds, by which it is told how long a reader is held
     */
    ReaderPool(Rules rules, PhysicalPool pool, WriteQueue writers, LongSupplier clock) {
        this.rules = rules;
        this.pool = pool;
        this.writers = writers;
        this.clock = clock;
        this.permits = new FairPermits(rules.size(), rules.overtaking());
    }

    /**
     * Waits for a reader.
     *
     * @param statement the SQL that wants it, for the messages
     * @throws DataSourceClosedException if the pool refuses
     * @throws StatementStoppedException if the deadline was cancelled
     * @throws ReaderTimeoutException if the deadline passed, or the thread was interrupted while it waited; the message of
     *     the first lists who holds the readers
     */
    ReaderLease lease(Deadline deadline, String statement, Observation observation) throws SQLException {
        long begun = clock.getAsLong();
        FairPermits taken = acquire(deadline, statement, begun, observation);
        boolean leased = false;
        try {
            Holder holder = holder(statement);
            ReaderLease lease = new ReaderLease(this, checkOut(deadline), holder, taken, observation);
            leased(lease, holder.since() - begun);
            leased = true;
            return lease;
        } finally {
            if (!leased) {
                taken.release();
            }
        }
    }

    /** It is free, but may have to be opened first: in place of one that was retired, for instance. */
    private PhysicalPool.Pooled checkOut(Deadline deadline) throws SQLException {
        return pool.checkOut(deadline, (problem, cause) -> {
            timeouts.increment();
            return new ReaderTimeoutException("no reader was there in time: " + problem, cause);
        });
    }

    private Holder holder(String statement) {
        return new Holder(Thread.currentThread(), clock.getAsLong(), statement, rules.diagnostics());
    }

    private FairPermits acquire(Deadline deadline, String statement, long begun, Observation observation)
            throws SQLException {
        if (permits.tryAcquire()) {
            return permits;
        }
        reclaim(); // it may be that all have ended who hold one
        // for the holder of the writer: any reader that is given back is given to the reserve first
        FairPermits wanted = writers.isHeldByCurrentThread() ? reserve : permits;
        observation.queued();
        try {
            if (wanted.acquire(deadline)) {
                return wanted;
            }
            if (deadline.isCancelled()) {
                throw new StatementStoppedException(Reason.CANCELLED, "the wait for a reader of: " + statement, null);
            }
            timeouts.increment();
            throw new ReaderTimeoutException(timeoutMessage(begun));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReaderTimeoutException("interrupted while waiting for a reader; nothing was begun");
        }
    }

    private String timeoutMessage(long begun) {
        long now = clock.getAsLong();
        return "no reader was free within " + (now - begun) / 1_000_000 + " ms: all " + rules.size() + " are held: "
                + held.stream()
                        .map(ReaderLease::holder)
                        .sorted(Comparator.comparingLong(holder -> holder.since() - now)) // the eldest first
                        .map(holder -> holder.describe("has held one", now))
                        .collect(Collectors.joining("; "))
                + ". Close what reads, make its transactions shorter, or raise " + Setting.READERS.key() + " or "
                + Setting.READER_TIMEOUT.key() + ".";
    }

    private void leased(ReaderLease lease, long waited) {
        waits.record(waited);
        held.add(lease);
        if (lease.permit() == reserve) {
            long stamp = lending.writeLock();
            onReserve = lease;
            lending.unlockWrite(stamp);
        }
    }

    /** Called once for each lease, when its connection is back in the pool behind. */
    void released(ReaderLease lease) {
        held.remove(lease);
        if (!releaseUnlessLent()) {
            releaseWhereLent(lease);
        }
        writers.precedence().giveWay();
    }

    private boolean releaseUnlessLent() {
        long stamp = lending.readLock();
        try {
            boolean lent = onReserve != null;
            if (!lent) {
                permits.release();
            }
            return !lent;
        } finally {
            lending.unlockRead(stamp);
        }
    }

    private void releaseWhereLent(ReaderLease lease) {
        long stamp = lending.writeLock();
        try {
            ReaderLease borrower = onReserve;
            if (borrower != null && borrower != lease) {
                borrower.setPermit(lease.permit()); // which is not the reserve's: there is one of those
                lease.setPermit(reserve);
            }
            FairPermits freed = lease.permit();
            onReserve = freed == reserve ? null : onReserve;
            freed.release();
        } finally {
            lending.unlockWrite(stamp);
        }
    }

    /** Gives back what threads have left that have ended. */
    void reclaim() {
        for (ReaderLease lease : held) {
            lease.reclaim().ifPresent(left -> tell(lease.observation(), left));
        }
    }

    private void tell(Observation observation, ReaderLease.Left left) {
        observation.abandoned();
        if (!left.passedOn()) {
            observation.leaked(left.holder(), "has held a reader", clock.getAsLong(), left.openResults());
        }
    }

    /** Who has a reader now. */
    Collection<ReaderLease> leases() {
        return held;
    }

    /** The reader that has been held for longest. */
    Optional<ReaderLease> eldest() {
        long now = clock.getAsLong();
        return held.stream()
                .min(Comparator.comparingLong(lease -> lease.holder().since() - now));
    }

    /** What is done while nobody reads. */
    interface Action {
        void run() throws SQLException;
    }

    /**
     * Does something while nobody has a reader, and who comes waits; for the holder of the writer.
     *
     * @return false if somebody has one, and nothing was done
     */
    boolean whileNobodyReads(Action action) throws SQLException {
        int taken = 0;
        boolean all = reserve.tryAcquire();
        try {
            while (all && taken < rules.size() && permits.tryAcquire()) {
                taken++;
            }
            boolean alone = taken == rules.size();
            if (alone) {
                action.run();
            }
            return alone;
        } finally {
            for (; taken > 0; taken--) {
                permits.release();
            }
            if (all) {
                reserve.release();
            }
        }
    }

    /** What happened so far. */
    ReaderPoolStatistics statistics() {
        int waiting = permits.waiting() + reserve.waiting();
        return new ReaderPoolStatistics(
                rules.size(),
                held.size(),
                waiting,
                waits.count(),
                timeouts.sum(),
                waits.percentile(50),
                waits.percentile(99),
                waits.percentile(99.9),
                waits.max(),
                waits.sum());
    }

    /** Refuses who comes, and wakes who waits, with a {@link DataSourceClosedException}; who has a reader goes on. */
    void refuse() {
        pool.refuse();
        permits.open();
        reserve.open();
    }

    @Override
    public void close() throws SQLException {
        pool.close();
    }
}
