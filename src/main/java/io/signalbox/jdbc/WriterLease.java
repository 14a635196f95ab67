package io.signalbox.jdbc;

import io.signalbox.jdbc.Transaction.Execution;
import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.ResultCode;
import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The writer, for the thread that holds its permit. Between that thread's statements others may work in isolation on it:
 * {@link IsolatedLease}.
 */
final class WriterLease implements Lease {

    /** Taken for a statement by the holder of the permit, and for all its work by one who works in isolation. */
    private final Turn turn = new Turn();

    private final Writer writer;
    private final WritePermit permit;
    private final PhysicalConnection physical;
    private final Observation observation;
    private final IsolatedWork isolatedWork = new IsolatedWork();
    private volatile @Nullable SQLException endedBecause;
    private @Nullable IsolatedLease guest; // guarded by turn, as the next
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
        turn.take();
        try {
            writer.sync().refuseWhenFenced();
            return execution.on(physical);
        } finally {
            turn.giveBack();
        }
    }

    @Override
    public boolean askInTransaction() {
        turn.take();
        try {
            return physical.askInTransaction();
        } finally {
            turn.giveBack();
        }
    }

    @Override
    public Optional<SQLException> endedBecause() {
        return Optional.ofNullable(endedBecause);
    }

    /**
     * Waits for the moment when the holder executes nothing, and keeps it that way until the guest's lease is released.
     *
     * @return null if this lease has ended, or the deadline passed or was cancelled
     */
    @Nullable
    IsolatedLease join(Deadline deadline) throws InterruptedException {
        if (!turn.take(deadline)) {
            return null;
        }
        if (released) {
            turn.giveBack();
            return null;
        }
        IsolatedLease joined = new IsolatedLease(this, guest);
        guest = joined;
        return joined;
    }

    /** A guest has ended; the one in whose midst it worked, if any, goes on. */
    void leave(@Nullable IsolatedLease outer) {
        guest = outer;
        turn.giveBack();
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
        turn.take();
        try {
            beginImmediate(deadline);
            if (writer.expectsIsolatedWork()) {
                physical.executeSavepoint("SAVEPOINT " + IsolatedWork.BEGIN);
            }
        } finally {
            turn.giveBack();
        }
    }

    private void beginImmediate(Deadline deadline) throws SQLException {
        ForeignLock lock = new ForeignLock(physical, deadline, writer::isClosing, observation);
        while (!physical.tryBeginImmediate()) {
            lock.await();
        }
    }

    @Override
    public <R> R alone(Deadline deadline, Execution<R> execution) throws SQLException {
        ForeignLock lock = new ForeignLock(physical, deadline, writer::isClosing, observation);
        while (true) {
            try {
                return use(
                        connection -> writer.sync().write(connection, unlocked -> withoutWaiting(unlocked, execution)));
            } catch (SQLException e) {
                if (!ResultCode.isLocked(e)) {
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
        turn.take();
        try {
            isolatedWork.survive(physical, writer.sync());
        } catch (SQLException e) {
            physical.retire("its rollback failed: " + e.getMessage());
        } finally {
            isolatedWork.clear();
            endedBecause = null;
            turn.giveBack();
        }
    }

    @Override
    public void release() {
        boolean first;
        turn.take();
        try {
            first = releaseInTurn();
        } finally {
            turn.giveBack();
        }
        if (first) {
            observation.released();
        }
    }

    private boolean releaseInTurn() {
        if (released) {
            return false;
        }
        released = true;
        while (guest != null) {
            guest.release(); // the same thread's, which has left it open
        }
        rollBack();
        writer.released(this);
        return true;
    }

    /** True if a thread has it, or works on it in isolation, that has ended. */
    boolean isLeft() {
        return turn.isLeft() || !permit.thread().isAlive();
    }

    /**
     * Gives back what threads have left that have ended: their isolated work, and the writer, unless somebody works on it in
     * isolation at the moment. For one thread at a time.
     *
     * @return true if that was the writer
     */
    boolean reclaim() {
        while (turn.isLeft() && guest != null) {
            guest.release();
        }
        if (permit.thread().isAlive() || !turn.tryTake()) {
            return false;
        }
        try {
            if (released) {
                return false; // the connection is the next holder's
            }
            physical.retire("the thread that held it has ended");
            releaseInTurn();
            physical.expire(Reason.THREAD_ENDED); // what is still read from it
            return true;
        } catch (SQLException e) {
            System.getLogger(Writer.class.getName())
                    .log(System.Logger.Level.WARNING, "what is read could not be ended", e);
            return true;
        } finally {
            turn.giveBack();
        }
    }
}
