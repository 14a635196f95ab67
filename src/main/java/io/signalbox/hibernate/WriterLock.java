package io.signalbox.hibernate;

import io.signalbox.jdbc.SqliteConnection;
import jakarta.persistence.Timeout;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.hibernate.JDBCException;
import org.hibernate.PessimisticLockException;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.sql.exec.spi.ExecutionContext;
import org.hibernate.sql.exec.spi.PreAction;
import org.hibernate.sql.exec.spi.StatementAccess;

/**
 * Takes the write lock of the database before a query that wants its rows locked: SQLite locks no rows. A change of no row
 * does it; where the transaction holds the lock already, it does nothing.
 *
 * @param table any table of the database
 * @param timeout how long to wait for the lock; negative for as long as the connection is set to
 */
record WriterLock(String table, Timeout timeout) implements PreAction {

    /** SQLite's READONLY, of a connection or a transaction that may not write. */
    private static final String READ_ONLY = "25006";

    @Override
    public void performPreAction(StatementAccess statements, Connection connection, ExecutionContext context) {
        SharedSessionContractImplementor session = context.getSession();
        String sql = "delete from " + table + " where false";
        try {
            if (connection.isWrapperFor(SqliteConnection.class)) {
                takeFrom(connection.unwrap(SqliteConnection.class), sql);
            } else {
                takeWithin(connection, sql);
            }
        } catch (SQLException e) {
            JDBCException converted = session.getJdbcServices()
                    .getSqlExceptionHelper()
                    .convert(e, "the write lock of the database could not be taken", sql);
            throw isReadOnly(converted) ? refused(converted) : converted;
        }
    }

    private void takeFrom(SqliteConnection connection, String sql) throws SQLException {
        if (timeout.milliseconds() >= 0) {
            wait(connection, Duration.ofMillis(timeout.milliseconds()));
        }
        execute(connection, sql);
    }

    private static void wait(SqliteConnection connection, Duration timeout) {
        try {
            connection.setTransactionTimeout(timeout);
        } catch (SQLException e) {
            // the transaction has begun, and has a deadline or the writer
        }
    }

    /** On a connection of another pool SQLite itself waits, for as long as its busy timeout is. */
    private void takeWithin(Connection connection, String sql) throws SQLException {
        if (timeout.milliseconds() < 0) {
            execute(connection, sql);
            return;
        }
        int before = busyTimeout(connection);
        execute(connection, "pragma busy_timeout=" + timeout.milliseconds());
        try {
            execute(connection, sql);
        } finally {
            execute(connection, "pragma busy_timeout=" + before);
        }
    }

    private static int busyTimeout(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("pragma busy_timeout")) {
            return result.next() ? result.getInt(1) : 0;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean isReadOnly(JDBCException e) {
        return READ_ONLY.equals(e.getSQLState())
                || String.valueOf(e.getMessage()).contains("SQLITE_READONLY");
    }

    private static PessimisticLockException refused(JDBCException cause) {
        return new PessimisticLockException(
                "a pessimistic lock is refused in a read-only transaction, which cannot have the write lock: begin one that"
                        + " writes, or read without a lock",
                cause.getSQLException(),
                cause.getSQL());
    }
}
