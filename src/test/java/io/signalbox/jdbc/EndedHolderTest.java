package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.Warnings;
import io.signalbox.sqlite.DatabaseFiles;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who else looks for what an ended thread holds than the background, and what is said of it. */
@Timeout(50)
class EndedHolderTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?readers=2&write_timeout=1h&reader_timeout=1h");

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

    private interface Step {
        void on(SqliteConnection connection) throws SQLException;
    }

    // --- at once

    /** With a background that does not run: the engine is not started. */
    @Test
    void whoComesWhileAnEndedThreadHoldsTheWriterGetsItAtOnce() throws Exception {
        try (Unstarted other = new Unstarted("?write_timeout=1h")) {
            SqliteConnection left = other.transaction(false);
            Actor.does("ended", () -> execute(left, "insert into t values('lost')"))
                    .result();
            try (SqliteConnection next = other.transaction(false)) {
                execute(next, "insert into t values('next')");
                next.commit();
                assertThat(texts(next, "select name from t")).containsExactly("next");
            }
        }
    }

    @Test
    void soDoesWhoWantsToWorkInIsolation() throws Exception {
        try (Unstarted other = new Unstarted("?write_timeout=1h")) {
            SqliteConnection left = other.transaction(false);
            Actor.does("ended", () -> execute(left, "insert into t values('lost')"))
                    .result();
            try (SqliteConnection outer = other.transaction(false);
                    SqliteConnection next = outer.openIsolated()) {
                execute(next, "insert into t values('next')");
            }
            assertThat(texts(other.transaction(true), "select name from t")).containsExactly("next");
        }
    }

    @Test
    void whoComesWhileEndedThreadsHoldAllReadersGetsOneAtOnce() throws Exception {
        try (Unstarted other = new Unstarted("?readers=2&reader_timeout=1h")) {
            for (int i = 0; i < 5; i++) {
                SqliteConnection left = other.transaction(true);
                Actor.does("ended " + i, () -> texts(left, "select name from t"))
                        .result();
            }
        }
    }

    @Test
    void whoHasWaitedInVainForOneThatEndedMeanwhileMakesRoomForTheNext() throws Exception {
        try (Unstarted other = new Unstarted("?write_timeout=1h")) {
            CountDownLatch waits = new CountDownLatch(1);
            SqliteConnection left = other.transaction(false);
            Actor<Void> ends = Actor.does("ended", () -> {
                execute(left, "insert into t values('lost')");
                waits.await();
            });
            Actor.until(
                    "it holds the writer",
                    () -> other.engine.statistics().writer().held());
            try (SqliteConnection late = other.transaction(false)) {
                late.setTransactionTimeout(Duration.ofMillis(500));
                Actor<Void> waiter = Actor.does("waiter", () -> execute(late, "insert into t values('late')"));
                Actor.until("it waits", () -> other.engine.statistics().writer().waiting() == 1);
                waits.countDown();
                ends.result();
                assertThat(waiter.failure())
                        .isInstanceOf(WriterTimeoutException.class)
                        .hasMessageContaining("and has ended");
            }
            assertThat(other.engine.statistics().writer().held()).isFalse();
        }
    }

    @Test
    void whoClosesTheDatabaseRollsBackWhatAnEndedThreadLeft() throws Exception {
        SqliteConnection left;
        try (Unstarted other = new Unstarted("")) {
            left = other.transaction(false);
            Actor.does("ended", () -> execute(left, "insert into t values('lost')"))
                    .result();
        }
        assertThat(warnings.seen()).singleElement().asString().contains("'ended'");
    }

    /** Who looks has taken the lease for the present one, and looks at it when its thread, and its work, have ended. */
    @Test
    void aLeaseThatWasGivenBackIsNotReclaimedFromTheNextHolder() throws Exception {
        WriterLease past = Actor.on("past", () -> {
            WriterLease lease = hold.engine().writer(Deadline.after(Duration.ofHours(1)), "update");
            lease.release();
            return lease;
        });
        try (SqliteConnection next = test.transaction()) {
            execute(next, "insert into t(name) values('next')");
            assertThat(past.isLeft()).isTrue();
            assertThat(past.reclaim()).isFalse();
            execute(next, "insert into t(name) values('its second')");
            next.commit();
        }
        assertThat(warnings.seen()).isEmpty();
    }

    /** An engine without its background. */
    private static final class Unstarted implements AutoCloseable {
        final Engine engine;

        Unstarted(String settings) throws Exception {
            engine =
                    new Engine(SqliteConfiguration.parse("jdbc:sqlite::memory:" + settings), DatabaseFiles.temporary());
            try (SqliteConnection connection = new LazyConnection(engine, false)) {
                execute(connection, "create table t(name)");
            }
        }

        SqliteConnection transaction(boolean readOnly) throws SQLException {
            SqliteConnection connection = new LazyConnection(engine, readOnly);
            connection.setAutoCommit(false);
            return connection;
        }

        @Override
        public void close() throws SQLException {
            engine.close();
            engine.events().tellDeferred();
            assertThat(engine.statistics().writer().held()).isFalse();
        }
    }

    // --- what is said

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itIsReportedAndWithDiagnosticsThePlaceToo(boolean diagnostics) throws Exception {
        try (Unstarted other = new Unstarted("?diagnostics=" + diagnostics)) {
            SqliteConnection left = other.transaction(true);
            Actor.does("forgetful", () -> beginsHere(left)).result();
            other.engine.sweepEndedThreads();
            other.engine.sweepEndedThreads();
            assertThat(warnings.seen())
                    .singleElement()
                    .asString()
                    .containsPattern(
                            "thread 'forgetful' has held a reader for \\d+ ms and has ended, its transaction's first"
                                    + " statement: select name from t")
                    .contains("result sets not closed: select name from t")
                    .satisfies(warning -> assertThat(warning.contains("EndedHolderTest.beginsHere("))
                            .isEqualTo(diagnostics));
        }
    }

    private static void beginsHere(Connection connection) throws SQLException {
        connection.createStatement().executeQuery("select name from t");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theConnectionSaysWhatHappenedUntilItIsRolledBack(boolean readOnly) throws Exception {
        try (SqliteConnection left = readOnly ? test.readTransaction() : test.transaction()) {
            Actor.does("ended", () -> texts(left, "select name from t")).result();
            hold.engine().sweepEndedThreads();
            for (Step step : List.<Step>of(
                    connection -> texts(connection, "select name from t"),
                    SqliteConnection::commit,
                    connection -> connection.setAutoCommit(true),
                    SqliteConnection::setSavepoint)) {
                assertThatThrownBy(() -> step.on(left))
                        .isInstanceOf(ThreadConfinementException.class)
                        .hasMessageContaining("'ended'")
                        .hasMessageContaining("is rolled back");
            }
            left.rollback();
            assertThat(texts(left, "select name from t")).hasSize(2);
        }
    }

    @Test
    void soDoesAResultSetThatIsReadOn() throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            SqliteConnection left = test.connect();
            left.setAutoCommit(autoCommit);
            ResultSet rows = Actor.on("ended", () -> {
                ResultSet result = left.createStatement().executeQuery("select name from t");
                result.next();
                return result;
            });
            hold.engine().sweepEndedThreads();
            assertThatThrownBy(rows::next)
                    .isInstanceOf(ThreadConfinementException.class)
                    .hasMessageContaining("'ended'");
            left.close();
        }
    }

    @Test
    void itIsCountedAndToldOnce() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        DatabaseListener listener = new DatabaseListener() {
            @Override
            public void released(ConnectionUse use, Duration held) {
                told.add("released");
            }

            @Override
            public void rolledBack(ConnectionUse use) {
                told.add("rolled back");
            }

            @Override
            public void leaked(Leak leak) {
                told.add("leaked " + leak.kind());
            }
        };
        test.dataSource().addListener(listener);
        for (SqliteConnection left : List.of(test.transaction(), test.readTransaction())) {
            told.clear();
            long rolledBack = test.dataSource().statistics().transactions().rolledBack();
            Actor.does("ended", () -> texts(left, "select name from t")).result();
            hold.engine().sweepEndedThreads();
            left.rollback();
            left.close();
            assertThat(told).containsExactly("released", "rolled back", "leaked CONNECTION");
            assertThat(test.dataSource().statistics().transactions().rolledBack())
                    .isEqualTo(rolledBack + 1);
        }
    }

    // --- metadata goes with its connection

    @Test
    void metadataThatWasPassedOnStaysWithItsConnection() throws Exception {
        try (SqliteConnection connection = test.connect()) {
            DatabaseMetaData metaData = Actor.on("ended", connection::getMetaData);
            ResultSet tables = metaData.getTables(null, null, "t", null);
            hold.engine().sweepEndedThreads();
            assertThat(tables.next()).isTrue();
            assertThat(warnings.seen()).isEmpty();
        }
    }

    @Test
    void elseItIsThereAgainWhenItIsWanted() throws Exception {
        DatabaseMetaData metaData;
        try (SqliteConnection connection = test.connect()) {
            metaData = Actor.on("ended", connection::getMetaData);
            hold.engine().sweepEndedThreads();
            assertThat(test.readersHeld()).isZero();
            assertThat(warnings.seen()).isEmpty();
            assertThat(metaData.getTables(null, null, "t", null).next()).isTrue();
            assertThat(test.readersHeld()).isOne();
        }
        assertThatThrownBy(() -> metaData.getTables(null, null, "t", null)).isInstanceOf(SQLException.class);
        assertThat(test.readersHeld()).isZero();
    }
}
