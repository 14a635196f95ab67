package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.signalbox.Actor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Between the first statement of a transaction and its end a connection belongs to one thread. */
class ConfinementTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.fresh();

    /** What another thread might do with a connection. */
    @SuppressWarnings("ImmutableEnumChecker") // what it does captures nothing
    private enum Use {
        STATEMENT(connection -> execute(connection, "insert into t(name) values('stranger')")),
        QUERY(connection -> texts(connection, "select name from t")),
        PREPARED(connection -> connection.prepareStatement("delete from t").executeUpdate()),
        BATCH(connection -> {
            Statement statement = connection.createStatement();
            statement.addBatch("delete from t");
            statement.executeBatch();
        }),
        SAVEPOINT(Connection::setSavepoint),
        COMMIT(Connection::commit),
        ROLLBACK(Connection::rollback),
        AUTO_COMMIT(connection -> connection.setAutoCommit(true)),
        READ_ONLY(connection -> connection.setReadOnly(true)),
        CLOSE(Connection::close);

        private final Call call;

        Use(Call call) {
            this.call = call;
        }

        void on(Connection connection) throws SQLException {
            call.on(connection);
        }
    }

    private interface Call {
        void on(Connection connection) throws SQLException;
    }

    static Stream<Use> anyUse() {
        return Stream.of(Use.values());
    }

    @ParameterizedTest
    @MethodSource("anyUse")
    void inTheMidstOfATransactionAnyOtherThreadIsRefusedAndBothAreNamed(Use use) throws Exception {
        try (Connection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('own')");
            assertThat(Actor.does("stranger", () -> use.on(connection)).failure())
                    .isInstanceOf(ThreadConfinementException.class)
                    .hasMessageContaining("'" + Thread.currentThread().getName() + "'")
                    .hasMessageContaining("'stranger'");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("own");
    }

    @Test
    void aReadTransactionIsConfinedToo() throws Exception {
        try (Connection connection = test.readTransaction()) {
            texts(connection, "select name from t");
            assertThat(Actor.does("stranger", () -> texts(connection, "select name from t"))
                            .failure())
                    .isInstanceOf(ThreadConfinementException.class);
            connection.commit();
        }
    }

    @Test
    void aPreparedStatementOfAnotherThreadsTransactionIsRefused() throws Exception {
        try (Connection connection = test.transaction();
                PreparedStatement insert = connection.prepareStatement("insert into t(name) values(?)")) {
            insert.setString(1, "a");
            insert.executeUpdate();
            insert.setString(1, "b");
            assertThat(Actor.start("stranger", insert::executeUpdate).failure())
                    .isInstanceOf(ThreadConfinementException.class);
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a");
    }

    @Test
    void betweenTransactionsAConnectionMayBePassedOn() throws Exception {
        try (Connection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('a')");
            connection.commit();
            Actor.does("next", () -> {
                        execute(connection, "insert into t(name) values('b')");
                        connection.commit();
                    })
                    .result();
            execute(connection, "insert into t(name) values('c')");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a", "b", "c");
    }

    @Test
    void whatAnEndedThreadLeftAnyOtherMayRollBackAndClose() throws Exception {
        Connection connection = test.transaction();
        Actor.does("ended", () -> execute(connection, "insert into t(name) values('lost')"))
                .result();
        assertThat(test.writer().held()).isTrue();
        connection.rollback();
        assertThat(test.writer().held()).isFalse();

        Actor.does("ended too", () -> execute(connection, "insert into t(name) values('lost')"))
                .result();
        connection.close();
        assertThat(test.writer().held()).isFalse();
        assertThat(test.names()).isEmpty();
    }

    static Stream<Use> thatGoOn() {
        return Stream.of(Use.STATEMENT, Use.QUERY, Use.PREPARED, Use.BATCH, Use.SAVEPOINT, Use.COMMIT, Use.AUTO_COMMIT);
    }

    /** What it had in mind with the rest of its transaction nobody knows. */
    @ParameterizedTest
    @MethodSource("thatGoOn")
    void noThreadGoesOnWithTheTransactionOfAnEndedOne(Use use) throws Exception {
        try (Connection connection = test.transaction()) {
            Actor.does("ended", () -> execute(connection, "insert into t(name) values('half of it')"))
                    .result();
            assertThat(Actor.does("heir", () -> use.on(connection)).failure())
                    .isInstanceOf(ThreadConfinementException.class)
                    .hasMessageContaining("'ended'")
                    .hasMessageContaining("'heir'");
            connection.rollback();
            execute(connection, "insert into t(name) values('after it')");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("after it");
    }

    @Test
    void theResultSetOfAnotherThreadIsNotReadOn() throws Exception {
        test.execute("insert into t(name) values('a'), ('b')");
        CountDownLatch tried = new CountDownLatch(1);
        try (Connection connection = test.readTransaction();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select name from t order by id")) {
            assertThat(result.next()).isTrue();
            Actor<Void> stranger = Actor.does("stranger", () -> {
                try {
                    statement.executeQuery("select 1");
                } finally {
                    tried.countDown();
                }
            });
            tried.await();
            assertThat(stranger.failure()).isInstanceOf(ThreadConfinementException.class);
            assertThat(result.next()).as("the result set is as it was").isTrue();
            assertThat(result.getString(1)).isEqualTo("b");
        }
    }

    /** Long enough to be met, and bounded, so that a cancel that fails ends too. */
    private static final String LONG = "insert into t(id) with recursive n(i) as"
            + " (select 1 union all select i + 1 from n where i < 30000000) select i from n where i % 30000000 = 0";

    @Test
    void anyThreadMayCancelAStatementInATransaction() throws Exception {
        try (Connection connection = test.transaction();
                Statement statement = connection.createStatement()) {
            assertIsCancelled(statement);
            connection.rollback();
        }
        assertThat(test.names()).isEmpty();
    }

    @Test
    void anyThreadMayCancelAWriteInAutoCommit() throws Exception {
        try (Connection connection = test.connect();
                Statement statement = connection.createStatement()) {
            assertIsCancelled(statement);
        }
        assertThat(test.names()).isEmpty();
    }

    private void assertIsCancelled(Statement statement) throws Exception {
        Actor<Void> canceller = Actor.does("canceller", () -> {
            Actor.until("the statement runs", () -> test.writer().held());
            while (test.writer().held() && !Thread.currentThread().isInterrupted()) {
                statement.cancel();
            }
        });
        Throwable cancelled = catchThrowable(() -> statement.executeUpdate(LONG));
        canceller.thread().interrupt();
        canceller.result();
        assertThat(cancelled)
                .isInstanceOfSatisfying(
                        SQLTimeoutException.class,
                        e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    }
}
