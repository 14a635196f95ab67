package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDataSourceTest {

    @TempDir
    Path directory;

    SqliteDataSource dataSource;

    @BeforeEach
    void open() throws SQLException {
        dataSource = SqliteDataSource.open("jdbc:sqlite:" + directory.resolve("test.db") + "?write_timeout=200ms");
        execute("create table t(id integer primary key, name text unique)");
    }

    @AfterEach
    void close() throws SQLException {
        assertThat(dataSource.statistics().readersHeld()).isZero();
        assertThat(dataSource.statistics().writer().held()).isFalse();
        dataSource.close();
        assertThat(directory.resolve("test.db-wal")).doesNotExist();
        assertThat(directory.resolve("test.db-shm")).doesNotExist();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int count() throws SQLException {
        try (Connection connection = dataSource.getReadOnlyConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from t")) {
            assertThat(result.next()).isTrue();
            return result.getInt(1);
        }
    }

    @Test
    void writesInAutoCommitAndReads() throws SQLException {
        execute("insert into t(name) values('a')");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aTransactionCommitsOrRollsBack() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into t(name) values(?)")) {
                insert.setString(1, "b");
                assertThat(insert.executeUpdate()).isEqualTo(1);
                assertThat(count()).isZero();
                connection.commit();
                assertThat(count()).isEqualTo(1);
                insert.setString(1, "c");
                insert.executeUpdate();
                connection.rollback();
            }
            assertThat(count()).isEqualTo(1);
        }
    }

    @Test
    void aReadOnlyTransactionSeesOneSnapshot() throws SQLException {
        try (Connection reader = dataSource.getReadOnlyConnection()) {
            reader.setAutoCommit(false);
            try (PreparedStatement count = reader.prepareStatement("select count(*) from t")) {
                assertThat(first(count)).isZero();
                execute("insert into t(name) values('a')");
                assertThat(first(count)).isZero();
                reader.commit();
                assertThat(first(count)).isEqualTo(1);
                reader.rollback();
            }
        }
    }

    private static int first(PreparedStatement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getInt(1);
        }
    }

    @Test
    void generatedKeysAreAnsweredWhereTheyWereAskedFor() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into t(name) values(?)", Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, "k");
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getLong(1)).isEqualTo(1);
            }
        }
    }

    @Test
    void aReturningInsertInAutoCommitIsCommittedWhenItsResultEnds() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("insert into t(name) values('r') returning id")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getLong(1)).isEqualTo(1);
        }
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aResultSetThatWasClosedStaysClosedWhenItsStatementIsUsedAgain() throws SQLException {
        execute("insert into t(name) values('a'), ('b')");
        try (Connection connection = dataSource.getReadOnlyConnection()) {
            connection.setAutoCommit(false);
            PreparedStatement statement = connection.prepareStatement("select name from t order by name");
            ResultSet stale = statement.executeQuery();
            stale.next();
            statement.close();
            try (PreparedStatement again = connection.prepareStatement("select name from t order by name");
                    ResultSet fresh = again.executeQuery()) {
                assertThat(fresh.next()).isTrue();
                stale.close();
                assertThat(stale.next()).isFalse();
                assertThat(fresh.getString(1)).isEqualTo("a");
                assertThat(fresh.next()).isTrue();
                assertThat(fresh.getString(1)).isEqualTo("b");
            }
        }
    }

    @Test
    void anIdleTransactionHoldsNothing() throws SQLException {
        try (Connection idle = dataSource.getConnection()) {
            idle.setAutoCommit(false);
            idle.getWarnings();
            idle.isValid(1);
            execute("insert into t(name) values('a')");
            idle.commit();
            idle.rollback();
            assertThat(dataSource.statistics().writer().acquired()).isEqualTo(2);
        }
    }

    @Test
    void aTransactionThatWaitsTooLongIsToldWhoHoldsTheWriter() throws Exception {
        try (Connection holder = dataSource.getConnection()) {
            holder.setAutoCommit(false);
            holder.createStatement().executeUpdate("insert into t(name) values('h')");
            Thread other = new Thread(() -> assertThatThrownBy(() -> execute("insert into t(name) values('o')"))
                    .isInstanceOf(WriterTimeoutException.class)
                    .hasMessageContaining("insert into t(name) values('h')")
                    .hasMessageContaining(Thread.currentThread().getName().isEmpty() ? "" : "has held it for"));
            other.start();
            other.join();
            holder.rollback();
        }
    }

    @Test
    void aViolatedConstraintIsNamed() throws SQLException {
        execute("insert into t(name) values('a')");
        assertThatThrownBy(() -> execute("insert into t(name) values('a')"))
                .isInstanceOf(SQLIntegrityConstraintViolationException.class)
                .hasMessageContaining("t.name");
    }

    @Test
    void metadataCanBeAskedFor() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("SQLite");
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
        }
    }
}
