package io.signalbox.jdbc;

import io.signalbox.sqlite.Durability;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A connection that binds to a physical one at the first statement of a transaction and lets go of it at its end.
 */
final class LazyConnection extends AbstractConnection {

    private final Binding binding;
    private final Savepoints savepoints;
    private @Nullable LeasedMetaData metaData;
    private final LeaseSource source;
    private final AtClose atClose;
    private volatile boolean closed;
    private volatile boolean released;

    /** What else ends with a connection. */
    @FunctionalInterface
    interface AtClose {
        void run() throws SQLException;
    }

    /** Takes nothing yet. */
    LazyConnection(LeaseSource source, boolean readOnly) {
        this(source, readOnly, () -> {});
    }

    /** With something to do once it is closed. */
    LazyConnection(LeaseSource source, boolean readOnly, AtClose atClose) {
        this.source = source;
        this.atClose = atClose;
        this.savepoints = new Savepoints(this);
        this.binding = new Binding(source, savepoints, readOnly);
    }

    /** Reads from a snapshot that was taken. */
    LazyConnection(SnapshotAfterCommit snapshot) {
        this.savepoints = new Savepoints(this);
        this.binding = new Binding(snapshot, savepoints, true);
        this.source = snapshot.source();
        this.atClose = snapshot::end;
    }

    Binding binding() {
        return binding;
    }

    // --- transactions

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        checkOpen();
        binding.setAutoCommit(autoCommit);
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        checkOpen();
        return binding.autoCommit();
    }

    @Override
    public void commit() throws SQLException {
        checkOpen();
        refuseInAutoCommit("commit");
        binding.commit();
    }

    @Override
    public void rollback() throws SQLException {
        checkOpen();
        refuseInAutoCommit("rollback");
        binding.rollback();
    }

    private void refuseInAutoCommit(String what) throws SQLException {
        if (binding.autoCommit()) {
            throw new SQLNonTransientException(
                    what + "() in autocommit mode: there is no transaction; call setAutoCommit(false) first", "25000");
        }
    }

    @Override
    public void setTransactionTimeout(Duration timeout) throws SQLException {
        checkOpen();
        binding.next("the timeout of a transaction").setTimeout(timeout);
    }

    @Override
    public void setTransactionMode(TransactionMode mode) throws SQLException {
        checkOpen();
        binding.next("the mode of a transaction").setMode(mode);
    }

    @Override
    public void setTransactionDurability(Durability durability) throws SQLException {
        checkOpen();
        binding.setDurability(durability);
    }

    @Override
    public SqliteConnection openIsolated() throws SQLException {
        checkOpen();
        return new LazyConnection(binding.isolated(), false);
    }

    @Override
    public CommittedSnapshot snapshotAfterCommit() throws SQLException {
        checkOpen();
        return binding.snapshotAfterCommit();
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        checkOpen();
        binding.setReadOnly(readOnly);
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        checkOpen();
        return binding.readOnly();
    }

    /** Every level that JDBC knows is granted as SERIALIZABLE, which JDBC allows and which SQLite has. */
    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        checkOpen();
        switch (level) {
            case TRANSACTION_READ_UNCOMMITTED,
                    TRANSACTION_READ_COMMITTED,
                    TRANSACTION_REPEATABLE_READ,
                    TRANSACTION_SERIALIZABLE -> {}
            default -> throw new SQLFeatureNotSupportedException("no such isolation level: " + level, "0A000");
        }
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        checkOpen();
        return TRANSACTION_SERIALIZABLE;
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        return savepoints.set(null);
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        return savepoints.set(name);
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        savepoints.rollbackTo(savepoint);
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        savepoints.release(savepoint);
    }

    // --- statements

    @Override
    public Statement createStatement() throws SQLException {
        checkOpen();
        return new LogicalStatement(this);
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        refuseCursor(type, concurrency);
        return createStatement();
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        setHoldability(holdability);
        return createStatement(type, concurrency);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return prepareStatement(sql, Statement.NO_GENERATED_KEYS);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        checkOpen();
        return new LogicalPreparedStatement(this, sql, autoGeneratedKeys == Statement.RETURN_GENERATED_KEYS);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
        return prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
        return prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        refuseCursor(type, concurrency);
        return prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        setHoldability(holdability);
        return prepareStatement(sql, type, concurrency);
    }

    private static void refuseCursor(int type, int concurrency) throws SQLException {
        if (type != ResultSet.TYPE_FORWARD_ONLY || concurrency != ResultSet.CONCUR_READ_ONLY) {
            throw new SQLFeatureNotSupportedException(
                    "SQLite has result sets that go forward and are read-only, and no others", "0A000");
        }
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        checkOpen();
        LeasedMetaData present = metaData != null ? metaData : new LeasedMetaData(this, source);
        metaData = present;
        return present.get();
    }

    // --- the end

    /** JDBC leaves open what becomes of a transaction that has not ended: it is rolled back. */
    @Override
    public void close() throws SQLException {
        if (!released) {
            binding.checkEnd();
            release();
        }
    }

    private void release() throws SQLException {
        try {
            if (metaData != null) {
                metaData.release();
            }
            binding.close();
        } finally { // closed, also where what ends with it fails
            released = true;
            closed = true;
            atClose.run();
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /**
     * Closes the connection, for any thread, and stops the statement that runs, if one does. What it holds is given back by
     * its own thread, which closes it as ever, and not by the executor: SQLite's connection is that thread's until then. What
     * an ended thread has left is given back here and now.
     */
    @Override
    public void abort(@Nullable Executor executor) throws SQLException {
        if (executor == null) {
            throw new SQLNonTransientException("abort wants an executor", "22023");
        }
        closed = true;
        binding.cancel();
        if (!released && binding.mayBeEnded()) {
            release();
        }
    }

    /**
     * True while the connection and its database are open, and this is not fenced. No query is submitted, since that would bind: the next
     * transaction gets a physical connection that the pool has looked after.
     */
    @Override
    public boolean isValid(int timeout) throws SQLException {
        if (timeout < 0) {
            throw new SQLNonTransientException(
                    "the timeout of isValid must not be negative, but is " + timeout, "22023");
        }
        return !closed && source.isUsable();
    }

    @Override
    void checkOpen() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException("the connection is closed", "08003");
        }
    }
}
