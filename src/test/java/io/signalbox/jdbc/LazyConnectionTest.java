package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a connection binds, to what, and when it lets go. */
class LazyConnectionTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?write_timeout=100ms&readers=2");

    @Test
    void nothingIsBegunBeforeTheFirstStatement() throws SQLException {
        long before = test.writer().acquired();
        try (Connection connection = test.connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setReadOnly(true);
            connection.setReadOnly(false);
            connection.getWarnings();
            connection.clearWarnings();
            connection.isValid(1);
            connection.isClosed();
            connection.commit();
            connection.rollback();
            connection.createStatement().close();
            connection.prepareStatement("insert into t(name) values(?)").setString(1, "never executed");
            connection.setAutoCommit(true);
            connection.setAutoCommit(false);
            assertThat(test.writer().held()).isFalse();
            assertThat(test.readersHeld()).isZero();
        }
        assertThat(test.writer().acquired()).isEqualTo(before);
    }

    @Test
    void aTransactionIsAWriterFromItsFirstStatementToItsEnd() throws SQLException {
        try (Connection connection = test.transaction()) {
            texts(connection, "select name from t");
            assertThat(test.writer().held()).isTrue();
            connection.commit();
            assertThat(test.writer().held()).isFalse();
            execute(connection, "insert into t(name) values('a')");
            assertThat(test.writer().held()).isTrue();
            connection.rollback();
            assertThat(test.writer().held()).isFalse();
        }
        assertThat(test.names()).isEmpty();
    }

    @Test
    void aReadInAutoCommitRunsOnAReaderAndWaitsForNoWriter() throws SQLException {
        try (Connection writer = test.transaction();
                Connection connection = test.connect()) {
            execute(writer, "insert into t(name) values('uncommitted')");
            long before = test.writer().acquired();
            assertThat(texts(connection, "select name from t")).isEmpty();
            assertThat(test.writer().acquired()).isEqualTo(before);
            assertThat(test.readersHeld()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t(name) values('b')",
                "insert into t(name) values('b') returning id",
                "with x(n) as (select 'b') insert into t(name) select n from x",
                "replace into t(id, name) values(1, 'b')",
                "update t set name = 'b'",
                "delete from t",
                "create table u(id integer)",
                "create index i on t(name)",
                "drop table t",
                "analyze",
                "/* a comment */ -- and another\n insert into t(name) values('b')"
            })
    void aWriteInAutoCommitMovesToTheWriterAndIsCommitted(String sql) throws SQLException {
        test.execute("insert into t(name) values('a')");
        long before = test.writer().acquired();
        try (Connection connection = test.connect()) {
            execute(connection, sql);
            assertThat(test.writer().acquired()).isEqualTo(before + 1);
            assertThat(test.writer().held()).isFalse();
            assertThat(test.readersHeld()).isZero();
        }
    }

    @Test
    void aWriteInAutoCommitCommitsThoughAResultSetIsStillBeingRead() throws SQLException {
        test.execute("insert into t(name) values('a'), ('b')");
        try (Connection connection = test.connect();
                Statement reading = connection.createStatement();
                ResultSet result = reading.executeQuery("select name from t order by id")) {
            assertThat(result.next()).isTrue();
            execute(connection, "insert into t(name) values('c')");
            assertThat(test.names()).containsExactly("a", "b", "c");
            assertThat(result.next()).isTrue();
            assertThat(result.next())
                    .as("the snapshot is the one of its beginning")
                    .isFalse();
        }
    }

    @Test
    void aResultSetInAutoCommitHoldsItsReaderToItsEnd() throws SQLException {
        test.execute("insert into t(name) values('a')");
        try (Connection connection = test.connect();
                Statement statement = connection.createStatement()) {
            ResultSet result = statement.executeQuery("select name from t");
            assertThat(test.readersHeld()).isEqualTo(1);
            result.close();
            assertThat(test.readersHeld()).isZero();
            statement.executeQuery("select name from t").next();
            assertThat(test.readersHeld()).isEqualTo(1);
            statement.close();
            assertThat(test.readersHeld()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReadOnlyConnectionCannotWrite(boolean autoCommit) throws SQLException {
        long before = test.writer().acquired();
        try (Connection connection = test.dataSource().getReadOnlyConnection()) {
            connection.setAutoCommit(autoCommit);
            assertThatThrownBy(() -> execute(connection, "insert into t(name) values('a')"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
            assertThat(texts(connection, "select name from t")).isEmpty();
        }
        assertThat(test.writer().acquired()).isEqualTo(before);
    }

    @Test
    void closeInTheMidstOfATransactionRollsBack() throws SQLException {
        Connection connection = test.transaction();
        execute(connection, "insert into t(name) values('a')");
        connection.close();
        assertThat(test.names()).isEmpty();
        assertThat(connection.isClosed()).isTrue();
        connection.close();
        assertThatThrownBy(connection::createStatement)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
    }

    @Test
    void toSwitchAutoCommitOnCommits() throws SQLException {
        try (Connection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('a')");
            connection.setAutoCommit(false);
            assertThat(test.names()).isEmpty();
            connection.setAutoCommit(true);
            assertThat(test.names()).containsExactly("a");
        }
    }

    @Test
    void commitAndRollbackInAutoCommitAreRefused() throws SQLException {
        try (Connection connection = test.connect()) {
            assertThatThrownBy(connection::commit).hasMessageContaining("setAutoCommit(false)");
            assertThatThrownBy(connection::rollback).hasMessageContaining("setAutoCommit(false)");
        }
    }

    @Test
    void openResultSetsEndAtCommit() throws SQLException {
        test.execute("insert into t(name) values('a'), ('b')");
        try (Connection connection = test.transaction();
                Statement statement = connection.createStatement();
                Statement returning = connection.createStatement()) {
            ResultSet result = statement.executeQuery("select name from t");
            assertThat(result.next()).isTrue();
            ResultSet inserted = returning.executeQuery("insert into t(name) values('c') returning id");
            connection.commit();
            assertThat(result.isClosed()).isTrue();
            assertThat(inserted.isClosed()).isTrue();
            assertThat(statement.getResultSet()).isNull();
        }
        assertThat(test.names()).containsExactly("a", "b", "c");
    }

    @Test
    void anErrorOfOneStatementLeavesTheTransactionAsItWas() throws SQLException {
        try (Connection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('a')");
            assertThatThrownBy(() -> execute(connection, "insert into t(name) values('a')"))
                    .isInstanceOf(SQLException.class);
            execute(connection, "insert into t(name) values('b')");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a", "b");
    }

    @Test
    void whoWaitedInVainForTheWriterMayTryAgain() throws Exception {
        try (Connection connection = test.transaction();
                Keeper holder = Keeper.of("holder", test.transaction(), "insert into t(name) values('a')")) {
            assertThatThrownBy(() -> execute(connection, "insert into t(name) values('b')"))
                    .isInstanceOf(WriterTimeoutException.class);
            holder.close();
            connection.rollback();
            execute(connection, "insert into t(name) values('b')");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("b");
    }

    @Test
    void aSecondTransactionOfTheSameThreadIsRefusedAtOnce() throws SQLException {
        try (Connection outer = test.transaction();
                Connection inner = test.transaction()) {
            execute(outer, "insert into t(name) values('outer')");
            assertThatThrownBy(() -> execute(inner, "insert into t(name) values('inner')"))
                    .isInstanceOf(NestedWriteException.class)
                    .hasMessageContaining("'outer'")
                    .hasMessageContaining("'inner'");
            assertThat(test.writer().timedOut()).isZero();
            outer.commit();
        }
        assertThat(test.names()).containsExactly("outer");
    }

    @Test
    void readersWaitInVainUntilTheirDeadlineAndAreToldWhoReads() throws Exception {
        try (Keeper first = Keeper.of("reader 1", test.readTransaction(), "select 1");
                Keeper second = Keeper.of("reader 2", test.readTransaction(), "select 1");
                SqliteConnection late = test.readTransaction()) {
            late.setTransactionTimeout(java.time.Duration.ofMillis(20));
            assertThatThrownBy(() -> texts(late, "select 1"))
                    .isInstanceOf(ReaderTimeoutException.class)
                    .hasMessageContaining("'reader 1'")
                    .hasMessageContaining("'reader 2'");
            first.close();
            late.rollback();
            assertThat(texts(late, "select 1")).containsExactly("1");
        }
    }
}
