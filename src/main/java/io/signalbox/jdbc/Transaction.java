package io.signalbox.jdbc;

import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.PhysicalConnection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One transaction on one physical connection, from its first statement to its end. It never says that it is open when
 * SQLite has ended it.
 *
 * <p>For the thread that began it.
 */
final class Transaction {

    /** What a statement does with the physical connection that it gets. */
    @FunctionalInterface
    interface Execution<R> {
        R on(PhysicalConnection physical) throws SQLException;
    }

    private final Lease lease;
    private final long endBefore;
    private @Nullable SQLException rolledBackBecause;
    private boolean ended;

    private Transaction(Lease lease, long endBefore) {
        this.lease = lease;
        this.endBefore = endBefore;
    }

    /**
     * Begins on a lease, and gives the lease back if that fails.
     *
     * @param deadline how long to wait
     * @param end when its statements are stopped, on the clock of {@link System#nanoTime}
     */
    static Transaction begin(Lease lease, Deadline deadline, long end) throws SQLException {
        boolean begun = false;
        try {
            lease.begin(deadline);
            begun = true;
            lease.observation().begun();
            return new Transaction(lease, lease.physical().endTransactionAt(end));
        } catch (SQLException e) {
            lease.observation().failed(e);
            throw e;
        } finally {
            if (!begun) {
                lease.release();
            }
        }
    }

    /** A transaction that is at its end already: all that is left is to roll it back. */
    static Transaction failed(Lease released, SQLException reason) {
        Transaction failed = new Transaction(released, Long.MAX_VALUE);
        failed.rolledBackBecause = reason;
        failed.ended = true;
        return failed;
    }

    /** What it cannot go on without. */
    @FunctionalInterface
    interface Step {
        void run() throws SQLException;
    }

    /** Rolls back if the step fails. */
    void orRollBack(Step step) throws SQLException {
        boolean done = false;
        try {
            step.run();
            done = true;
        } finally {
            if (!done) {
                rollback();
            }
        }
    }

    PhysicalConnection physical() {
        return lease.physical();
    }

    /** Executes, and asks SQLite after a failure whether the transaction survived it: {@link #survived}. */
    <R> R execute(Execution<R> execution) throws SQLException {
        return lease.use(physical -> {
            refuseWhenRolledBack();
            try {
                return execution.on(physical);
            } catch (SQLException e) {
                survived(e);
                throw e;
            }
        });
    }

    /**
     * Asks SQLite whether the transaction is still open after a failure. If it is not, every later statement is refused, and
     * all that is left to do is {@link #rollback}.
     */
    boolean survived(SQLException failure) {
        if (rolledBackBecause == null && !lease.askInTransaction()) {
            rolledBackBecause = failure;
        }
        return rolledBackBecause == null;
    }

    boolean isRolledBack() {
        return rolledBackBecause != null;
    }

    private void refuseWhenRolledBack() throws SQLException {
        SQLException reason = rolledBackBecause != null
                ? rolledBackBecause
                : lease.endedBecause().orElse(null);
        if (reason != null) {
            rolledBackBecause = reason;
            throw new TransactionRolledBackException(reason);
        }
    }

    /**
     * Commits, gives the lease back, and waits until the commit is as durable as it is to be. Returned: committed. Threw: not
     * committed, and rolled back, unless it threw {@link CommitOutcomeUnknownException}.
     */
    void commit(Durability durability) throws SQLException {
        end(() -> lease.commit(durability));
    }

    /**
     * As {@link #commit}.
     *
     * @param committed run when it is committed, before anybody else, isolated work included, can use the lease
     */
    void commitAnd(Durability durability, Runnable committed) throws SQLException {
        end(() -> lease.use(physical -> {
            Durable durable = lease.commit(durability);
            committed.run();
            return durable;
        }));
    }

    /** What commits. */
    private interface Commit {
        Durable run() throws SQLException;
    }

    private void end(Commit commit) throws SQLException {
        refuseWhenRolledBack();
        Observation observation = lease.observation();
        try {
            Durable committed = commit.run();
            leave(ended -> {}); // the next writer works while the disk does
            committed.await();
            observation.committed();
        } catch (CommitOutcomeUnknownException e) {
            leaveFailed(ended -> {});
            observation.outcomeUnknown(e);
            throw e;
        } catch (SQLException e) {
            leaveFailed(Observation::rolledBack);
            throw e;
        } finally {
            rollback();
        }
    }

    private void leaveFailed(Consumer<Observation> end) {
        if (!ended) {
            lease.askInTransaction();
        }
        leave(end);
    }

    /** What is still to be done is part of its commit: its timeout stops nothing any more. */
    void endLimit() {
        lease.physical().endTransactionAt(endBefore);
    }

    /** Ends here and nowhere else: what was begun on the lease goes on, for whoever gets it. */
    Lease detach() {
        endLimit();
        ended = true;
        lease.observation().committed();
        return lease;
    }

    Lease lease() {
        return lease;
    }

    /** Rolls back, except for what was done in isolation, and gives the lease back; once. */
    void rollback() {
        leave(Observation::rolledBack);
    }

    /** Goes on with another lease, which is committed or rolled back; gives this one back. */
    void moved() {
        leave(Observation::committed);
    }

    private void leave(Consumer<Observation> end) {
        if (ended) {
            return; // the connection may be another's by now
        }
        ended = true;
        endLimit();
        lease.release();
        end.accept(lease.observation());
    }
}
