package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.TestDisk;
import io.signalbox.sqlite.DatabaseFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When tables are analyzed that nobody has asked to, and whom that bothers. */
@Timeout(50)
class OptimizerTest {

    private static final String STATISTICS = "select tbl || ' ' || idx || ' ' || stat from sqlite_stat1 order by idx";

    @TempDir
    Path directory;

    private final TestDisk disk = new TestDisk();
    private final List<ConnectionUse> taken = new ArrayList<>();
    private Path file;
    private Engine engine;

    /** A table whose statistics would say which of two indexes is the better one: of a there are two values. */
    @BeforeEach
    void open() throws Exception {
        file = directory.resolve("test.db");
        try (Connection plain = plain()) {
            execute(plain, "create table t(id integer primary key, a integer, b integer)");
            execute(plain, "create index t_b on t(b)");
            execute(plain, "create index t_a on t(a)");
            execute(
                    plain,
                    "insert into t(a, b) with recursive n(i) as (select 1 union all select i + 1 from n"
                            + " where i < 10000) select i % 2, i from n");
        }
        openEngine();
    }

    private void openEngine() throws SQLException, IOException {
        engine = new Engine(
                SqliteConfiguration.parse("jdbc:sqlite:" + file + "?readers=2"),
                DatabaseFiles.at(file),
                Engine.OVERTAKING,
                System::nanoTime,
                disk);
        engine.events().add(new DatabaseListener() {
            @Override
            public void acquired(ConnectionUse use, Duration waited) {
                if (use.statement().equals("PRAGMA optimize")) {
                    taken.add(use);
                }
            }

            @Override
            public void timedOut(ConnectionUse use, Duration waited, SQLException failure) {
                throw new AssertionError("nobody is told of", failure);
            }
        });
    }

    @AfterEach
    void close() throws SQLException {
        engine.close();
    }

    private Connection plain() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private SqliteConnection connect(boolean readOnly) {
        return new LazyConnection(engine, readOnly);
    }

    private SqliteConnection begin(TransactionMode mode) throws SQLException {
        SqliteConnection connection = connect(false);
        connection.setTransactionMode(mode);
        connection.setAutoCommit(false);
        return connection;
    }

    private boolean run() {
        return engine.optimizer().run();
    }

    private boolean isAnalyzed() throws SQLException {
        try (Connection plain = plain()) {
            return !texts(plain, "select name from sqlite_schema where name = 'sqlite_stat1'")
                    .isEmpty();
        }
    }

    @Test
    void whatNeedsItIsAnalyzedAndThenNothingIsDone() throws Exception {
        try (Connection plain = plain()) {
            assertThat(run()).isTrue();
            assertThat(texts(plain, STATISTICS)).containsExactly("t t_a 10000 2001", "t t_b 10000 1");
            List<String> before = texts(plain, "pragma data_version");
            assertThat(run()).isTrue();
            assertThat(texts(plain, "pragma data_version"))
                    .as("nothing is committed")
                    .isEqualTo(before);
            assertThat(taken).hasSize(2);
            assertThat(disk.forces()).as("nobody waits for the disk").isZero();
        }
    }

    /** SQLite reads statistics with the schema, and a pool's connections stay open. */
    @Test
    void allConnectionsGoByThem() throws Exception {
        try (SqliteConnection reader = connect(true);
                Connection plain = plain()) {
            execute(plain, "create table other(a)"); // else the table that is made for them would be seen
            execute(plain, "analyze other");
            assertThat(plan(reader)).contains("t_a");
            assertThat(plan(plain)).contains("t_a");
            run();
            assertThat(plan(reader)).contains("t_b");
            assertThat(plan(plain)).contains("t_b");
        }
    }

