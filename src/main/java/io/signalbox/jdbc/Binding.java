package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.ResultCode;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a logical connection is bound to: nothing, a reader or the writer; and since when, by whom, until when.
 *
 * <p>In a transaction the lease is held from the first statement to commit or rollback; in autocommit from a statement's
 * execution to the end of its result set. Everything before the first statement is remembered and sends nothing.
 */
final class Binding {

    /** What a statement does with the physical connection that it gets. */
    @FunctionalInterface
    interface Execution<R> {
        R on(PhysicalConnection physical) throws SQLException;
    }

    private final LeaseSource source;
    private final Object interruption = new Object();
    private final List<LogicalStatement> openResults = new ArrayList<>(2);

    private boolean readOnly;
    private boolean autoCommit = true;
    private @Nullable Deadline deadline;
    private @Nullable Lease lease; // written under interruption
    private @Nullable Lease autoCommitWriter; // guarded by interruption, while a statement runs on it
    private volatile @Nullable Thread user;

    Binding(LeaseSource source, boolean readOnly) {
        this.source = source;
        this.readOnly = readOnly;
    }

    /**
     * Runs a statement where it belongs.
     *
     * @param writes true where the call itself says so, as a batch does; else SQLite judges
     */
    <R> R execute(LogicalStatement statement, String sql, boolean writes, Execution<R> execution) throws SQLException {
        confine();
        try {
            return autoCommit
                    ? inAutoCommit(statement, sql, writes, execution)
                    : execution.on(boundForTransaction(sql).physical());
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private Lease boundForTransaction(String sql) throws SQLException {
        Lease bound = lease;
        return bound != null
                ? bound
                : bind(readOnly ? source.reader(readerDeadline()) : source.writer(writerDeadline(), sql));
    }

    private Lease bind(Lease taken) throws SQLException {
        try {
            taken.begin(writerDeadline());
        } catch (Throwable t) {
            taken.release();
            throw t;
        }
        hold(taken);
        return taken;
    }

    /**
     * A statement that is a transaction of its own runs on a reader; if SQLite answers READONLY, it was a write, has
     * changed nothing, and runs again on the writer.
     */
    private <R> R inAutoCommit(LogicalStatement statement, String sql, boolean writes, Execution<R> execution)
            throws SQLException {
        Deadline told = deadline; // which the release of the reader forgets
        try {
            if (!writes) {
                try {
                    return onReader(execution);
                } catch (SQLException e) {
                    if (readOnly || !ResultCode.isPrimary(e, ResultCode.READONLY)) {
                        throw e;
                    }
                }
            }
            return onWriter(statement, sql, told != null ? told : writerDeadline(), execution);
        } finally {
            deadline = null;
        }
    }

    private <R> R onReader(Execution<R> execution) throws SQLException {
        Lease reader = lease;
        if (reader == null) {
            reader = source.reader(readerDeadline());
            hold(reader);
        }
        try {
            return execution.on(reader.physical());
        } finally {
            releaseIfIdle();
        }
    }

    private <R> R onWriter(LogicalStatement statement, String sql, Deadline until, Execution<R> execution)
            throws SQLException {
        Lease writer = source.writer(until, sql);
        boolean done = false;
        try {
            writer.begin(until);
            R result = interruptibly(writer, execution);
            if (statement.hasOpenResult()) {
                statement.holdUntilResultEnds(writer);
            } else {
                writer.physical().commitTransaction();
                writer.release();
            }
            done = true;
            return result;
        } finally {
            if (!done) {
                writer.release();
            }
        }
    }

    private <R> R interruptibly(Lease writer, Execution<R> execution) throws SQLException {
        setAutoCommitWriter(writer);
        try {
            return execution.on(writer.physical());
        } finally {
            setAutoCommitWriter(null);
        }
    }

    private void setAutoCommitWriter(@Nullable Lease writer) {
        synchronized (interruption) {
            autoCommitWriter = writer;
        }
    }

    private void hold(Lease taken) {
        user = Thread.currentThread();
        synchronized (interruption) {
            lease = taken;
        }
    }

    private Deadline readerDeadline() {
        return deadline != null
                ? deadline
                : Deadline.after(source.configuration().readerTimeout());
    }

    private Deadline writerDeadline() {
        Deadline present = deadline;
        if (present == null) {
            present = Deadline.after(source.configuration().writeTimeout());
            if (!autoCommit) {
                deadline = present; // one deadline for the queue and for another process's lock
            }
        }
        return present;
    }

    void resultOpened(LogicalStatement statement) {
        openResults.add(statement);
    }

    void resultEnded(LogicalStatement statement) {
        openResults.remove(statement);
        releaseIfIdle();
    }

    private void releaseIfIdle() {
        if (autoCommit && openResults.isEmpty()) {
            release();
        }
    }

    private void endResults() throws SQLException {
        while (!openResults.isEmpty()) {
            openResults.get(openResults.size() - 1).endResult();
        }
    }

    private void release() {
        Lease bound = lease;
        synchronized (interruption) {
            lease = null;
        }
        user = null;
        deadline = null;
        if (bound != null) {
            bound.release();
        }
    }

    // --- transactions

    boolean autoCommit() {
        return autoCommit;
    }

    void setAutoCommit(boolean wanted) throws SQLException {
        confine();
        if (autoCommit != wanted) {
            if (wanted) {
                commit(); // JDBC 4.3, setAutoCommit: "If this method is called during a transaction [...] the
                // transaction is committed"
            } else {
                Deadline told = deadline;
                rollback();
                deadline = told; // it was set for the transaction that begins now
            }
            autoCommit = wanted;
        }
    }

    boolean readOnly() {
        return readOnly;
    }

    void setReadOnly(boolean wanted) throws SQLException {
        confine();
        if (readOnly != wanted) {
            refuseInTransaction("setReadOnly");
            readOnly = wanted;
        }
    }

    void setTimeout(Duration timeout) throws SQLException {
        confine();
        refuseInTransaction("the timeout of a transaction");
        deadline = Deadline.after(timeout);
    }

    private void refuseInTransaction(String what) throws SQLException {
        if (lease != null && !autoCommit) {
            throw new SQLNonTransientException(
                    what + " cannot be changed in the midst of a transaction: commit or roll back first", "25001");
        }
    }

    void commit() throws SQLException {
        confine();
        Lease bound = lease;
        try {
            endResults(); // SQLite refuses to commit while a RETURNING result is unread
            if (bound != null && bound.physical().inTransaction()) {
                bound.physical().commitTransaction();
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        } finally {
            release(); // rolls back what did not commit
        }
    }

    void rollback() throws SQLException {
        confineEnd();
        rollBackAndRelease();
    }

    private void rollBackAndRelease() throws SQLException {
        try {
            endResults();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        } finally {
            release();
        }
    }

    /** Rolls back what is open. */
    void close() throws SQLException {
        confineEnd();
        rollBackAndRelease();
    }

    /**
     * Stops the statement that runs, if one does; for any thread. What is held cannot be given back meanwhile, so the
     * interrupt never meets the next who gets it.
     */
    void interrupt() throws SQLException {
        synchronized (interruption) {
            if (lease != null) {
                lease.physical().interrupt();
            }
            if (autoCommitWriter != null) {
                autoCommitWriter.physical().interrupt();
            }
        }
    }

    /** Refuses every thread but the one that bound: also when that has ended, for nobody knows what it had in mind. */
    void confine() throws SQLException {
        Thread bound = user;
        if (bound != null && bound != Thread.currentThread()) {
            throw confinement(bound);
        }
    }

    /** Refuses every thread but the one that bound; once that has ended, any other may end what it left. */
    void confineEnd() throws SQLException {
        Thread bound = user;
        if (bound != null && bound != Thread.currentThread() && bound.isAlive()) {
            throw confinement(bound);
        }
    }

    private static ThreadConfinementException confinement(Thread bound) {
        return new ThreadConfinementException("this connection is in the midst of a transaction of thread '"
                + bound.getName() + "' and cannot be used by thread '"
                + Thread.currentThread().getName() + "': "
                + (bound.isAlive()
                        ? "let each thread open its own"
                        : "that thread has ended, so all that can be done is to roll back or to close"));
    }
}
