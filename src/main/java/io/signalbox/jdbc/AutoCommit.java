package io.signalbox.jdbc;

import io.signalbox.jdbc.Transaction.Execution;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.ResultCode;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The statements of a connection in autocommit: each is a transaction of its own. */
final class AutoCommit {

    private final NextTransaction next;
    private final OpenResults openResults;
    private final Confinement confinement;
    private final Interruptible interruptible;
    private @Nullable Lease reader;

    AutoCommit(NextTransaction next, OpenResults openResults, Confinement confinement, Interruptible interruptible) {
        this.next = next;
        this.openResults = openResults;
        this.confinement = confinement;
        this.interruptible = interruptible;
    }

    /**
     * Runs a statement on a reader; if SQLite answers READONLY, it was a write, has changed nothing, and runs again on the
     * writer.
     */
    <R> R execute(LogicalStatement statement, String sql, boolean writes, boolean readOnly, Execution<R> execution)
            throws SQLException {
        try {
            if (!writes && next.hasReaders()) {
                try {
                    return onReader(statement, sql, execution);
                } catch (SQLException e) {
                    if (readOnly || !ResultCode.isPrimary(e, ResultCode.READONLY)) {
                        throw e;
                    }
                }
            }
            return PhysicalConnection.standsAlone(sql)
                    ? aloneOnWriter(statement, sql, execution)
                    : onWriter(statement, sql, execution);
        } finally {
            next.forget(); // the statement was the transaction that it was set for
        }
    }

    private <R> R onReader(LogicalStatement statement, String sql, Execution<R> execution) throws SQLException {
        Lease leased = reader;
        if (leased == null) {
            leased = next.reader(sql);
            reader = leased;
            confinement.bind();
            interruptible.set(leased.physical());
        }
        try {
            R result = leased.use(execution);
            awaitDurable(statement);
            return result;
        } finally {
            releaseIfIdle();
        }
    }

    private void awaitDurable(LogicalStatement statement) throws SQLException {
        try {
            next.awaitDurable();
        } catch (SQLException e) {
            statement.endResult();
            throw e;
        }
    }

    /** Committed when it returns, also where the statement gives rows: they are kept, and the writer is not. */
    private <R> R onWriter(LogicalStatement statement, String sql, Execution<R> execution) throws SQLException {
        Transaction writing = next.beginWriting(sql);
        PhysicalConnection before = interruptible.set(writing.physical());
        try {
            R result = writing.execute(execution);
            statement.keepRows(sql);
            interruptible.set(before);
            writing.commit(next.durability());
            return result;
        } catch (SQLException e) {
            statement.endResult();
            throw e;
        } finally {
            interruptible.set(before);
            writing.rollback();
        }
    }

    private <R> R aloneOnWriter(LogicalStatement statement, String sql, Execution<R> execution) throws SQLException {
        try {
            return executedAlone(statement, sql, execution);
        } catch (SQLException e) {
            statement.endResult();
            throw e;
        }
    }

    private <R> R executedAlone(LogicalStatement statement, String sql, Execution<R> execution) throws SQLException {
        R result;
        Durable committed;
        Lease writer = next.writer(sql);
        PhysicalConnection before = interruptible.set(writer.physical());
        try {
            result = next.alone(writer, execution);
            statement.keepRows(sql);
            committed = writer.executedAlone(next.durability());
        } finally {
            interruptible.set(before);
            writer.release();
        }
        committed.await();
        return result;
    }

    /** Gives the reader back once no result set is open. */
    void releaseIfIdle() {
        Lease idle = reader;
        if (idle != null && openResults.isEmpty()) {
            reader = null;
            confinement.unbind();
            interruptible.set(null);
            idle.release();
        }
    }
}
