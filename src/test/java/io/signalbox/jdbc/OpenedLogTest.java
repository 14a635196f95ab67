package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.TestDisk;
import io.signalbox.sqlite.DatabaseFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The log is durable before it is served, and one and the same file from the opening of the database to its close. */
@Timeout(120)
class OpenedLogTest {

    @RegisterExtension
    final SyncedEngine test = SyncedEngine.with("?readers=1");

    @TempDir
    Path directory;

    private final TestDisk disk = new TestDisk();

    private Path copied() {
        return directory.resolve("test.db");
    }

    /** What a process that was killed leaves: the files as they are, without the locks. Copied through SQLite's own eyes. */
    private void copyAsAKillWouldLeaveIt() throws IOException, SQLException {
        test.insert("recovered");
        Files.copy(test.log(), directory.resolve("test.db-wal"));
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + test.path())) {
            execute(plain, "vacuum into '" + directory.resolve("unused.db") + "'");
        }
    }

    private Engine open() throws SQLException, IOException {
        return new Engine(
                SqliteConfiguration.parse("jdbc:sqlite:" + copied()),
                DatabaseFiles.at(copied()),
                4,
                Duration.ofMillis(1),
                System::nanoTime,
                disk);
    }
}
