package io.signalbox.jdbc;

import io.signalbox.sqlite.StatementStoppedException;
import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The queue in front of the one writer: fair, timed, interruptible.
 *
 * <h2>Fair does not mean slow</h2>
 *
 * To hand the permit to a sleeping thread leaves the writer idle until that thread runs. So on release the eldest waiter
 * is only woken, and until it runs the thread that has released may take the permit again: it runs, and what it needs is in
 * its processor's cache. Once {@link Overtaking} is over, release hands the permit to the eldest and to nobody else. Others
 * overtake only who came a moment ago, or they would have more than their share by chance; waiters among themselves never.
 *
 * <h2>The rules</h2>
 *
 * <ol>
 *   <li>All fields are guarded by {@code lock}, which is held for a few instructions and never while a thread waits, and
 *       under which nothing of SQLite's is called.
 *   <li>{@code holder == null} and waiters present: the eldest has been unparked and will look.
 *   <li>A waiter leaves the queue with the permit, or removes itself under the lock, but not where it might have the permit: so
 *       it never keeps a wake-up that the next one needs.
 *   <li>A permit that was handed over is never refused: a waiter looks for it before it looks at the clock or at its
 *       interrupt flag.
 * </ol>
 *
 * <p>Safe for use by any number of threads, virtual ones included: a waiting thread is parked.
 */
