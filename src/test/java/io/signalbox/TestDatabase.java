package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.migration.Migrations;
import jakarta.persistence.PersistenceConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh database in a file for each test, with a leak checker that is always on: after the test no session is open, no
 * permit is taken and no reader is held, and closing leaves neither {@code -wal} nor {@code -shm}.
 */
public final class TestDatabase implements BeforeEachCallback, AfterEachCallback {

    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final Migrations migrations;
    private final Class<?>[] entities;
    private Path directory;
    private Database database;

    private TestDatabase(Migrations migrations, Class<?>... entities) {
        this.migrations = migrations;
        this.entities = entities;
    }

    /** With {@link Track} in it. */
    public static TestDatabase ofTracks() {
        return new TestDatabase(Migrations.of("classpath:db/test"), Track.class);
    }

    public static TestDatabase of(Migrations migrations, Class<?>... entities) {
        return new TestDatabase(migrations, entities);
    }

    public TestDatabase with(String property, Object value) {
        properties.put(property, value);
        return this;
    }

    public Database database() {
        return database;
    }

    public Path path() {
        return directory.resolve("test.db");
    }

    /** A second opening of the same file. */
    public Database openAgain() {
        return openAt(path());
    }

    /** The same on another file. */
    public Database openAt(Path file) {
        PersistenceConfiguration configuration = new PersistenceConfiguration("again");
        configuration.property("jakarta.persistence.jdbc.url", "jdbc:sqlite:" + file);
        properties.forEach(configuration::property);
        Stream.of(entities).forEach(configuration::managedClass);
        return Database.open(configuration);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        directory = Files.createTempDirectory("signalbox-test-");
        database = openAgain();
        database.migrate(migrations);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        try {
            assertNothingLeaked();
        } finally {
            database.close();
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("what is left after the last close")
                    .doesNotContain("test.db-wal", "test.db-shm");
        }
        delete();
    }

    private void assertNothingLeaked() throws SQLException {
        assertThat(database.sessions().open()).as("open sessions").isZero();
        Unheld.check(database::statistics);
    }

    private void delete() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
