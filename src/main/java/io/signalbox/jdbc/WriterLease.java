package io.signalbox.jdbc;

import io.signalbox.jdbc.Transaction.Execution;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.StatementStoppedException;
import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writer, for the thread that holds its permit. Between that thread's statements others may work in isolation on it:
 * {@link IsolatedLease}.
 */
final class WriterLease implements Lease {

    private static final long SHORTEST_PARK = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PARK = TimeUnit.MILLISECONDS.toNanos(10);

    /** Held for a statement by the holder of the permit, and for all its work by one who works in isolation. */
    private final ReentrantLock use = new ReentrantLock();

    private final Writer writer;
    private final WritePermit permit;
    private final PhysicalConnection physical;
    private final IsolatedWork isolatedWork = new IsolatedWork();
    private volatile @Nullable SQLException endedBecause;
    private boolean released;

    WriterLease(Writer writer, WritePermit permit, PhysicalConnection physical) {
        this.writer = writer;
        this.permit = permit;
        this.physical = physical;
    }

    @Override
    public PhysicalConnection physical() {
        return physical;
    }

    WritePermit permit() {
        return permit;
    }

    @Override
    public <R> R use(Execution<R> execution) throws SQLException {
        use.lock();
        try {
            return execution.on(physical);
        } finally {
            use.unlock();
        }
    }

    @Override
    public boolean askInTransaction() {
        use.lock();
        try {
            return physical.askInTransaction();
        } finally {
            use.unlock();
        }
    }

    @Override
    public Optional<SQLException> endedBecause() {
        return Optional.ofNullable(endedBecause);
    }

    /**
     * Waits for the moment when the holder executes nothing, and keeps it that way until {@link #leave}.
     *
     * @return false if the lease has ended, or the deadline passed
     */
    boolean join(Deadline deadline) throws InterruptedException {
        if (!use.tryLock(deadline.remaining(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        if (released) {
            use.unlock();
            return false;
        }
        return true;
    }

    void leave() {
        use.unlock();
    }

    /** What was done in isolation in the midst of the transaction; for one who has joined. */
    IsolatedWork isolatedWork() {
        return isolatedWork;
    }

    /** Something that failed in isolation has ended the transaction; for one who has joined. */
    void ended(SQLException reason) {
        endedBecause = reason;
    }

    /**
     * BEGIN IMMEDIATE, tried from here until the deadline: SQLite's own busy handler can neither be interrupted nor let a
     * virtual thread go, and sleeps up to 100 ms at a time.
     */
    @Override
    public void begin(Deadline deadline) throws SQLException {
        use.lock();
        try {
            beginImmediate(deadline);
            if (writer.expectsIsolatedWork()) {
                physical.executeSavepoint("SAVEPOINT " + IsolatedWork.BEGIN);
            }
        } finally {
            use.unlock();
        }
    }

    private void beginImmediate(Deadline deadline) throws SQLException {
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
            if (deadline.isCancelled()) {
                throw new StatementStoppedException(Reason.CANCELLED, "the wait for another process's lock", null);
            }
            park = Math.min(2 * park, LONGEST_PARK);
        }
    }

    @Override
    public void setSavepoint(String name) throws SQLException {
        use(connection -> {
            connection.executeSavepoint("SAVEPOINT " + name);
            isolatedWork.savepointSet(name);
            return true;
        });
    }

    @Override
    public void rollBackTo(String savepoint) throws SQLException {
        use(connection -> {
            connection.executeSavepoint("ROLLBACK TO " + savepoint);
            isolatedWork.savepointRolledBack(savepoint, connection);
            return true;
        });
    }

    @Override
    public void commit() throws SQLException {
        use(connection -> {
            connection.commitTransaction();
            isolatedWork.clear();
            return true;
        });
    }

    /** Rolls back, except for what was done in isolation; the permit is kept. */
    void rollBack() {
        use.lock();
        try {
            isolatedWork.survive(physical);
        } catch (SQLException e) {
            physical.retire("its rollback failed: " + e.getMessage());
        } finally {
            isolatedWork.clear();
            endedBecause = null;
            use.unlock();
        }
    }

    @Override
    public void release() {
        use.lock();
        try {
            if (released) {
                return;
            }
            released = true;
            rollBack();
            writer.released(this);
        } finally {
            use.unlock();
        }
    }
}
