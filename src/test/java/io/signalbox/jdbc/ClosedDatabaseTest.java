package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the connections of a database find that is closed under them. */
@Timeout(50)
class ClosedDatabaseTest {

    private SqliteDataSource dataSource;

    /** Time enough to see that somebody waits for the holder of the writer, and short enough to wait for it in vain. */
    @BeforeEach
    void open() throws SQLException {
        dataSource = SqliteDataSource.open("jdbc:sqlite::memory:?write_timeout=200ms&reader_timeout=1h&readers=1");
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, "create table t(name)");
            execute(connection, "insert into t values('a'), ('b')");
        }
    }

    @AfterEach
    void close() throws SQLException {
        dataSource.close();
        assertThat(dataSource.statistics().readersHeld()).isZero();
        assertThat(dataSource.statistics().writer().held()).isFalse();
    }

    private Connection begin(boolean readOnly) throws SQLException {
        Connection connection = readOnly ? dataSource.getReadOnlyConnection() : dataSource.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void assertClosed(Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(DataSourceClosedException.class)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
    }

    private interface Call {
        void run() throws SQLException;
    }

    @Test
    void anIdleConnectionIsNoLongerValidAndSaysWhy() throws SQLException {
        try (Connection writing = begin(false);
                Connection reading = begin(true);
                Connection autoCommit = dataSource.getConnection()) {
            assertThat(writing.isValid(0)).isTrue();
            dataSource.close();
            for (Connection connection : List.of(writing, reading, autoCommit)) {
                assertThat(connection.isValid(0)).isFalse();
                assertClosed(() -> texts(connection, "select 1"));
            }
        }
    }

    @Test
    void aTransactionThatReadsIsEnded() throws SQLException {
        try (Connection reading = begin(true);
                ResultSet rows = reading.createStatement().executeQuery("select name from t")) {
            assertThat(rows.next()).isTrue();
            dataSource.close();
            assertClosed(rows::next);
            assertThatThrownBy(() -> texts(reading, "select 1")).isInstanceOf(TransactionRolledBackException.class);
            reading.rollback();
            assertClosed(() -> texts(reading, "select 1"));
        }
    }

    @Test
    void soIsAReadInAutoCommit() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                ResultSet rows = connection.createStatement().executeQuery("select name from t")) {
            assertThat(rows.next()).isTrue();
            dataSource.close();
            assertClosed(rows::next);
        }
    }

    @Test
    void soIsATransactionThatWritesOnceTheWriteTimeoutHasPassed() throws SQLException {
        try (Connection writing = begin(false)) {
            execute(writing, "insert into t values('lost')");
            dataSource.close();
            assertClosed(() -> execute(writing, "insert into t values('late')"));
            assertThatThrownBy(writing::commit).isInstanceOf(TransactionRolledBackException.class);
        }
    }

    @Test
    void soIsItsCommit() throws SQLException {
        try (Connection writing = begin(false)) {
            execute(writing, "insert into t values('lost')");
            dataSource.close();
            assertClosed(writing::commit);
        }
    }

    @Test
    void whoWaitsForAReaderIsWokenAtOnce() throws Exception {
        try (Connection holder = begin(true);
                SqliteConnection waiting = dataSource.getReadOnlyConnection()) {
            texts(holder, "select 1");
            Actor<Void> waiter = Actor.does("waiter", () -> texts(waiting, "select 1"));
            waiter.parked();
            dataSource.close();
            assertThat(waiter.failure()).isInstanceOf(DataSourceClosedException.class);
        }
    }

    /** It has the permit, so nobody is let wait for it. */
    @Test
    void whoWaitsForAnotherProcesssLockIsWokenAtOnce() throws Exception {
        for (String sql : List.of("insert into t values('late')", "vacuum")) {
            try (SqliteDataSource other = SqliteDataSource.open("jdbc:sqlite::memory:?write_timeout=1h");
                    Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + other.path())) {
                execute(foreign, "create table t(name)");
                execute(foreign, "begin immediate");
                SqliteConnection waiting = other.getConnection();
                Actor<Void> waiter = Actor.does("waiter", () -> execute(waiting, sql));
                Actor.until(
                        "it has the permit", () -> other.statistics().writer().held());
                waiter.parked();
                Actor<Void> closer = Actor.does("closer", other::close);
                assertThat(waiter.failure()).isInstanceOf(DataSourceClosedException.class);
                closer.result();
            }
        }
    }

    /** For the moment when the holder of the writer executes nothing: it is in the midst of an endless statement. */
    @Test
    void whoWaitsToWorkInIsolationIsWokenAtOnce() throws Exception {
        String endless = "with recursive n(i) as (select 1 union all select i + 1 from n)"
                + " insert into t select i from n where i < 0";
        SqliteDataSource other = SqliteDataSource.open("jdbc:sqlite::memory:?write_timeout=1h");
        try (Connection connection = other.getConnection()) {
            execute(connection, "create table t(name)");
        }
        SqliteConnection holding = other.getConnection();
        Actor<Void> holder = Actor.does("holder", () -> {
            try (holding) {
                execute(holding, endless);
            }
        });
        holder.reaches("it runs", () -> other.statistics().writer().held());
        SqliteConnection waiting = other.getConnection().openIsolated();
        Actor<Void> waiter = Actor.does("waiter", () -> execute(waiting, "insert into t values('late')"));
        waiter.parked();
        Actor<Void> closer = Actor.does("closer", other::close);
        assertThat(waiter.failure()).isInstanceOf(DataSourceClosedException.class);
        assertThat(closer.thread().isAlive()).as("close waits for the holder").isTrue();
        Actor.until("the holder ends", () -> {
            try {
                holding.abort(Runnable::run);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            return !holder.thread().isAlive();
        });
        assertThat(holder.failure()).isInstanceOf(SQLException.class);
        closer.result();
    }

    @Test
    void whoClosesFromTheMidstOfATransactionDoesNotWaitForItself() throws Exception {
        SqliteDataSource other = SqliteDataSource.open("jdbc:sqlite::memory:?write_timeout=1h");
        try (Connection connection = other.getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "create table t(name)");
            other.close();
            assertClosed(() -> execute(connection, "insert into t values('late')"));
        }
    }

    @Test
    void whoClosesSecondWaitsForTheFirstAndClosesNothingTwice() throws Exception {
        SqliteDataSource other = SqliteDataSource.open("jdbc:sqlite::memory:?write_timeout=1h");
        Connection connection = other.getConnection();
        connection.setAutoCommit(false);
        execute(connection, "create table t(name)");
        Actor<Void> first = Actor.does("first", other::close).parked();
        Actor.until("it is being closed", () -> !isValid(connection));
        Actor<Void> second = Actor.does("second", other::close).parked();
        assertThat(second.thread().isAlive()).as("it waits").isTrue();
        other.close(); // not so the one that the first waits for
        connection.rollback();
        first.result();
        second.result();
        other.close();
        assertThat(other.path()).doesNotExist();
    }

    private static boolean isValid(Connection connection) {
        try {
            return connection.isValid(0);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptedThreadClosesAllTheSame() throws Exception {
        SqliteDataSource other = SqliteDataSource.open("jdbc:sqlite::memory:?write_timeout=1h");
        try (Connection connection = other.getConnection()) {
            execute(connection, "create table t(name)");
        }
        Thread.currentThread().interrupt();
        other.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(other.path()).doesNotExist();
        assertThat(Path.of(other.path() + "-wal")).doesNotExist();
    }

    @Test
    void whoWaitsForTheWriterIsWokenAtOnceAndTheHolderMayEnd() throws Exception {
        try (Connection holder = begin(false);
                SqliteConnection waiting = dataSource.getConnection()) {
            execute(holder, "insert into t values('held')");
            waiting.setTransactionTimeout(Duration.ofHours(1));
            Actor<Void> waiter = Actor.does("waiter", () -> execute(waiting, "insert into t values('late')"));
            Actor.until("it waits", () -> dataSource.statistics().writer().waiting() == 1);
            Actor<Void> closer = Actor.does("closer", dataSource::close);
            assertThat(waiter.failure()).isInstanceOf(DataSourceClosedException.class);
            holder.rollback();
            closer.result();
        }
    }
}
