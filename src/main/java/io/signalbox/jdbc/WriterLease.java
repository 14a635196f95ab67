package io.signalbox.jdbc;

import io.signalbox.jdbc.Transaction.Execution;
import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.ResultCode;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writer, for the thread that holds its permit. Between that thread's statements others may work in isolation on it:
 * {@link IsolatedLease}.
 */
final class WriterLease implements Lease {

    /** Held for a statement by the holder of the permit, and for all its work by one who works in isolation. */
    private final ReentrantLock use = new ReentrantLock();

    private final Writer writer;
    private final WritePermit permit;
    private final PhysicalConnection physical;
    private final Observation observation;
    private final IsolatedWork isolatedWork = new IsolatedWork();
    private volatile @Nullable SQLException endedBecause;
    private boolean released;

    WriterLease(Writer writer, WritePermit permit, PhysicalConnection physical, Observation observation) {
        this.writer = writer;
        this.permit = permit;
        this.physical = physical;
        this.observation = observation;
    }

    @Override
    public PhysicalConnection physical() {
        return physical;
    }

    @Override
    public Observation observation() {
        return observation;
    }

    WritePermit permit() {
        return permit;
    }

    @Override
    public <R> R use(Execution<R> execution) throws SQLException {
        use.lock();
        try {
            writer.sync().refuseWhenFenced();
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
        writer.sync().refuseWhenFenced();
        ForeignLock lock = new ForeignLock(physical, deadline);
        while (!physical.tryBeginImmediate()) {
            lock.await();
        }
    }

    @Override
    public <R> R alone(Deadline deadline, Execution<R> execution) throws SQLException {
        ForeignLock lock = new ForeignLock(physical, deadline);
        while (true) {
            try {
                return use(
                        connection -> writer.sync().write(connection, unlocked -> withoutWaiting(unlocked, execution)));
            } catch (SQLException e) {
                if (!ResultCode.isPrimary(e, ResultCode.BUSY)) {
                    throw e;
                }
            }
            lock.await();
        }
    }

    private static <R> R withoutWaiting(PhysicalConnection connection, Execution<R> execution) throws SQLException {
        int configured = connection.getBusyTimeout();
        connection.setBusyTimeout(0);
        try {
            return execution.on(connection);
        } finally {
            connection.setBusyTimeout(configured);
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
    public Durable commit(Durability durability) throws SQLException {
        return use(connection -> {
            Durable committed = writer.sync().commit(connection, durability);
            isolatedWork.clear();
            return committed;
        });
    }

    @Override
    public Durable executedAlone(Durability durability) {
        return writer.sync().written(durability);
    }

    /** Rolls back, except for what was done in isolation; the permit is kept. */
    void rollBack() {
        use.lock();
        try {
            isolatedWork.survive(physical, writer.sync());
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
        observation.released();
    }
}
