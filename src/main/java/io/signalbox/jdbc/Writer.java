package io.signalbox.jdbc;

import io.signalbox.jdbc.ConnectionUse.Kind;
import io.signalbox.sqlite.StatementStoppedException;
import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes, and the queue in front of it.
 *
 * <p>The connection is checked out of its pool once and kept while it is healthy. It belongs to whoever holds the permit
 * of the queue; so does {@code pooled}, which is guarded by it.
 *
 * <p>Order of locks: {@code lock}, then the queue's own. Neither is held while anything is executed.
 */
final class Writer implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ReentrantLock reclaiming = new ReentrantLock();
    private final WriteQueue queue;
    private final PhysicalPool pool;
    private final CommitSync sync;
    private PhysicalPool.@Nullable Pooled pooled;
    private volatile @Nullable WriterLease present;
    private final Set<Deadline> isolatedWaits = ConcurrentHashMap.newKeySet();
    private volatile boolean expectsIsolatedWork;
    private volatile boolean closing;

    Writer(WriteQueue queue, PhysicalPool pool, CommitSync sync) {
        this.queue = queue;
        this.pool = pool;
        this.sync = sync;
    }

    CommitSync sync() {
        return sync;
    }

    WriteQueue queue() {
        return queue;
    }

    /** From the next transaction on, each is prepared for isolated work in its midst. */
    void expectIsolatedWork() {
        expectsIsolatedWork = true;
    }

    boolean expectsIsolatedWork() {
        return expectsIsolatedWork;
    }

    /** Waits for the writer; the exceptions are those of {@link WriteQueue#acquire}. */
    WriterLease lease(Deadline deadline, String statement, Observation observation) throws SQLException {
        reclaim();
        try {
            return leased(queue.acquire(deadline, statement, observation::queued), deadline, observation);
        } catch (WriterTimeoutException e) {
            reclaim(); // who holds it may have ended meanwhile: the next is not to wait as long
            throw e;
        }
    }

    /** Gives back what threads have left that have ended. Costs a look where none has. */
    void reclaim() {
        WriterLease left = present;
        if (left != null && left.isLeft() && reclaimed(left)) {
            Observation observation = left.observation();
            observation.abandoned();
            observation.leaked(left.permit().holder(), "has held the writer", System.nanoTime(), List.of());
        }
    }

    private boolean reclaimed(WriterLease left) {
        if (!reclaiming.tryLock()) {
            return false;
        }
        try {
            return left.reclaim();
        } finally {
            reclaiming.unlock();
        }
    }

    /** The writer if nobody holds it at this moment; the exceptions are those of {@link WriteQueue#tryAcquire}. */
    Optional<Lease> leaseIfFree(String statement, Events events) throws SQLException {
        Optional<WritePermit> permit = queue.tryAcquire(statement);
        return permit.isEmpty()
                ? Optional.empty()
                : Optional.of(leased(permit.get(), Deadline.after(PhysicalPool.OPENING), statement, events));
    }

    private WriterLease leased(WritePermit permit, Deadline deadline, String statement, Events events)
            throws SQLException {
        return events.observe(Kind.WRITER, statement).acquire(observation -> leased(permit, deadline, observation));
    }

    private WriterLease leased(WritePermit permit, Deadline deadline, Observation observation) throws SQLException {
        try {
            PhysicalPool.Pooled checkedOut = pooled;
            if (checkedOut == null) {
                pooled = checkedOut = pool.checkOut( // to be opened first, in place of one that was retired
                        deadline,
                        (problem, cause) ->
                                new WriterTimeoutException("the writer was not there in time: " + problem, cause));
            }
            WriterLease lease = new WriterLease(this, permit, checkedOut.physical(), observation);
            change(lease);
            return lease;
        } catch (Throwable t) {
            giveUp(permit);
            throw t;
        }
    }

    private void change(WriterLease lease) {
        present = lease;
        tellIsolatedWork();
    }

    private void giveUp(WritePermit permit) {
        present = null; // first: from the release on it is the next holder's
        queue.release(permit);
        tellIsolatedWork();
    }

    /** Wakes who waits to work in isolation; who is about to looks once more under the lock. */
    private void tellIsolatedWork() {
        if (!isolatedWaits.isEmpty()) {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * The writer for work in isolation. It never waits for a transaction to end: where one is in progress, of whatever
     * thread, it waits for a moment when that executes nothing, and works in its midst.
     *
     * <p>Hibernate takes a block of ids under a lock of the generator. Were such a thread to wait in the queue, the holder of
     * the writer could want an id of the same generator, and both would wait until their deadlines.
     *
     * @throws WriterTimeoutException if the deadline passed
     * @throws WriterInterruptedException if the thread was interrupted while it waited; its flag is set again
     * @throws StatementStoppedException if the deadline was cancelled
     * @throws DataSourceClosedException if the queue is closed
     */
    Lease isolated(Deadline deadline, String statement, Events events) throws SQLException {
        reclaim();
        isolatedWaits.add(deadline);
        try {
            while (true) {
                refuseWhenClosing();
                Optional<WritePermit> permit = permitOrHolder(deadline, statement);
                if (permit.isPresent()) {
                    return leased(permit.get(), deadline, statement, events);
                }
                WriterLease host = present;
                Lease guest = host == null ? null : host.join(deadline);
                if (guest != null) {
                    return guest;
                }
                refuseWhenPassed(deadline, statement);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WriterInterruptedException("interrupted while isolated work waited for the writer: " + statement);
        } finally {
            isolatedWaits.remove(deadline);
        }
    }

    /** Waits until the permit is free, and takes it, or somebody works with it. */
    private Optional<WritePermit> permitOrHolder(Deadline deadline, String statement)
            throws SQLException, InterruptedException {
        lock.lock();
        try {
            Optional<WritePermit> permit = Optional.empty();
            while (present == null && permit.isEmpty()) {
                refuseWhenClosing();
                permit = queue.tryAcquire(statement);
                if (permit.isEmpty()) { // granted to one who has not begun to work
                    refuseWhenPassed(deadline, statement);
                    changed.awaitNanos(deadline.remaining());
                }
            }
            return permit;
        } finally {
            lock.unlock();
        }
    }

    private void refuseWhenClosing() throws DataSourceClosedException {
        if (closing) {
            throw new DataSourceClosedException("the data source was closed while this thread waited for the writer");
        }
    }

    private void refuseWhenPassed(Deadline deadline, String statement) throws SQLException {
        refuseWhenClosing();
        if (deadline.isCancelled()) {
            throw new StatementStoppedException(Reason.CANCELLED, "the wait for the writer of: " + statement, null);
        }
        if (deadline.remaining() <= 0) {
            throw new WriterTimeoutException("isolated work had no turn on the writer before its deadline: " + statement
                    + "; " + queue.whoHoldsIt() + ". Make the holder's statements shorter, or raise "
                    + Setting.WRITE_TIMEOUT.key() + ".");
        }
    }

    /** A lease has ended. */
    void released(WriterLease lease) {
        try {
            giveBackIfRetired(lease);
        } finally {
            giveUp(lease.permit());
        }
    }

    private void giveBackIfRetired(WriterLease lease) {
        PhysicalPool.Pooled held = pooled;
        if (lease.physical().retiredBecause().isEmpty() || held == null) {
            return;
        }
        pooled = null;
        try {
            held.giveBack();
        } catch (SQLException e) {
            System.getLogger(Writer.class.getName())
                    .log(System.Logger.Level.WARNING, "the retired writer could not be given back", e);
        }
    }

    /**
     * Wakes, with a {@link DataSourceClosedException}, who waits for a turn to work in isolation or for another process's
     * lock; who waits in the queue is the queue's.
     */
    void refuse() {
        closing = true;
        isolatedWaits.forEach(Deadline::cancel);
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosing() {
        return closing;
    }

    /**
     * Sees to it that there is a connection that can be the last to close: one that was retired may be closed already, and the
     * next not opened yet. After the queue was closed.
     */
    void holdForClose() throws SQLException {
        if (pooled == null) {
            pooled = pool.checkOut();
        }
    }

    /** After {@link #holdForClose}. */
    @Override
    public void close() throws SQLException {
        PhysicalPool.Pooled held = pooled;
        pooled = null;
        try {
            if (held != null) {
                held.giveBack(); // c3p0 closes what is in the pool, and leaves alone what is checked out
            }
        } finally {
            pool.close();
        }
    }
}
