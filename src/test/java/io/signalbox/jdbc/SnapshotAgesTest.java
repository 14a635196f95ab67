package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.Warnings;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.StatementStoppedException;
import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that are too old are found, and ended where that is wished. Time passes when a test says so. */
class SnapshotAgesTest {

    private static final String NAMES = "select name from t order by id";
    private static final String ENDLESS =
            "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";

    @TempDir
    Path directory;

    private final AtomicLong passed = new AtomicLong();
    private final Warnings warnings = new Warnings(DatabaseListener.class.getName(), ReaderPool.class.getName());
    private Engine engine;

    @BeforeEach
    void open() throws Exception {
        open("?readers=1&max_snapshot_age=60s");
    }

    private void open(String settings) throws Exception {
        if (engine != null) {
            engine.close();
        }
        Path file = directory.resolve("test.db");
        engine = new Engine(
                SqliteConfiguration.parse("jdbc:sqlite:" + file + settings + "&busy_timeout=1ms&write_timeout=1m"),
                DatabaseFiles.at(file),
                Overtaking.NONE,
                () -> System.nanoTime() + passed.get(),
                UnaryOperator.identity());
        try (SqliteConnection connection = connect()) {
            execute(connection, "create table if not exists t(id integer primary key, name text)");
            execute(connection, "delete from t");
            execute(connection, "insert into t(name) values('a'), ('b')");
        }
    }

    @AfterEach
    void close() throws SQLException {
        warnings.close();
        CheckpointedEngine.closeUnheld(engine);
    }

    private SqliteConnection connect() {
        return new LazyConnection(engine, false);
    }

    private SqliteConnection reading() throws SQLException {
        SqliteConnection connection = new LazyConnection(engine, true);
        connection.setAutoCommit(false);
        return connection;
    }

    private void commit(String name) throws SQLException {
        try (SqliteConnection connection = connect()) {
            connection.setAutoCommit(false);
            execute(connection, "insert into t(name) values('" + name + "')");
            connection.commit();
        }
    }

    private void pass(Duration time) {
        passed.addAndGet(time.toNanos());
        engine.checkSnapshots();
    }

    /** The log can be reset and a new one begun, which no reader of an older snapshot lets it. */
    private boolean anOldSnapshotIsRead() throws SQLException {
        commit("more");
        return keepsTheLog();
    }

    private boolean keepsTheLog() throws SQLException {
        try (SqliteConnection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("pragma wal_checkpoint(restart)")) {
            assertThat(result.next()).isTrue();
            return result.getInt("busy") == 1;
        }
    }