    /** EXPLAIN itself does not look whether the schema is another; neither does one that was compiled before. */
    private static String plan(Connection connection) throws SQLException {
        texts(connection, "select count(*) from t");
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "explain query plan select id from t where a = 1 and b = 7 -- " + System.nanoTime())) {
            row.next();
            return row.getString("detail");
        }
    }

    /** Of each of the two values there are 5000; those whom that is enough for do not count them. */
    @Test
    void aLargeTableIsNotReadToItsEnd() throws Exception {
        try (Connection plain = plain()) {
            run();
            assertThat(texts(plain, STATISTICS)).contains("t t_a 10000 2001");
            execute(plain, "analyze");
            assertThat(texts(plain, STATISTICS)).contains("t t_a 10000 5000");
        }
    }

    @Test
    void aTransactionThatWritesIsNotWaitedFor() throws Exception {
        try (SqliteConnection writing = begin(TransactionMode.IMMEDIATE)) {
            execute(writing, "insert into t(a) values(1)");
            assertThat(run()).isFalse();
            writing.commit();
        }
        assertThat(taken).isEmpty();
        assertThat(isAnalyzed()).isFalse();
        assertThat(run()).isTrue();
        assertThat(isAnalyzed()).isTrue();
    }

    @Test
    void norIsAnotherProcess() throws Exception {
        try (Connection plain = plain()) {
            execute(plain, "begin immediate");
            assertThat(run()).isFalse();
            execute(plain, "rollback");
        }
        assertThat(engine.statistics().transactions().foreignWaits()).isZero();
        assertThat(isAnalyzed()).isFalse();
    }

    @Test
    void whoIsAboutToUpgradeMeetsNoConflict() throws Exception {
        try (SqliteConnection upgrading = begin(TransactionMode.UPGRADE)) {
            texts(upgrading, "select count(*) from t");
            assertThat(run()).isFalse();
            execute(upgrading, "insert into t(a) values(1)");
            upgrading.commit();
        }
        assertThat(run()).isTrue();
        assertThat(isAnalyzed()).isTrue();
    }

    @Test
    void whereSomebodyAlwaysReadsThatIsNotWaitedForWithoutEnd() throws Exception {
        try (SqliteConnection reading = connect(true)) {
            reading.setAutoCommit(false);
            texts(reading, "select count(*) from t");
            for (int i = 0; i < Optimizer.MAX_RETRIES; i++) {
                assertThat(run()).isFalse();
            }
            assertThat(isAnalyzed()).isFalse();
            assertThat(run()).isTrue();
            assertThat(isAnalyzed()).isTrue();
            assertThat(texts(reading, "select count(*) from t")).containsExactly("10000");
            execute(connect(false), "create index t_ab on t(a, b)");
            assertThat(run()).as("the next time, it is looked for again").isFalse();
        }
    }

    @Test
    void aMomentAfterTheOpeningThenEveryFewHoursAndSoonerWhereSomebodyWasInTheWay() throws Exception {
        List<Duration> delays = new ArrayList<>();
        List<Runnable> tasks = new ArrayList<>();
        engine.optimizer().start((delay, task) -> {
            delays.add(delay);
            tasks.add(task);
        });
        assertThat(taken).as("who opens does not wait for it").isEmpty();
        try (SqliteConnection writing = begin(TransactionMode.IMMEDIATE)) {
            execute(writing, "insert into t(a) values(1)");
            tasks.get(0).run();
            writing.rollback();
        }
        tasks.get(1).run();
        tasks.get(2).run();
        assertThat(delays).containsExactly(Optimizer.FIRST, Optimizer.RETRY, Optimizer.INTERVAL, Optimizer.INTERVAL);
        assertThat(taken).hasSize(2);
    }

    @Test
    void onceMoreAtTheClose() throws Exception {
        engine.close();
        openEngine();
        assertThat(isAnalyzed()).isTrue();
    }

    @Test
    void whoeverStillReadsThen() throws Exception {
        SqliteConnection reading = connect(true);
        reading.setAutoCommit(false);
        texts(reading, "select count(*) from t");
        engine.close();
        reading.close();
        openEngine();
        assertThat(isAnalyzed()).isTrue();
    }

    @Test
    void notInMemoryForNothingIsLeftOfThat() throws Exception {
        assertThat(takenAtTheClose("jdbc:sqlite:" + directory.resolve("another.db")))
                .containsExactly("PRAGMA optimize");
        assertThat(takenAtTheClose("jdbc:sqlite::memory:")).isEmpty();
    }

    private static List<String> takenAtTheClose(String url) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (SqliteDataSource dataSource = SqliteDataSource.open(url)) {
            dataSource.addListener(new DatabaseListener() {
                @Override
                public void acquired(ConnectionUse use, Duration waited) {
                    statements.add(use.statement());
                }
            });
        }
        return statements;
    }

    @Test
    void afterAFailedSyncNeverNotAtTheCloseEither() throws Exception {
        disk.fail(new IOException("no more"));
        try (SqliteConnection writing = connect(false)) {
            execute(writing, "insert into t(a) values(1)");
        } catch (CommitOutcomeUnknownException e) {
            disk.fail(null);
        }
        assertThat(run()).isTrue();
        engine.close();
        assertThat(taken).isEmpty();
        openEngine();
        assertThat(isAnalyzed()).isFalse();
    }
}
