package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.signalbox.Actor;
import io.signalbox.Warnings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a thread holds that ends without closing anything is given back and reported, and the next transaction works. */
@Timeout(50)
class EndedThreadsTest {

    /** Whoever waits, waits for ever unless what it waits for is given back. */
    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?readers=1&write_timeout=1h&reader_timeout=1h");

    private Engines.Hold hold;
    private Warnings warnings;

    @BeforeEach
    void holdEngine() throws SQLException {
        warnings = new Warnings(DatabaseListener.class.getName());
        hold = Engines.hold(test.dataSource().configuration());
        test.execute("insert into t(name) values('before'), ('before that')");
    }

    @AfterEach
    void release() throws SQLException {
        hold.release();
        warnings.close();
    }

    /** One thing after the other that a thread does with a connection. */
    private interface Step {
        void on(SqliteConnection connection) throws SQLException;
    }

    /** What a thread does, until it ends in the midst of it. */
    @SuppressWarnings("ImmutableEnumChecker") // what they do captures nothing
    enum Work {
        WRITES(
                true,
                connection -> execute(connection, "insert into t(name) values('lost')"),
                connection -> connection.setSavepoint("s"),
                connection -> connection.createStatement().executeQuery("select name from t"),
                connection ->
                        connection.createStatement().executeQuery("update t set name = name || 'x' returning name")),
        READS(
                false,
                connection -> connection.setReadOnly(true),
                connection -> texts(connection, "select name from t"),
                connection -> connection.createStatement().executeQuery("select name from t")),
        UPGRADES(
                false,
                connection -> connection.setTransactionMode(TransactionMode.UPGRADE),
                connection -> texts(connection, "select name from t"),
                connection -> execute(connection, "insert into t(name) values('lost')")),
        READS_IN_AUTOCOMMIT(
                false,
                connection -> connection.setAutoCommit(true),
                connection -> connection
                        .createStatement()
                        .executeQuery("select name from t")
                        .next()),
        ASKS_FOR_METADATA(
                false,
                connection -> connection.getMetaData(),
                connection -> connection.getMetaData().getTables(null, null, null, null)),
        WORKS_IN_ISOLATION(
                true,
                connection -> execute(connection, "insert into t(name) values('lost')"),
                connection -> begin(connection.openIsolated(), "insert into t(name) values('lost too')")),
        ONLY_WORKS_IN_ISOLATION(
                true, connection -> begin(connection.openIsolated(), "insert into t(name) values('lost')")),
        KEEPS_A_SNAPSHOT(false, connection -> texts(connection, "select name from t"), connection -> {
            CommittedSnapshot committed = connection.snapshotAfterCommit();
            connection.commit();
            texts(committed.open(), "select name from t");
        });

        final boolean writes;
        final List<Step> steps;

        Work(boolean writes, Step... steps) {
            this.writes = writes;
            this.steps = List.of(steps);
        }

        private static void begin(Connection connection, String sql) throws SQLException {
            connection.setAutoCommit(false);
            execute(connection, sql);
        }

        /** Does the first so many steps. */
        void on(SqliteConnection connection, int steps) throws SQLException {
            for (Step step : this.steps.subList(0, steps)) {
                step.on(connection);
            }
        }
    }

    static Stream<Arguments> eachWorkAtEachStep() {
        return Stream.of(Work.values())
                .flatMap(work -> Stream.iterate(1, step -> step <= work.steps.size(), step -> step + 1)
                        .map(step -> Arguments.of(work, step)));
    }

    private void ends(SqliteConnection connection, Work work, int step) throws Exception {
        Actor.does("ended", () -> work.on(connection, step)).result();
    }

    private void assertAllIsGivenBack() throws SQLException {
        assertThat(test.writer().held()).as("the writer is held").isFalse();
        assertThat(test.readersHeld()).as("readers held").isZero();
        try (SqliteConnection next = test.transaction()) {
            execute(next, "insert into t(name) values('next')");
            next.commit();
        }
        assertThat(test.names()).containsExactly("before", "before that", "next");
        assertThat(test.writer().held()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("eachWorkAtEachStep")
    void whatItHeldIsGivenBack(Work work, int step) throws Exception {
        try (SqliteConnection left = test.transaction()) {
            ends(left, work, step);
            hold.engine().sweepEndedThreads();
            assertAllIsGivenBack();
        }
    }

    @ParameterizedTest
    @MethodSource("eachWorkAtEachStep")
    void soIsThatOfAVirtualThread(Work work, int step) throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads came with JDK 21");
        ExecutorService executor = VirtualThreadsTest.virtualThreads();
        try (SqliteConnection left = test.transaction()) {
            Thread ended = executor.submit(() -> {
                        work.on(left, step);
                        return Thread.currentThread();
                    })
                    .get();
            ended.join();
            hold.engine().sweepEndedThreads();
            assertAllIsGivenBack();
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void soIsThatOfAThreadThatAnErrorHasKilled() throws Exception {
        SqliteConnection left = test.transaction();
        Actor<Void> killed = Actor.does("killed", () -> {
            execute(left, "insert into t(name) values('lost')");
            throw new StackOverflowError("of the test");
        });
        assertThat(killed.failure()).isInstanceOf(StackOverflowError.class);
        hold.engine().sweepEndedThreads();
        assertAllIsGivenBack();
    }

    /** The database of the test is open, and the connection is never closed: nothing else sweeps. */
    @ParameterizedTest
    @EnumSource
    void itIsDoneInTheBackgroundSoonAfter(Work work) throws Exception {
        ends(test.transaction(), work, work.steps.size());
        Actor.until("all is given back", () -> !test.writer().held() && test.readersHeld() == 0);
        assertAllIsGivenBack();
    }

    @ParameterizedTest
    @MethodSource("eachWorkAtEachStep")
    void aLivingThreadKeepsWhatItHas(Work work, int step) throws Exception {
        CountDownLatch swept = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        List<Object> held = new ArrayList<>();
        Actor<Void> living = Actor.does("living", () -> {
            try (SqliteConnection connection = test.transaction()) {
                work.on(connection, step);
                begun.countDown();
                swept.await();
            }
        });
        begun.await();
        held.add(test.dataSource().statistics().writer().held());
        held.add(test.readersHeld());
        hold.engine().sweepEndedThreads();
        assertThat(List.<Object>of(test.writer().held(), test.readersHeld())).isEqualTo(held);
        assertThat(warnings.seen()).isEmpty();
        swept.countDown();
        living.result();
        hold.engine().sweepEndedThreads(); // what it left was a second connection
    }
}
