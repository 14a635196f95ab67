package io.signalbox.sqlite;

import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;

/**
 * Stops the statement that runs when it is cancelled, its thread is interrupted, or its time is over: SQLite asks every
 * {@value #INSTRUCTIONS} instructions of its virtual machine, some 150 µs (<a
 * href="https://www.sqlite.org/c3ref/progress_handler.html">sqlite3_progress_handler</a>). Unlike sqlite3_interrupt it cannot
 * meet a statement that it was not meant for, and never stops a COMMIT.
 *
 * <p>For the thread that executes, but for {@link #cancel}; one step at a time.
 */
final class Watch extends ProgressHandler {

    static final int INSTRUCTIONS = 10_000;

    /** No limit. */
    static final long NEVER = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock(); // held for a step: isolated work is another thread's
    private boolean running;
    private boolean limited;
    private long allowed;
    private long started;
    private long transactionEnd = NEVER;
    private volatile boolean cancelled;
    private volatile @Nullable Reason expired;
    private @Nullable Reason reason;

    /**
     * Sets when the transaction's time is over, on the clock of {@link System#nanoTime}.
     *
     * @return what was set before
     */
    long endTransactionAt(long nanoTime) {
        long before = transactionEnd;
        transactionEnd = nanoTime;
        return before;
    }

    /** Stops the step that runs, if one does; for any thread. */
    void cancel() {
        cancelled = true;
    }

    /** Stops the step that runs, if one does, and all that come; for any thread. */
    void expire(Reason why) {
        expired = why;
    }

    boolean isExpired() {
        return expired != null;
    }

    /** What is done between two steps. */
    @FunctionalInterface
    interface Action {
        void run() throws SQLException;
    }

    /** Waits for the step that runs, and keeps off others meanwhile; for any thread. */
    void betweenSteps(Action action) throws SQLException {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses what would read on from a snapshot that was ended. */
    void refuseExpired(String sql) throws StatementStoppedException {
        Reason why = expired;
        if (why != null) {
            throw new StatementStoppedException(why, sql, null);
        }
    }

    /**
     * Before SQLite executes a statement, or steps to its next row; {@link #end} follows, also where this throws.
     *
     * @param budget how much longer the statement may run
     * @throws StatementStoppedException if it has no time to begin
     */
    void begin(Budget budget, String sql) throws SQLException {
        lock.lock();
        cancelled = false;
        reason = null;
        limited = false;
        refuseExpired(sql);
        allowed = budget.left;
        limited = allowed != NEVER || transactionEnd != NEVER;
        if (limited) {
            started = System.nanoTime();
            Reason late = late(started);
            if (late != null) {
                throw new StatementStoppedException(late, sql, null);
            }
        }
        running = true;
    }

    /** What is to be thrown instead of what SQLite said. */
    SQLException explained(SQLException failure, String sql) {
        if (failure instanceof StatementStoppedException || !ResultCode.isPrimary(failure, ResultCode.INTERRUPT)) {
            return failure;
        }
        return new StatementStoppedException(reason == null ? Reason.CANCELLED : reason, sql, failure);
    }

    /** After what {@link #begin} announced: less of the budget is left. */
    void end(Budget budget) {
        running = false;
        if (limited && budget.left != NEVER) {
            budget.left = Math.max(0, budget.left - (System.nanoTime() - started));
        }
        lock.unlock();
    }

    private @Nullable Reason late(long now) {
        if (transactionEnd != NEVER && now - transactionEnd >= 0) {
            return Reason.TRANSACTION_TIMEOUT;
        }
        return allowed != NEVER && now - started >= allowed ? Reason.QUERY_TIMEOUT : null;
    }

    @Override
    protected int progress() {
        if (running && reason == null) {
            reason = reasonToStop();
        }
        return running && reason != null ? 1 : 0;
    }

    private @Nullable Reason reasonToStop() {
        Reason why = expired;
        if (why != null) {
            return why;
        }
        if (cancelled) {
            return Reason.CANCELLED;
        }
        if (Thread.currentThread().isInterrupted()) {
            return Reason.INTERRUPTED;
        }
        return limited ? late(System.nanoTime()) : null;
    }

    /** How long one statement may still run inside SQLite. */
    static final class Budget {
        private long left;

        /** So many nanoseconds; {@link #NEVER} for no limit. */
        Budget(long left) {
            this.left = left;
        }
    }
}
