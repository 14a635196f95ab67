package io.signalbox.jdbc;

import io.signalbox.sqlite.Durability;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What a connection of a {@link SqliteDataSource} can do beyond JDBC; {@code unwrap(SqliteConnection.class)} gives it.
 *
 * <p>It binds late: to the writer or to a reader, at the first statement of a transaction, and until its end. Until then
 * it costs nothing. Read-only ({@link #setReadOnly}) or in autocommit it reads from a reader; in any other transaction
 * it is a writer from the first statement on.
 *
 * <p>For one thread at a time: between the first statement of a transaction and its end any other thread is refused with
 * a {@link ThreadConfinementException}.
 */
public interface SqliteConnection extends Connection {

    /**
     * Sets how long the next transaction may take, counted from this call, and holds until it ends: its wait for the writer
     * or a reader, in place of the data source's timeouts, and its statements, of which one that still runs is stopped with a
     * {@link io.signalbox.sqlite.StatementStoppedException}. Its commit is not stopped.
     *
     * @throws SQLException if the connection is closed or in the midst of a transaction
     */
    void setTransactionTimeout(Duration timeout) throws SQLException;

    /**
     * Sets when the next transaction takes the writer, if it writes, in place of the data source's own mode. It holds until
     * that transaction ends.
     *
     * @throws SQLException if the connection is closed or in the midst of a transaction
     */
    void setTransactionMode(TransactionMode mode) throws SQLException;

    /**
     * Sets what the commit of the present or the next transaction survives, in place of the data source's own {@code
     * signalbox.durability}. It can be changed until the commit, and holds until the transaction ends.
     *
     * @throws SQLException if the connection is closed
     */
    void setTransactionDurability(Durability durability) throws SQLException;

    /**
     * Opens a connection whose work is isolated from the transaction of this one: it stays done when this one is rolled
     * back. In the midst of a transaction that holds the writer it works on the same physical connection, because no other
     * could write, and what it has committed is durable when that transaction is; before and after it works as any other
     * connection does. Hibernate takes blocks of ids this way.
     *
     * @throws SQLException if this connection is closed, or its transaction had to move to the writer and could not
     */
    SqliteConnection openIsolated() throws SQLException;

    /**
     * Has the commit of the present transaction take a snapshot of exactly what it commits, to be read from afterwards while
     * the next transaction writes. {@code commit()} then waits for a reader before it commits, as long as any transaction
     * waits for one, and throws {@link ReaderTimeoutException} where none was free: nothing is committed then. The snapshot
     * is taken before the next transaction of this process can have the writer; where another process was quicker, {@link
     * CommittedSnapshot#open} says so.
     *
     * <p>A transaction that has written nothing leaves the snapshot that it has read from; one without a statement, the
     * state at its commit. Forgotten where the transaction is rolled back.
     *
     * @throws SQLException if the connection is closed or in autocommit, or this was called for the same transaction before
     */
    CommittedSnapshot snapshotAfterCommit() throws SQLException;
}
