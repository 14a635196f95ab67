package io.signalbox.jdbc;

import io.signalbox.jdbc.Transaction.Execution;
import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.ResultCode;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.Objects;
import java.util.Optional;
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
    private final Confinement confinement = new Confinement();
    private final NextTransaction next;
    private final AutoCommit autonomous;
    private final OpenResults openResults = new OpenResults();

    private boolean readOnly;
    private boolean autoCommit = true;
    private @Nullable Transaction transaction;
    private @Nullable Snapshot snapshot;
    private @Nullable SnapshotAfterCommit afterCommit;

    Binding(LeaseSource source, Savepoints savepoints, boolean readOnly) {
        this.source = source;
        this.savepoints = savepoints;
        this.readOnly = readOnly;
        this.next = new NextTransaction(source, interruptible);
        this.autonomous = new AutoCommit(next, openResults, confinement, interruptible);
    }

    /**
     * Runs a statement where it belongs.
     *
     * @param writes true where the call itself says so, as a batch does; else SQLite judges
     */
    <R> R execute(LogicalStatement statement, String sql, boolean writes, Execution<R> execution) throws SQLException {
        confinement.check();
        next.setStatementEnd(statement.end());
        try {
            return autoCommit
                    ? autonomous.execute(statement, sql, writes, readOnly, execution)
                    : inTransaction(sql, writes, execution);
        } catch (SQLException e) {
            throw translated(e);
        } finally {
            next.setStatementEnd(null);
        }
    }

    /** Of a database that is closed the driver itself says something, and not SQLite. */
    private SQLException translated(SQLException e) {
        SQLException ended = confinement.refusalOfWhatAnEndedThreadLeft(e);
        boolean closed = !source.isOpen() && e.getClass() == SQLException.class;
        return ended != null ? ended : closed ? DataSourceClosedException.of(e) : SqlErrors.translate(e);
    }

    /** What is done with the lease of a transaction. */
    interface LeaseUse {
        void on(Lease lease) throws SQLException;
    }

    /** Sets, releases or rolls back to a savepoint of the present transaction. */
    void onTransaction(String sql, LeaseUse use) throws SQLException {
        confinement.check();
        try {
            inTransaction(sql, false, physical -> {
                use.on(Objects.requireNonNull(transaction).lease());
                return true;
            });
        } catch (SQLException e) {
            throw translated(e);
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
                openResults.end();
            } catch (SQLException e) {
                reason.addSuppressed(e);
            }
            interruptible.set(null);
            present.rollback();
        }
    }

    private Transaction begin(String sql) throws SQLException {
        boolean reads = readOnly || next.mode() == TransactionMode.UPGRADE;
        Transaction begun = reads ? beginReading(sql) : next.beginWriting(sql);
        confinement.bind();
        transaction = begun;
        interruptible.set(begun.physical());
        return begun;
    }

    private Transaction beginReading(String sql) throws SQLException {
        Transaction begun = next.beginReading(sql);
        begun.orRollBack(() -> {
            source.awaitDurable();
            snapshot = readOnly ? null : new Snapshot(begun);
        });
        return begun;
    }

    /** The first write of a transaction that has only read so far. It waits for the writer and keeps its reader meanwhile. */
    private Transaction moveToWriter(Transaction reading, Snapshot taken, String sql) throws SQLException {
        openResults.refuse();
        return moveTo(next.beginWriting(sql), reading, taken);
    }

    private Transaction moveTo(Transaction writing, Transaction reading, Snapshot taken) throws SQLException {
        try {
            source.requireUnchanged(taken);
            savepoints.setAgain(writing);
        } catch (SQLException e) {
            writing.rollback();
            transaction = Transaction.failed(writing.lease(), e);
            snapshot = null;
            throw e;
        } finally {
            interruptible.set(null);
            reading.moved();
        }
        transaction = writing;
        snapshot = null;
        interruptible.set(writing.physical());
        return writing;
    }

    /**
     * Where a connection works in isolation from this one: on the writer, whoever holds it. A transaction that has only read
     * so far moves there now if nobody does: its snapshot would be stale once the isolated work is committed.
     */
    LeaseSource isolated() throws SQLException {
        confinement.check();
        try {
            if (transaction != null && snapshot != null && openResults.isEmpty()) {
                moveIfFree(transaction, snapshot);
            }
            return new IsolatedLeases(source);
        } catch (SQLException e) {
            throw translated(e);
        }
    }

    private void moveIfFree(Transaction reading, Snapshot taken) throws SQLException {
        Optional<Lease> free = source.writerIfFree("isolated work");
        if (free.isPresent()) {
            moveTo(next.beginWriting(free.get()), reading, taken);
        }
    }

    /** Runs what asks about a statement and executes nothing, so that no transaction begins for its sake. */
    <R> R inspect(Execution<R> execution) throws SQLException {
        confinement.check();
        Transaction bound = transaction;
        Lease inspected = bound != null ? bound.lease() : next.reader("a question about a statement");
        try {
            return inspected.use(execution);
        } catch (SQLException e) {
            throw translated(e);
        } finally {
            if (bound == null) {
                inspected.release();
            }
        }
    }

    /** Refuses every thread but the one that is bound, unless that has ended. */
    void checkEnd() throws SQLException {
        confinement.checkEnd();
    }

    boolean mayBeEnded() {
        return confinement.mayBeEnded();
    }

    void resultOpened(LogicalStatement statement, String sql) {
        openResults.add(statement, sql);
    }

    void resultEnded(LogicalStatement statement) {
        openResults.remove(statement);
        autonomous.releaseIfIdle();
    }

    /** A row could not be had; returns what is to be thrown. */
    SQLException resultFailed(SQLException failure) {
        Transaction present = transaction;
        if (present != null && !present.survived(failure)) {
            releaseIfRolledBack(failure);
        }
        return translated(failure);
    }

    boolean autoCommit() {
        return autoCommit;
    }

    void setAutoCommit(boolean wanted) throws SQLException {
        confinement.check();
        if (autoCommit != wanted) {
            if (wanted) {
                commit(); // JDBC 4.3: "If this method is called during a transaction [...] [it] is committed"
            } else {
                openResults.end();
            }
            autoCommit = wanted;
        }
    }

    boolean readOnly() {
        return readOnly;
    }

    void setReadOnly(boolean wanted) throws SQLException {
        confinement.check();
        if (readOnly != wanted) {
            refuseInTransaction("setReadOnly");
            readOnly = wanted;
        }
    }

    void setDurability(Durability durability) throws SQLException {
        confinement.check();
        next.setDurability(durability); // in the midst of a transaction, too: it is the commit that asks
    }

    /** What is to be set for the next transaction. */
    NextTransaction next(String what) throws SQLException {
        confinement.check();
        refuseInTransaction(what);
        return next;
    }

    private void refuseInTransaction(String what) throws SQLException {
        if (transaction != null) {
            throw new SQLNonTransientException(
                    what + " cannot be changed in the midst of a transaction: commit or roll back first", "25001");
        }
    }

    /** Has the next commit take a snapshot of what it commits. */
    CommittedSnapshot snapshotAfterCommit() throws SQLException {
        confinement.check();
        if (autoCommit || afterCommit != null || source instanceof IsolatedLeases || source instanceof PinnedWriter) {
            throw SnapshotAfterCommit.refusal();
        }
        SnapshotAfterCommit wanted = new SnapshotAfterCommit(source);
        afterCommit = wanted;
        return wanted;
    }

    void commit() throws SQLException {
        confinement.check();
        openResults.sql().forEach(source::leftOpen);
        try {
            openResults.end(); // SQLite refuses to commit while a RETURNING result is unread
            interruptible.set(null);
            if (afterCommit != null) {
                afterCommit.commit(transaction, readOnly || snapshot != null, next);
            } else if (transaction != null) {
                transaction.commit(next.durability());
            }
        } catch (SQLException e) {
            throw translated(e);
        } finally {
            unbind();
        }
    }

    void close() throws SQLException {
        openResults.sql().forEach(source::leftOpen);
        rollback();
    }

    void rollback() throws SQLException {
        confinement.checkEnd();
        try {
            openResults.end();
        } catch (SQLException e) {
            throw translated(e);
        } finally {
            unbind();
        }
    }

    /** Rolls back what was not committed, and forgets what was set for the transaction. */
    private void unbind() {
        Transaction ended = transaction;
        if (afterCommit != null) {
            afterCommit.transactionEnded();
            afterCommit = null;
        }
        transaction = null;
        snapshot = null;
        confinement.unbind();
        next.forget();
        savepoints.clear();
        interruptible.set(null);
        if (ended != null) {
            ended.rollback();
        }
    }

    /** Ends the wait for a connection, or stops the statement that runs, if either is the case; for any thread. */
    void cancel() {
        interruptible.cancel();
    }
}
