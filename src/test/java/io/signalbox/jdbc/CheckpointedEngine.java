package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.TestDisk;
import io.signalbox.Unheld;
import io.signalbox.sqlite.CheckpointMode;
import io.signalbox.sqlite.CheckpointResult;
import io.signalbox.sqlite.DatabaseFiles;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * An engine whose log has a limit of some 254 pages; a step of the background is made, and time passes, when a test says so.
 */
abstract class CheckpointedEngine {

    static final String LIMIT = "?wal_limit=1MiB&readers=4";

    /** So that some commits are fewer pages than what is looked at. */
    static final String FOUR_TIMES_THE_LIMIT = "?wal_limit=4MiB&readers=4";

    @TempDir
    Path directory;

    final AtomicLong time = new AtomicLong();
    final TestDisk disk = new TestDisk();
    final List<BlockedCheckpoint> blocked = new ArrayList<>();
    Engine engine;

    @BeforeEach
    void open() throws Exception {
        open(LIMIT);
    }

    void open(String settings) throws Exception {
        if (engine != null) {
            engine.close();
        }
        Path file = directory.resolve("test.db");
        engine = new Engine(
                SqliteConfiguration.parse("jdbc:sqlite:" + file + settings),
                DatabaseFiles.at(file),
                Engine.OVERTAKING,
                time::get,
                disk);
        engine.events().add(new DatabaseListener() {
            @Override
            public void checkpointBlocked(BlockedCheckpoint checkpoint) {
                blocked.add(checkpoint);
            }
        });
        try (SqliteConnection connection = connect()) {
            execute(connection, "create table if not exists t(id integer primary key, name text, filler blob)");
        }
        openAllReaders();
        engine.maintenance().checkpoint(CheckpointMode.RESTART);
    }

    /** The pool opens them in the background, and each reads from the log for a moment then. */
    void openAllReaders() throws SQLException {
        List<SqliteConnection> all = new ArrayList<>();
        for (int i = 0; i < engine.configuration().readers(); i++) {
            all.add(reading());
        }
        for (SqliteConnection reader : all) {
            reader.close();
        }
    }

    @AfterEach
    void close() throws SQLException {
        closeUnheld(engine);
    }

    /** Closes it in any case, so that one whose test has failed is in the way of no other. */
    static void closeUnheld(Engine engine) throws SQLException {
        try {
            Unheld.check(engine::statistics);
        } finally {
            engine.close();
        }
    }

    SqliteConnection connect() {
        return new LazyConnection(engine, false);
    }

    SqliteConnection reading() throws SQLException {
        SqliteConnection connection = new LazyConnection(engine, true);
        connection.setAutoCommit(false);
        texts(connection, "select count(*) from t");
        return connection;
    }

    /** Commits as often as given, some ten pages each time. */
    void commit(int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            try (SqliteConnection connection = connect()) {
                connection.setAutoCommit(false);
                execute(connection, "insert into t(name, filler) values('a', zeroblob(36000))");
                connection.commit();
            }
        }
    }

    CheckpointResult log() throws SQLException {
        return engine.maintenance().checkpoint(CheckpointMode.NOOP);
    }

    CheckpointStatistics counted() {
        return engine.statistics().checkpoints();
    }

    long acquisitions() {
        return engine.statistics().writer().acquired();
    }

    void assertBegunAnew() throws SQLException {
        commit(1);
        assertThat(log().logFrames()).as("pages in the log").isLessThan(20);
    }
}