    /** A reader that takes the place of one that was ended reads for a moment, when it is opened. */
    private void untilNoOldSnapshotIsRead() throws SQLException {
        commit("more");
        Actor.until("no old snapshot is read", () -> {
            try {
                return !keepsTheLog();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void assertEnded(ThrowingCallable use) {
        assertThatThrownBy(use)
                .isInstanceOfSatisfying(
                        StatementStoppedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.SNAPSHOT_TOO_OLD));
    }

    @Test
    void oneThatIsTooOldIsReportedOnceWithThreadTimeAndFirstStatement() throws Exception {
        try (SqliteConnection connection = reading()) {
            Actor.on("report", () -> texts(connection, "select 'first', name from t"));
            pass(Duration.ofSeconds(59));
            assertThat(warnings.seen()).isEmpty();
            pass(Duration.ofSeconds(2));
            pass(Duration.ofSeconds(60));
            assertThat(warnings.seen())
                    .singleElement()
                    .asString()
                    .contains("signalbox.max_snapshot_age (60000 ms)")
                    .containsPattern("thread 'report' has read from it for 61\\d{3} ms and has ended, its transaction's"
                            + " first statement: select 'first', name from t")
                    .doesNotContain("not closed", "it is ended", "    at ");
        }
    }

    @Test
    void theNextTransactionOnTheSameReaderIsAnother() throws Exception {
        try (SqliteConnection connection = reading()) {
            texts(connection, "select 'the first' from t");
            pass(Duration.ofSeconds(61));
            connection.commit();
            texts(connection, "select 'the second' from t");
            engine.checkSnapshots();
            assertThat(warnings.seen()).hasSize(1);
            pass(Duration.ofSeconds(61));
            assertThat(warnings.seen()).hasSize(2).last().asString().contains("'the second'");
            assertThat(texts(connection, NAMES))
                    .as("it is reported and goes on")
                    .containsExactly("a", "b");
        }
    }

    @Test
    void withDiagnosticsTheStackIsTold() throws Exception {
        open("?readers=1&diagnostics=true");
        try (SqliteConnection connection = reading()) {
            texts(connection, NAMES);
            pass(Duration.ofSeconds(61));
            assertThat(warnings.seen())
                    .singleElement()
                    .asString()
                    .contains("acquired at:\n    at ", "SnapshotAgesTest.withDiagnosticsTheStackIsTold(");
        }
    }

    @Test
    void aResultSetInAutoCommitThatIsNotClosedIsReportedWithItsSql() throws Exception {
        try (SqliteConnection connection = connect();
                Statement first = connection.createStatement();
                Statement second = connection.createStatement()) {
            first.executeQuery("select 'the first' from t").next();
            second.executeQuery("select 'the second' from t").next();
            first.close();
            pass(Duration.ofSeconds(61));
            assertThat(warnings.seen())
                    .singleElement()
                    .asString()
                    .endsWith("result sets not closed: select 'the second' from t\n");
        }
    }

    @Test
    void whereAnyAgeIsAllowedNothingRuns() throws Exception {
        try (SqliteDataSource dataSource = openOther("any-age.db", "0")) {
            assertThat(dataSource.configuration().maxSnapshotAge()).isZero();
            assertThat(threads()).noneMatch(name -> name.contains("any-age.db") && name.contains("snapshots"));
        }
    }

    private SqliteDataSource openOther(String file, String age) throws SQLException {
        return SqliteDataSource.open("jdbc:sqlite:" + directory.resolve(file) + "?max_snapshot_age=" + age);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    @Test
    void elseItIsLookedForInTheBackgroundUntilTheDatabaseIsClosed() throws Exception {
        String thread = "signalbox-background one-millisecond.db";
        try (SqliteDataSource dataSource = openOther("one-millisecond.db", "1ms");
                SqliteConnection connection = dataSource.getReadOnlyConnection()) {
            connection.setAutoCommit(false);
            texts(connection, "select 1");
            Actor.until("it is reported", () -> warnings.seen().size() == 1);
            assertThat(threads()).contains(thread);
        }
        Actor.until("the thread ends", () -> !threads().contains(thread));
    }

    // --- ended

    @Test
    void oneThatIsIdleIsEndedAndItsSnapshotGivenUp() throws Exception {
        open("?readers=2&old_snapshots=INTERRUPT");
        try (SqliteConnection connection = reading()) {
            texts(connection, NAMES);
            assertThat(anOldSnapshotIsRead()).isTrue();
            pass(Duration.ofSeconds(61));
            assertThat(warnings.seen()).singleElement().asString().contains("; it is ended");
            untilNoOldSnapshotIsRead();
            assertEnded(() -> texts(connection, NAMES));
            assertThatThrownBy(() -> texts(connection, NAMES))
                    .isInstanceOf(TransactionRolledBackException.class)
                    .hasMessageContaining("older than is allowed");
            connection.rollback();
            assertThat(texts(connection, "select count(*) from t")).containsExactly("4");
        }
    }

    @Test
    void aStatementThatRunsIsStopped() throws Exception {
        open("?readers=1&old_snapshots=INTERRUPT");
        Actor<Void> reader = Actor.does("reader", () -> {
            try (SqliteConnection connection = reading()) {
                assertEnded(() -> texts(connection, ENDLESS));
                assertThat(engine.statistics().readersHeld())
                        .as("given back at once")
                        .isZero();
            }
        });
        Actor.until("it reads", () -> engine.statistics().readersHeld() == 1);
        pass(Duration.ofSeconds(61));
        reader.result();
        untilNoOldSnapshotIsRead();
    }

    /** The row in hand is not taken away; with the next one it is over. */
    @Test
    void aResultSetThatIsBeingReadEndsAtItsNextRow() throws Exception {
        open("?readers=2&old_snapshots=INTERRUPT");
        try (SqliteConnection connection = reading();
                Statement statement = connection.createStatement()) {
            ResultSet result = statement.executeQuery(NAMES);
            assertThat(result.next()).isTrue();
            pass(Duration.ofSeconds(61));
            assertThat(result.getString(1)).isEqualTo("a");
            assertThat(anOldSnapshotIsRead()).isTrue();
            assertEnded(result::next);
            assertThat(engine.statistics().readersHeld()).isZero();
            untilNoOldSnapshotIsRead();
        }
    }

    @Test
    void soDoesOneInAutoCommit() throws Exception {
        open("?readers=1&old_snapshots=INTERRUPT");
        try (SqliteConnection connection = connect();
                Statement statement = connection.createStatement()) {
            ResultSet result = statement.executeQuery(NAMES);
            assertThat(result.next()).isTrue();
            pass(Duration.ofSeconds(61));
            assertThat(result.getString(1)).isEqualTo("a");
            assertEnded(result::next);
            result.close();
            assertThat(texts(connection, NAMES)).containsExactly("a", "b");
        }
    }

    @Test
    void whatIsLeftOfAnEndedTransactionIsRefused() throws Exception {
        open("?readers=1&old_snapshots=INTERRUPT");
        try (SqliteConnection connection = reading()) {
            texts(connection, NAMES);
            pass(Duration.ofSeconds(61));
            assertEnded(connection::setSavepoint);
            connection.rollback();
            texts(connection, NAMES);
            pass(Duration.ofSeconds(61));
            assertEnded(connection::commit);
            assertThat(texts(connection, NAMES)).containsExactly("a", "b");
        }
    }

    /** It waits for the writer when its snapshot becomes too old. */
    @Test
    void anUpgradeFromASnapshotThatWasEndedFails() throws Exception {
        open("?readers=1&old_snapshots=INTERRUPT");
        CountDownLatch goOn = new CountDownLatch(1);
        try (SqliteConnection holder = connect()) {
            holder.setAutoCommit(false);
            execute(holder, "select 1");
            Actor<Void> upgrading = Actor.does("upgrading", () -> {
                try (SqliteConnection connection = connect()) {
                    connection.setAutoCommit(false);
                    connection.setTransactionMode(TransactionMode.UPGRADE);
                    texts(connection, NAMES);
                    assertEnded(() -> execute(connection, "insert into t(name) values('c')"));
                    goOn.await();
                }
            });
            Actor.until("it waits", () -> engine.statistics().writer().waiting() == 1);
            pass(Duration.ofSeconds(61));
            assertThat(engine.statistics().readersHeld()).isOne();
            holder.rollback();
            goOn.countDown();
            upgrading.result();
        }
        try (SqliteConnection connection = reading()) {
            assertThat(texts(connection, NAMES)).containsExactly("a", "b");
        }
    }

    @Test
    void theReaderIsReplacedForWhoeverComes() throws Exception {
        open("?readers=1&old_snapshots=INTERRUPT");
        for (int i = 0; i < 3; i++) {
            try (SqliteConnection connection = reading()) {
                assertThat(texts(connection, NAMES)).isEqualTo(List.of("a", "b"));
                pass(Duration.ofSeconds(61));
            }
        }
        assertThat(warnings.seen()).hasSize(3);
    }
}
