package io.signalbox.jdbc;

import io.signalbox.jdbc.ConnectionUse.Kind;
import java.sql.SQLException;
import java.util.Optional;
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
    private final WriteQueue queue;
    private final PhysicalPool pool;
    private final CommitSync sync;
    private PhysicalPool.@Nullable Pooled pooled;
    private @Nullable WriterLease present;
    private volatile boolean expectsIsolatedWork;

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
        return leased(queue.acquire(deadline, statement, observation::queued), observation);
    }

    /** The writer if nobody holds it at this moment; the exceptions are those of {@link WriteQueue#tryAcquire}. */
    Optional<Lease> leaseIfFree(String statement, Events events) throws SQLException {
        Optional<WritePermit> permit = queue.tryAcquire(statement);
        return permit.isEmpty() ? Optional.empty() : Optional.of(leased(permit.get(), statement, events));
    }

    private WriterLease leased(WritePermit permit, String statement, Events events) throws SQLException {
        return events.observe(Kind.WRITER, statement).acquire(observation -> leased(permit, observation));
    }

    private WriterLease leased(WritePermit permit, Observation observation) throws SQLException {
        try {
            PhysicalPool.Pooled checkedOut = pooled;
            if (checkedOut == null) {
                pooled = checkedOut = pool.checkOut();
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
        lock.lock();
        try {
            present = lease;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(WritePermit permit) {
        lock.lock();
        try {
            present = null;
            queue.release(permit);
            changed.signalAll();
        } finally {
            lock.unlock();
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
     * @throws DataSourceClosedException if the queue is closed
     */
    Lease isolated(Deadline deadline, String statement, Events events) throws SQLException {
        try {
            while (true) {
                Optional<WritePermit> permit = permitOrHolder(deadline, statement);
                if (permit.isPresent()) {
                    return leased(permit.get(), statement, events);
                }
                WriterLease host = present();
                if (host != null && host.join(deadline)) {
                    return new IsolatedLease(host);
                }
                refuseWhenPassed(deadline, statement);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WriterInterruptedException("interrupted while isolated work waited for the writer: " + statement);
        }
    }

    /** Waits until the permit is free, and takes it, or somebody works with it. */
    private Optional<WritePermit> permitOrHolder(Deadline deadline, String statement)
            throws SQLException, InterruptedException {
        lock.lock();
        try {
            Optional<WritePermit> permit = Optional.empty();
            while (present == null && permit.isEmpty()) {
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

    private @Nullable WriterLease present() {
        lock.lock();
        try {
            return present;
        } finally {
            lock.unlock();
        }
    }

    private void refuseWhenPassed(Deadline deadline, String statement) throws WriterTimeoutException {
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

    /** After the queue was closed. */
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
