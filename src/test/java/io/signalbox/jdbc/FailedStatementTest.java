package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.sqlite.ResultCode;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTimeoutException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteLimits;

/**
 * What is left of a transaction when a statement of it has failed. SQLite rolls back the statement, or all of it, and the
 * driver does not tell which (https://www.sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction).
 *
 * <p>On the stock driver each test named {@code ...EndsTheTransaction} ends with the row {@code 'after'} committed and the
 * row {@code 'before'} lost.
 */
@Timeout(50)
class FailedStatementTest {

    /** More than SQLite ever allocates at once, and not too long a value once the limit is raised: so NOMEM at once. */
    private static final String NO_MEMORY = "randomblob(2147483600)";

    private static final String ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) ";

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?readers=2&busy_timeout=1ms");

    private Connection begun() throws SQLException {
        Connection connection = test.transaction();
        execute(connection, "insert into t(name) values('before')");
        return connection;
    }

    private static void insert(Connection connection, String name) throws SQLException {
        execute(connection, "insert into t(name) values('" + name + "')");
    }

    private void assertGoesOn(Connection connection) throws SQLException {
        assertThat(test.writer().held()).isTrue();
        insert(connection, "after");
        connection.commit();
        assertThat(test.names()).containsExactly("before", "after");
        connection.close();
    }

    /** Nothing is left, everybody is told, and the writer was free at once. */
    private void assertEnded(Connection connection) throws SQLException {
        assertThat(test.writer().held()).as("the writer is held").isFalse();
        test.execute("insert into t(name) values('of another')");
        assertThatThrownBy(() -> insert(connection, "after"))
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("rollback()");
        assertThatThrownBy(() -> texts(connection, "select 1")).isInstanceOf(TransactionRolledBackException.class);
        assertThatThrownBy(() -> connection.setSavepoint()).isInstanceOf(TransactionRolledBackException.class);
        connection.rollback();
        assertThat(test.names()).containsExactly("of another");
        insert(connection, "next");
        connection.commit();
        assertThat(test.names()).containsExactly("of another", "next");
        connection.close();
    }

    /** Begins a transaction if need be, and raises the limit of its connection. */
    private static void admitLongValues(Connection connection) throws SQLException {
        texts(connection, "select 1");
        ((LazyConnection) connection).binding().inspect(physical -> {
            physical.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, Integer.MAX_VALUE);
            return true;
        });
    }

    private static void assertCode(int primary, Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getErrorCode() & 0xff).as("%s", e).isEqualTo(primary));
    }

    private interface Call {
        void run() throws SQLException;
    }

    // --- the statement alone is rolled back

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t(name) values('x'), ('before')",
                "insert or abort into t(name) values('x'), ('before')",
                "update t set id = null",
                "insert into nowhere values(1)",
                "this is not sql",
                "select * from t where id = 1 and",
                "insert into t(name) select 'x' union all select " + NO_MEMORY
            })
    void aStatementThatFailsAloneLeavesTheTransactionOpen(String sql) throws SQLException {
        Connection connection = begun();
        admitLongValues(connection);
        assertThatThrownBy(() -> execute(connection, sql)).isInstanceOf(SQLException.class);
        assertGoesOn(connection);
    }

    /** SQLite's documentation leaves it open whether BUSY rolls back; the write lock that is missing is of another file. */
    @Test
    void aStatementThatIsBusyLeavesTheTransactionOpen() throws SQLException {
        Path path = test.path().resolveSibling("other.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + path)) {
            execute(other, "create table u(name text)");
            Connection connection = begun();
            execute(connection, "attach '" + path + "' as other");
            execute(other, "begin immediate");
            assertCode(ResultCode.BUSY, () -> execute(connection, "insert into other.u values('x')"));
            execute(other, "rollback");
            assertGoesOn(connection);
        }
    }

    @Test
    void manyFailuresInARowAreJudgedOneByOne() throws SQLException {
        Connection connection = begun();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> insert(connection, "before"))
                    .isInstanceOf(SQLIntegrityConstraintViolationException.class);
        }
        assertThatThrownBy(() -> execute(connection, "insert or rollback into t(name) values('before')"))
                .isInstanceOf(SQLIntegrityConstraintViolationException.class);
        assertEnded(connection);
    }

    @Test
    void whatWasDoneBeforeAFailureWithOrFailStays() throws SQLException {
        Connection connection = begun();
        assertThatThrownBy(() -> execute(connection, "insert or fail into t(name) values('x'), ('before')"))
                .isInstanceOf(SQLIntegrityConstraintViolationException.class);
        connection.commit();
        connection.close();
        assertThat(test.names()).containsExactly("before", "x");
    }

    // --- the whole transaction is rolled back

    @Test
    void aConflictClauseThatSaysRollbackEndsTheTransaction() throws SQLException {
        Connection connection = begun();
        assertThatThrownBy(() -> execute(connection, "insert or rollback into t(name) values('before')"))
                .isInstanceOf(SQLIntegrityConstraintViolationException.class);
        assertEnded(connection);
    }

    @Test
    void aConflictClauseOfTheSchemaEndsTheTransaction() throws SQLException {
        test.execute("create table strict_one(a integer unique on conflict rollback)");
        Connection connection = begun();
        execute(connection, "insert into strict_one values(1)");
        assertThatThrownBy(() -> execute(connection, "insert into strict_one values(1)"))
                .isInstanceOf(SQLIntegrityConstraintViolationException.class);
        assertEnded(connection);
    }

    @Test
    void aTriggerThatRaisesRollbackEndsTheTransaction() throws SQLException {
        test.execute("create trigger no_x before insert on t when new.name = 'x'"
                + " begin select raise(rollback, 'no x here'); end");
        Connection connection = begun();
        assertThatThrownBy(() -> insert(connection, "x"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("no x here");
        assertEnded(connection);
    }

    @Test
    void aCancelledWriteEndsTheTransaction() throws Exception {
        Connection connection = begun();
        cancelWhileItRuns(connection, ENDLESS + "insert into t(name) select i from n where i < 0");
        assertEnded(connection);
    }

    @Test
    void aCancelledWriteEndsTheTransactionThoughAResultSetIsOpen() throws Exception {
        test.execute("create table r(i integer)");
        test.execute("insert into r values(1), (2), (3)");
        Connection connection = begun();
        try (Statement reading = connection.createStatement();
                ResultSet open = reading.executeQuery("select i from r")) {
            assertThat(open.next()).isTrue();
            cancelWhileItRuns(connection, ENDLESS + "insert into t(name) select i from n where i < 0");
            assertThat(reading.getResultSet())
                    .as("ended, since its connection is another's")
                    .isNull();
        }
        assertEnded(connection);
    }

    @Test
    void aCancelledQueryLeavesTheTransactionOpen() throws Exception {
        Connection connection = begun();
        cancelWhileItRuns(connection, ENDLESS + "select i from n where i < 0");
        assertGoesOn(connection);
    }

    private static void cancelWhileItRuns(Connection connection, String endless) throws Exception {
        try (Statement statement = connection.createStatement()) {
            Thread running = Thread.currentThread();
            Actor<Boolean> canceller = Actor.start("canceller", () -> {
                while (!isInSqlite(running)) {
                    Thread.onSpinWait();
                }
                while (isInSqlite(running)) {
                    statement.cancel(); // nothing, if it was about to begin
                }
                return true;
            });
            assertThatThrownBy(() -> statement.execute(endless)).isInstanceOf(SQLTimeoutException.class);
            canceller.result();
        }
    }

    private static boolean isInSqlite(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals("org.sqlite.core.NativeDB")
                    && frame.getMethodName().equals("step")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aFullDatabaseEndsTheTransaction() throws SQLException {
        Connection connection = begun();
        execute(connection, "pragma max_page_count = 1"); // SQLite makes that: as many as there are
        assertCode(ResultCode.FULL, () -> execute(connection, "insert into t(name) values(hex(zeroblob(100000)))"));
        assertEnded(connection);
        insertMuch();
    }

    private void insertMuch() throws SQLException {
        test.execute("insert into t(name) values(hex(zeroblob(100000)))");
    }

    @Test
    void noMemoryEndsTheTransaction() throws SQLException {
        Connection connection = begun();
        admitLongValues(connection);
        assertCode(ResultCode.NOMEM, () -> execute(connection, "insert into t(name) values(" + NO_MEMORY + ")"));
        assertEnded(connection);
    }

    @Test
    void aRowThatCannotBeReadMayEndTheTransaction() throws SQLException {
        Connection connection = begun();
        admitLongValues(connection);
        insert(connection, "second");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select case when id > 1 then " + NO_MEMORY + " end from t")) {
            assertThat(rows.next()).isTrue();
            assertCode(ResultCode.NOMEM, rows::next);
        }
        assertEnded(connection);
    }

    @Test
    void aBatchThatEndsTheTransactionSaysSo() throws SQLException {
        Connection connection = begun();
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("insert into t(name) values('x')");
            statement.addBatch("insert or rollback into t(name) values('x')");
            statement.addBatch("insert into t(name) values('y')");
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOfSatisfying(
                            BatchUpdateException.class,
                            e -> assertThat(e.getUpdateCounts()).containsExactly(1))
                    .hasCauseInstanceOf(SQLException.class);
        }
        assertEnded(connection);
    }

    @Test
    void aSavepointIsNoRefugeFromIt() throws SQLException {
        Connection connection = begun();
        Savepoint savepoint = connection.setSavepoint();
        assertThatThrownBy(() -> execute(connection, "insert or rollback into t(name) values('before')"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> connection.rollback(savepoint)).isInstanceOf(TransactionRolledBackException.class);
        assertEnded(connection);
    }

    @Test
    void toCommitWhatWasRolledBackIsRefusedAndEndsIt() throws SQLException {
        Connection connection = begun();
        assertThatThrownBy(() -> execute(connection, "insert or rollback into t(name) values('before')"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(connection::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasCauseInstanceOf(SQLException.class);
        insert(connection, "next");
        connection.commit();
        connection.close();
        assertThat(test.names()).containsExactly("next");
    }

    @Test
    void aReadTransactionThatEndsGivesItsReaderBack() throws SQLException {
        insertMuch();
        try (Connection connection = test.readTransaction()) {
            admitLongValues(connection);
            assertCode(ResultCode.NOMEM, () -> texts(connection, "select " + NO_MEMORY + " from t"));
            assertThat(test.readersHeld()).isZero();
            assertThatThrownBy(() -> texts(connection, "select 1")).isInstanceOf(TransactionRolledBackException.class);
            connection.rollback();
            assertThat(texts(connection, "select 1")).containsExactly("1");
        }
    }

    @Test
    void aFailedWriteInAutoCommitLeavesNothingAndHoldsNothing() throws SQLException {
        try (Connection connection = test.connect()) {
            assertThatThrownBy(() -> execute(connection, "insert or fail into t(name) values('x'), ('y'), ('x')"))
                    .isInstanceOf(SQLException.class);
            assertThat(test.writer().held()).isFalse();
            insert(connection, "next");
        }
        assertThat(test.names()).containsExactly("next");
    }
}
