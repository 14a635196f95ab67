package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.TestDisk;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A fresh engine for each test on a disk of the test's, with a table {@code t(id, name)} that is empty and durable. */
final class SyncedEngine implements BeforeEachCallback, AfterEachCallback {

    private final String settings;
    private TestDisk disk;
    private Path directory;
    private Engine engine;

    private SyncedEngine(String settings) {
        this.settings = settings;
    }

    /** With settings as they are written in a URL, such as {@code ?durability=CRASH_SAFE}. */
    static SyncedEngine with(String settings) {
        return new SyncedEngine(settings);
    }

    TestDisk disk() {
        return disk;
    }

    Engine engine() {
        return engine;
    }

    Path path() {
        return directory.resolve("test.db");
    }

    Path log() {
        return directory.resolve("test.db-wal");
    }

    SqliteConnection connect() {
        return new LazyConnection(engine, false);
    }

    SqliteConnection transaction() throws SQLException {
        SqliteConnection connection = connect();
        connection.setAutoCommit(false);
        return connection;
    }

    /** Inserts a row in a transaction of its own, and commits. */
    void insert(String name) throws SQLException {
        try (SqliteConnection connection = transaction()) {
            execute(connection, "insert into t(name) values('" + name + "')");
            connection.commit();
        }
    }

    Actor<Void> inserting(String name) {
        return Actor.does("inserts " + name, () -> insert(name));
    }

    List<String> names() throws SQLException {
        try (SqliteConnection connection = new LazyConnection(engine, true)) {
            return texts(connection, "select name from t order by id");
        }
    }

    /** Returns once so many forces have begun. */
    void untilForced(int times) {
        Actor.until("force " + times + " has begun", () -> disk.forces() == times);
    }

    /** Returns once so many names are committed, and those who committed them have let the writer go. */
    void untilCommitted(int count) {
        Actor.until(count + " are committed", () -> {
            try {
                return names().size() == count && !engine.statistics().writer().held();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    void open() throws SQLException, IOException {
        engine = new Engine(
                SqliteConfiguration.parse("jdbc:sqlite:" + path() + settings),
                DatabaseFiles.at(path()),
                Engine.OVERTAKING,
                System::nanoTime,
                disk);
    }

    void close() throws SQLException {
        engine.close();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        disk = new TestDisk();
        directory = Files.createTempDirectory("signalbox-test-");
        open();
        try (SqliteConnection connection = connect()) {
            connection.setTransactionDurability(Durability.POWER_SAFE);
            execute(connection, "create table t(id integer primary key, name text)");
        }
        disk.forget();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        disk.release();
        try {
            assertThat(engine.statistics().writer().held())
                    .as("the writer is held")
                    .isFalse();
            assertThat(engine.statistics().readersHeld()).as("held readers").isZero();
        } finally {
            engine.close();
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