final class WriteQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final Rules rules;
    private final Overtaking overtaking;
    private final LongSupplier clock;
    private final WaitTimes waits;
    private final WaitTimes holds;
    private final Precedence precedence = new Precedence();

    private @Nullable WritePermit holder;
    private long lastReleased; // the id of the thread that has, for it may have ended
    private int longest;
    private long timeouts;
    private long refused;
    private boolean closed;

    /**
     * How the queue is run.
     *
     * @param overtaking how often, and for how long, the eldest waiter may be overtaken
     * @param limit how many may wait; 0: any number
     * @param diagnostics whether messages tell the stack of the holder
     */
    record Rules(Overtaking.Rules overtaking, int limit, boolean diagnostics) {}

    /** An empty queue, with the permit free. */
    WriteQueue(Rules rules) {
        this(rules, System::nanoTime, new WaitHistogram(), new WaitHistogram());
    }

    /**
     * An empty queue, with the permit free.
     *
     * @param clock nanoseconds, on the clock of the deadlines
     * @param waits where the waits are recorded
     * @param holds where it is recorded how long the permit was held
     */
    WriteQueue(Rules rules, LongSupplier clock, WaitTimes waits, WaitTimes holds) {
        this.rules = rules;
        this.overtaking = new Overtaking(rules.overtaking(), clock);
        this.clock = clock;
        this.waits = waits;
        this.holds = holds;
    }

    /**
     * Waits for the permit.
     *
     * @param statement the SQL that wants it, for the messages
     * @param queued run where it has to wait, under no lock
     * @throws WriteQueueFullException if as many wait as may
     * @throws WriterTimeoutException if the deadline passed
     * @throws WriterInterruptedException if the thread was interrupted while it waited; its flag is set again
     * @throws StatementStoppedException if the deadline was cancelled
     * @throws NestedWriteException if the calling thread holds the permit already
     * @throws DataSourceClosedException if the queue is closed or was closed meanwhile
     */
    WritePermit acquire(Deadline deadline, String statement, Runnable queued) throws SQLException {
        Waiter waiter;
        lock.lock();
        try {
            refuseWhenClosed();
            refuseNesting(statement);
            if (holder == null && mayTakeAtOnce()) {
                return takeAtOnce(statement);
            }
            refuseWhenFull();
            waiter = new Waiter(clock.getAsLong(), statement);
            if (waiters.isEmpty()) {
                overtaking.begin();
            }
            waiters.addLast(waiter);
            longest = Math.max(longest, waiters.size());
        } finally {
            lock.unlock();
        }
        queued.run();
        return await(waiter, deadline);
    }

    /** Takes the permit if nobody holds it, also before those who wait; refuses as {@link #acquire} does once closed. */
    Optional<WritePermit> tryAcquire(String statement) throws SQLException {
        lock.lock();
        try {
            refuseWhenClosed();
            return holder == null ? Optional.of(takeAtOnce(statement)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private WritePermit takeAtOnce(String statement) {
        overtaking.count();
        waits.record(0);
        return hold(Thread.currentThread(), statement);
    }

    private boolean mayTakeAtOnce() {
        Waiter eldest = waiters.peekFirst();
        boolean comesAgain = lastReleased == Thread.currentThread().getId();
        return eldest == null || overtaking.allows(comesAgain, eldest.since);
    }

    private WritePermit await(Waiter waiter, Deadline deadline) throws SQLException {
        while (true) {
            long remaining;
            lock.lock();
            try {
                if (waiter.granted != null) {
                    return taken(waiter, waiter.granted);
                }
                if (holder == null && waiters.peekFirst() == waiter && !closed) {
                    waiters.removeFirst();
                    return taken(waiter, hold(waiter));
                }
                remaining = deadline.remaining(clock.getAsLong());
                giveUpIfDue(waiter, deadline, remaining);
            } finally {
                lock.unlock();
            }
            LockSupport.parkNanos(this, remaining);
        }
    }

    private WritePermit hold(Waiter waiter) {
        overtaking.begin();
        return hold(waiter.thread, waiter.statement);
    }

    private WritePermit hold(Thread thread, String statement) {
        WritePermit permit = new WritePermit(thread, clock.getAsLong(), statement, rules.diagnostics());
        holder = permit;
        precedence.end();
        return permit;
    }

    private WritePermit taken(Waiter waiter, WritePermit permit) {
        waits.record(clock.getAsLong() - waiter.since);
        return permit;
    }

    private long microsSince(long nanoTime) {
        return (clock.getAsLong() - nanoTime) / 1_000;
    }

    private void giveUpIfDue(Waiter waiter, Deadline deadline, long remaining) throws SQLException {
        if (closed) {
            waiters.remove(waiter);
            throw new DataSourceClosedException("the data source was closed while this thread waited for the writer");
        }
        if (Thread.interrupted()) {
            waiters.remove(waiter);
            Thread.currentThread().interrupt();
            throw new WriterInterruptedException("interrupted after " + microsSince(waiter.since) / 1_000
                    + " ms in the queue for the writer; nothing was begun");
        }
        if (deadline.isCancelled()) {
            waiters.remove(waiter);
            throw new StatementStoppedException(
                    Reason.CANCELLED, "the wait for the writer of: " + waiter.statement, null);
        }
        if (remaining <= 0) {
            int place = 1 + List.copyOf(waiters).indexOf(waiter);
            waiters.remove(waiter);
            timeouts++;
            throw new WriterTimeoutException(timeoutMessage(waiter, place));
        }
    }

    private String timeoutMessage(Waiter waiter, int place) {
        return "the writer was not free within " + microsSince(waiter.since) / 1_000 + " ms: this thread was number "
                + place + " in the queue, " + waiters.size() + " others wait; "
                + whoHoldsIt() + ". Make the holder's transaction shorter, or raise " + Setting.WRITE_TIMEOUT.key()
                + ".";
    }

    /** Who holds the permit, in words. */
    String whoHoldsIt() {
        return holder().map(permit -> permit.describe(clock.getAsLong())).orElse("nobody holds it");
    }

    /** Gives the permit back; does nothing if it was given back before. */
    void release(WritePermit permit) {
        lock.lock();
        try {
            if (holder != permit) {
                return;
            }
            holds.record(permit.heldFor(clock.getAsLong()));
            holder = null;
            lastReleased = Thread.currentThread().getId();
            free.signalAll();
            Waiter eldest = waiters.peekFirst();
            if (eldest != null && overtaking.isOver()) {
                waiters.removeFirst();
                eldest.granted = hold(eldest);
                LockSupport.unpark(eldest.thread);
            } else if (eldest != null) {
                LockSupport.unpark(eldest.thread);
                precedence.begin();
            }
        } finally {
            lock.unlock();
        }
    }

    private void refuseWhenClosed() throws DataSourceClosedException {
        if (closed) {
            throw new DataSourceClosedException("the data source is closed");
        }
    }

    private void refuseWhenFull() throws WriteQueueFullException {
        if (rules.limit() > 0 && waiters.size() >= rules.limit()) {
            refused++;
            throw new WriteQueueFullException(waiters.size() + " threads wait for the writer, and no more may: "
                    + whoHoldsIt() + ". Try again later, make the holder's transaction shorter, or raise "
                    + Setting.WRITE_QUEUE_LIMIT.key() + ".");
        }
    }

    private void refuseNesting(String statement) throws NestedWriteException {
        if (holder != null && holder.thread() == Thread.currentThread()) {
            throw new NestedWriteException(holder.refusal(clock.getAsLong(), statement));
        }
    }

    /**
     * Refuses all who come, wakes all who wait with a {@link DataSourceClosedException}, and waits for the holder to end,
     * uninterruptibly and until the deadline.
     */
    void close(Deadline deadline) {
        lock.lock();
        try {
            closed = true;
            waiters.forEach(waiter -> LockSupport.unpark(waiter.thread));
            boolean interrupted = false;
            long remaining = deadline.remaining(clock.getAsLong());
            while (holder != null && holder.thread().isAlive() && remaining > 0) {
                try {
                    remaining = free.awaitNanos(remaining);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Of who was woken for the permit. */
    Precedence precedence() {
        return precedence;
    }

    /** Who holds the permit. */
    Optional<WritePermit> holder() {
        lock.lock();
        try {
            return Optional.ofNullable(holder);
        } finally {
            lock.unlock();
        }
    }

    /** True if the calling thread holds the permit. */
    boolean isHeldByCurrentThread() {
        return holder().map(WritePermit::thread)
                .filter(Thread.currentThread()::equals)
                .isPresent();
    }

    /** What happened so far. */
    WriteQueueStatistics statistics() {
        lock.lock();
        try {
            return new WriteQueueStatistics(
                    waiters.size(),
                    longest,
                    holder != null,
                    waits.count(),
                    timeouts,
                    refused,
                    waits.percentile(50),
                    waits.percentile(99),
                    waits.percentile(99.9),
                    waits.max(),
                    waits.sum(),
                    holds.percentile(50),
                    holds.percentile(99),
                    holds.percentile(99.9),
                    holds.max(),
                    holds.sum());
        } finally {
            lock.unlock();
        }
    }
}
