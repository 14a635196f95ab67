package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.sqlite.StatementStoppedException;
import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A statement that takes too long is stopped, wherever it is, and its connection goes on. */
@Timeout(50)
class StatementDeadlineTest {

    private static final String ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) ";
    private static final String FIRST_ROW_THEN_ENDLESS = ENDLESS + "select i from n where i = 1 or i < 0";
    private static final String ENDLESS_WRITE = ENDLESS + "insert into t(name) select i from n where i < 0";

    /** Waits outlast any test. */
    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?write_timeout=1h&reader_timeout=1h&readers=2");

    private static void assertStopped(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatementStoppedException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.getSQLState()).isEqualTo("57014");
            assertThat(e.getErrorCode()).isEqualTo(9);
        });
    }

    private static Statement limited(Connection connection) throws SQLException {
        Statement statement = connection.createStatement();
        statement.setQueryTimeout(1);
        return statement;
    }

    // --- the query timeout

    @Test
    void aQueryThatRunsTooLongIsStopped() throws SQLException {
        try (Connection connection = test.connect();
                Statement statement = limited(connection)) {
            assertStopped(Reason.QUERY_TIMEOUT, () -> statement.executeQuery(ENDLESS + "select count(*) from n"));
            assertThat(texts(connection, "select 1")).containsExactly("1");
            assertThat(texts(statement.executeQuery("select 2"))).containsExactly("2");
        }
    }

    @Test
    void soIsOneWhoseNextRowTakesTooLong() throws SQLException {
        try (Connection connection = test.readTransaction();
                Statement statement = limited(connection)) {
            ResultSet rows = statement.executeQuery(FIRST_ROW_THEN_ENDLESS);
            assertThat(rows.next()).isTrue();
            assertStopped(Reason.QUERY_TIMEOUT, rows::next);
            assertThat(texts(connection, "select 1")).containsExactly("1");
        }
    }

    @Test
    void aWriteThatIsStoppedEndsItsTransaction() throws SQLException {
        try (Connection connection = test.transaction();
                Statement statement = limited(connection)) {
            execute(connection, "insert into t(name) values('before')");
            assertStopped(Reason.QUERY_TIMEOUT, () -> statement.executeUpdate(ENDLESS_WRITE));
            assertThatThrownBy(() -> execute(connection, "insert into t(name) values('after')"))
                    .isInstanceOf(TransactionRolledBackException.class);
            connection.rollback();
            execute(connection, "insert into t(name) values('next')");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("next");
    }

    @Test
    void aQueryThatIsStoppedInATransactionThatWritesLeavesItOpen() throws SQLException {
        try (Connection connection = test.transaction();
                Statement statement = limited(connection)) {
            execute(connection, "insert into t(name) values('before')");
            assertStopped(Reason.QUERY_TIMEOUT, () -> statement.executeQuery(ENDLESS + "select count(*) from n"));
            execute(connection, "insert into t(name) values('after')");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("before", "after");
    }

    @Test
    void anEntryOfABatchIsStopped() throws SQLException {
        try (Connection connection = test.connect();
                Statement statement = limited(connection)) {
            statement.addBatch("insert into t(name) values('a')");
            statement.addBatch(ENDLESS_WRITE);
            assertThatThrownBy(statement::executeBatch).hasCauseInstanceOf(StatementStoppedException.class);
        }
        assertThat(test.names()).isEmpty();
    }

    @Test
    void theWaitForTheWriterCounts() throws Exception {
        try (Connection holder = test.transaction()) {
            execute(holder, "insert into t(name) values('held')");
            Actor<Void> late = Actor.does("late", () -> {
                try (Connection connection = test.connect();
                        Statement statement = limited(connection)) {
                    statement.executeUpdate("delete from t");
                }
            });
            assertThat(late.failure()).isInstanceOf(WriterTimeoutException.class);
            holder.commit();
        }
        assertThat(test.names()).containsExactly("held");
    }

    // --- the timeout of a transaction

    @Test
    void theTimeoutOfATransactionStopsWhatRunsAndRefusesWhatComes() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            connection.setTransactionTimeout(Duration.ofSeconds(1));
            execute(connection, "insert into t(name) values('in time')");
            assertStopped(Reason.TRANSACTION_TIMEOUT, () -> texts(connection, ENDLESS + "select count(*) from n"));
            assertStopped(Reason.TRANSACTION_TIMEOUT, () -> texts(connection, "select 1"));
            connection.commit();
            assertThat(texts(connection, "select count(*) from t")).containsExactly("1");
        }
        assertThat(test.names()).containsExactly("in time");
    }

    @Test
    void theNextTransactionOfAConnectionKnowsNothingOfIt() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            connection.setTransactionTimeout(Duration.ofSeconds(1));
            assertThatThrownBy(() -> execute(connection, ENDLESS_WRITE)).isInstanceOf(StatementStoppedException.class);
            connection.rollback();
            execute(connection, "insert into t(name) values('next')");
            connection.commit();
        }
        test.execute("insert into t(name) values('another')");
        assertThat(test.names()).containsExactly("next", "another");
    }

    @Test
    void workInIsolationHasItsOwn() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            connection.setTransactionTimeout(Duration.ofSeconds(1));
            execute(connection, "insert into t(name) values('before')");
            try (SqliteConnection isolated = connection.openIsolated()) {
                isolated.setAutoCommit(false);
                execute(isolated, "insert into t(name) values('isolated')");
                isolated.commit();
            }
            assertStopped(Reason.TRANSACTION_TIMEOUT, () -> texts(connection, ENDLESS + "select count(*) from n"));
        }
        assertThat(test.names()).containsExactly("isolated");
    }

    // --- cancel and interrupt

    @Test
    void aStatementThatRunsIsCancelled() throws Exception {
        AtomicReference<Statement> running = new AtomicReference<>();
        Actor<Void> runner = Actor.does("runner", () -> {
            try (Connection connection = test.connect();
                    Statement statement = connection.createStatement()) {
                running.set(statement);
                assertStopped(Reason.CANCELLED, () -> statement.executeQuery(ENDLESS + "select count(*) from n"));
                assertThat(texts(connection, "select 1")).containsExactly("1");
            }
        });
        Actor.until("it is cancelled", () -> {
            cancel(running.get());
            return !runner.thread().isAlive();
        });
        runner.result();
    }

    private static void cancel(Statement statement) {
        try {
            if (statement != null) {
                statement.cancel();
            }
        } catch (SQLException e) {
            // it is closed
        }
    }

    @Test
    void aStatementThatWaitsForTheWriterIsCancelled() throws Exception {
        AtomicReference<Statement> waiting = new AtomicReference<>();
        try (Connection holder = test.transaction()) {
            execute(holder, "insert into t(name) values('held')");
            Actor<Void> waiter = Actor.does("waiter", () -> {
                try (Connection connection = test.connect();
                        Statement statement = connection.createStatement()) {
                    waiting.set(statement);
                    assertStopped(Reason.CANCELLED, () -> statement.executeUpdate("delete from t"));
                    assertThat(texts(connection, "select count(*) from t")).containsExactly("0");
                }
            });
            Actor.until("it waits", () -> test.writer().waiting() == 1);
            waiting.get().cancel();
            waiter.result();
            holder.commit();
        }
        assertThat(test.names()).containsExactly("held");
    }

    @Test
    void aStatementThatWaitsForAReaderIsCancelled() throws Exception {
        try (Connection one = test.readTransaction();
                Connection other = test.readTransaction();
                Connection late = test.dataSource().getReadOnlyConnection();
                Statement statement = late.createStatement()) {
            texts(one, "select 1");
            texts(other, "select 1");
            for (boolean autoCommit : new boolean[] {true, false}) {
                Actor<Void> waiter = Actor.does("waiter", () -> {
                    late.setAutoCommit(autoCommit);
                    assertStopped(Reason.CANCELLED, () -> statement.executeQuery("select 'late'"));
                });
                Actor.until("it waits", () -> test.readersWaiting() == 1);
                statement.cancel();
                waiter.result();
                assertThat(test.readersWaiting()).isZero();
            }
            one.commit();
            assertThat(texts(late, "select 'late'")).containsExactly("late");
        }
    }

    /** It waits for the moment when the holder of the writer executes nothing. */
    @Test
    void soIsIsolatedWorkThatWaitsForItsTurn() throws Exception {
        AtomicReference<Statement> running = new AtomicReference<>();
        Actor<Void> holder = Actor.does("holder", () -> {
            try (Connection connection = test.transaction();
                    Statement statement = connection.createStatement()) {
                running.set(statement);
                assertStopped(Reason.CANCELLED, () -> statement.executeUpdate(ENDLESS_WRITE));
            }
        });
        holder.reaches("it runs", () -> test.writer().held());
        try (SqliteConnection outer = test.connect();
                Connection isolated = outer.openIsolated();
                Statement statement = isolated.createStatement()) {
            Actor<Void> waiter = Actor.does(
                    "waiter", () -> assertStopped(Reason.CANCELLED, () -> statement.executeUpdate("delete from t")));
            Actor.until("its wait is cancelled", () -> {
                cancel(statement); // nothing, where it has not begun to wait
                return !waiter.thread().isAlive();
            });
            waiter.result();
        }
        Actor.until("the holder is cancelled", () -> {
            cancel(running.get());
            return !holder.thread().isAlive();
        });
        holder.result();
    }

    @Test
    void aCancelThatComesTooLateStopsNothing() throws SQLException {
        try (Connection connection = test.connect();
                Statement statement = connection.createStatement()) {
            texts(statement.executeQuery("select 1"));
            statement.cancel();
            assertThat(texts(statement.executeQuery(
                            "select count(*) from (" + ENDLESS + "select 1 from n limit 100000)")))
                    .containsExactly("100000");
        }
    }

    @Test
    void aCancelBetweenTwoStatementsOfATransactionStopsNothing() throws SQLException {
        try (Connection connection = test.transaction();
                Statement statement = connection.createStatement()) {
            execute(connection, "insert into t(name) values('a')");
            statement.cancel();
            assertThat(texts(statement.executeQuery(
                            "select count(*) from (" + ENDLESS + "select 1 from n limit 100000)")))
                    .containsExactly("100000");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a");
    }

    @Test
    void anInterruptStopsTheStatementThatRunsAndStaysSet() throws Exception {
        Actor<Boolean> runner = Actor.start("runner", () -> {
            try (Connection connection = test.connect();
                    Statement statement = connection.createStatement()) {
                assertStopped(Reason.INTERRUPTED, () -> statement.executeQuery(ENDLESS + "select count(*) from n"));
                assertThat(texts(connection, "select 1"))
                        .as("a short one has no time to notice")
                        .containsExactly("1");
                return Thread.interrupted();
            }
        });
        Actor.until("it runs", () -> test.readersHeld() == 1);
        runner.thread().interrupt();
        assertThat(runner.result()).isTrue();
    }

    @Test
    void anInterruptedThreadCommits() throws Exception {
        try (Connection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('a')");
            Thread.currentThread().interrupt();
            connection.commit();
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(test.names()).containsExactly("a");
    }
}
