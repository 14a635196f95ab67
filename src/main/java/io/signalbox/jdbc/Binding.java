package io.signalbox.jdbc;

import io.signalbox.jdbc.Transaction.Execution;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.ResultCode;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a logical connection is bound to: nothing, a reader or the writer; and by which thread, and until when.
 *
 * <p>In a transaction it is bound from the first statement to commit or rollback; in autocommit from a statement's
 * execution to the end of its result set. Everything before the first statement is remembered and sends nothing.
 */
final class Binding {

    private final LeaseSource source;
    private final Savepoints savepoints;
    private final Interruptible interruptible = new Interruptible();
    private final List<LogicalStatement> openResults = new ArrayList<>(2);

    private boolean readOnly;
    private boolean autoCommit = true;
    private @Nullable TransactionMode mode;
    private @Nullable Deadline deadline;
    private @Nullable Lease reader;
    private @Nullable Transaction transaction;
    private @Nullable Snapshot snapshot;
    private volatile @Nullable Thread user;

    Binding(LeaseSource source, Savepoints savepoints, boolean readOnly) {
        this.source = source;
        this.savepoints = savepoints;
        this.readOnly = readOnly;
    }

    // --- executing

    /**
     * Runs a statement where it belongs.
     *
     * @param writes true where the call itself says so, as a batch does; else SQLite judges
     */
    <R> R execute(LogicalStatement statement, String sql, boolean writes, Execution<R> execution) throws SQLException {
        confine();
        try {
            return autoCommit ? inAutoCommit(statement, sql, writes, execution) : inTransaction(sql, writes, execution);
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Sets, releases or rolls back to a savepoint of the present transaction. */
    void executeSavepoint(String sql) throws SQLException {
        confine();
        try {
            inTransaction(sql, false, physical -> {
                physical.executeSavepoint(sql);
                return true;
            });
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private <R> R inTransaction(String sql, boolean writes, Execution<R> execution) throws SQLException {
        try {
            Transaction present = transaction != null ? transaction : begin(sql);
            if (snapshot == null) {
                return present.execute(execution);
            }
            if (!writes && !PhysicalConnection.leavesState(sql)) {
                try {
                    return present.execute(execution);
                } catch (SQLException e) {
                    if (present.isRolledBack() || !ResultCode.isPrimary(e, ResultCode.READONLY)) {
                        throw e;
                    }
                }
            }
            return moveToWriter(present, snapshot, sql).execute(execution);
        } catch (SQLException e) {
            releaseIfRolledBack(e);
            throw e;
        }
    }

    /** What SQLite has rolled back gives its connection back at once, and takes nothing along that is still being read. */
    private void releaseIfRolledBack(SQLException reason) {
        Transaction present = transaction;
        if (present != null && present.isRolledBack()) {
            try {
                endResults();
            } catch (SQLException e) {
                reason.addSuppressed(e);
            }
            interruptible.set(null);
            present.rollback();
        }
    }

    private Transaction begin(String sql) throws SQLException {
        Transaction begun;
        if (readOnly) {
            begun = Transaction.begin(source.reader(readerDeadline()), readerDeadline());
        } else if (mode() == TransactionMode.UPGRADE) {
            begun = Transaction.begin(source.reader(readerDeadline()), readerDeadline());
            snapshot = Snapshot.of(begun);
        } else {
            begun = Transaction.begin(source.writer(writerDeadline(), sql), writerDeadline());
        }
        user = Thread.currentThread();
        transaction = begun;
        interruptible.set(begun.physical());
        return begun;
    }

    private TransactionMode mode() {
        return mode != null ? mode : source.configuration().transactionMode();
    }

    /** The first write of a transaction that has only read so far. It waits for the writer and keeps its reader meanwhile. */
    private Transaction moveToWriter(Transaction reading, Snapshot taken, String sql) throws SQLException {
        refuseOpenResults();
        Transaction writing = Transaction.begin(source.writer(writerDeadline(), sql), writerDeadline());
        try {
            taken.requireUnchanged();
            savepoints.setAgain(writing);
        } catch (SQLException e) {
            writing.rollback();
            transaction = Transaction.failed(writing.lease(), e);
            snapshot = null;
            throw e;
        } finally {
            interruptible.set(null);
            reading.rollback();
        }
        transaction = writing;
        snapshot = null;
        interruptible.set(writing.physical());
        return writing;
    }

    private void refuseOpenResults() throws SQLException {
        if (!openResults.isEmpty()) {
            throw new OpenResultSetException("the transaction's first write while " + openResults.size()
                    + " of its result sets are open: they read from the snapshot that it has to leave. Close them first,"
                    + " or use transaction mode IMMEDIATE.");
        }
    }

    /**
     * A statement that is a transaction of its own runs on a reader; if SQLite answers READONLY, it was a write, has
     * changed nothing, and runs again on the writer.
     */
    private <R> R inAutoCommit(LogicalStatement statement, String sql, boolean writes, Execution<R> execution)
            throws SQLException {
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
            return PhysicalConnection.standsAlone(sql)
                    ? aloneOnWriter(sql, execution)
                    : onWriter(statement, sql, execution);
        } finally {
            deadline = null; // the statement was the transaction that it was set for
        }
    }

    private <R> R onReader(Execution<R> execution) throws SQLException {
        Lease leased = reader;
        if (leased == null) {
            leased = source.reader(readerDeadline());
            reader = leased;
            user = Thread.currentThread();
            interruptible.set(leased.physical());
        }
        try {
            return execution.on(leased.physical());
        } finally {
            releaseIfIdle();
        }
    }

    /** Committed when it returns, also where the statement gives rows: they are kept, and the writer is not. */
    private <R> R onWriter(LogicalStatement statement, String sql, Execution<R> execution) throws SQLException {
        Deadline until = writerDeadline();
        Transaction writing = Transaction.begin(source.writer(until, sql), until);
        PhysicalConnection before = interruptible.set(writing.physical());
        try {
            R result = writing.execute(execution);
            statement.keepRows();
            interruptible.set(before);
            writing.commit();
            return result;
        } catch (SQLException e) {
            statement.endResult();
            throw e;
        } finally {
            interruptible.set(before);
            writing.rollback();
        }
    }

    private <R> R aloneOnWriter(String sql, Execution<R> execution) throws SQLException {
        Lease writer = source.writer(writerDeadline(), sql);
        PhysicalConnection before = interruptible.set(writer.physical());
        try {
            return execution.on(writer.physical());
        } finally {
            interruptible.set(before);
            endResults();
            writer.release();
        }
    }

    /** Runs what asks about a statement and executes nothing, so that no transaction begins for its sake. */
    <R> R inspect(Execution<R> execution) throws SQLException {
        confine();
        Transaction bound = transaction;
        Lease inspected = bound != null ? bound.lease() : source.reader(readerDeadline());
        try {
            return execution.on(inspected.physical());
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        } finally {
            if (bound == null) {
                inspected.release();
            }
        }
    }

    private Deadline readerDeadline() {
        return deadline != null
                ? deadline
                : Deadline.after(source.configuration().readerTimeout());
    }

    /** In a transaction one deadline for the queue and for another process's lock, from the first wait on. */
    private Deadline writerDeadline() {
        Deadline present = deadline != null
                ? deadline
                : Deadline.after(source.configuration().writeTimeout());
        if (!autoCommit) {
            deadline = present;
        }
        return present;
    }

    // --- results

    void resultOpened(LogicalStatement statement) {
        openResults.add(statement);
    }

    void resultEnded(LogicalStatement statement) {
        openResults.remove(statement);
        releaseIfIdle();
    }

    /** A row could not be had; returns what is to be thrown. */
    SQLException resultFailed(SQLException failure) {
        Transaction present = transaction;
        if (present != null && !present.survived(failure)) {
            releaseIfRolledBack(failure);
        }
        return SqlErrors.translate(failure);
    }

    private void releaseIfIdle() {
        Lease idle = reader;
        if (idle != null && openResults.isEmpty()) {
            reader = null;
            user = null;
            interruptible.set(null);
            idle.release();
        }
    }

    private void endResults() throws SQLException {
        while (!openResults.isEmpty()) {
            openResults.get(openResults.size() - 1).endResult();
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
                commit(); // JDBC 4.3: "If this method is called during a transaction [...] the transaction is
                // committed"
            } else {
                endResults();
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

    void setMode(TransactionMode wanted) throws SQLException {
        confine();
        refuseInTransaction("the mode of a transaction");
        mode = wanted;
    }

    private void refuseInTransaction(String what) throws SQLException {
        if (transaction != null) {
            throw new SQLNonTransientException(
                    what + " cannot be changed in the midst of a transaction: commit or roll back first", "25001");
        }
    }

    void commit() throws SQLException {
        confine();
        try {
            endResults(); // SQLite refuses to commit while a RETURNING result is unread
            if (transaction != null) {
                interruptible.set(null);
                transaction.commit();
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        } finally {
            unbind();
        }
    }

    void rollback() throws SQLException {
        confineEnd();
        try {
            endResults();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        } finally {
            unbind();
        }
    }

    /** Rolls back what was not committed, and forgets what was set for the transaction. */
    private void unbind() {
        Transaction ended = transaction;
        transaction = null;
        snapshot = null;
        user = null;
        deadline = null;
        mode = null;
        savepoints.clear();
        interruptible.set(null);
        if (ended != null) {
            ended.rollback();
        }
    }

    /** Stops the statement that runs, if one does; for any thread. */
    void interrupt() throws SQLException {
        interruptible.interrupt();
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
