package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.TestDisk;
import io.signalbox.sqlite.Access;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.PhysicalConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The log is durable before it is served, and one and the same file from the opening of the database to its close. */
@Timeout(120)
class OpenedLogTest {

    @RegisterExtension
    final SyncedEngine killed = SyncedEngine.with("");

    @TempDir
    Path directory;

    private final TestDisk disk = new TestDisk();

    private Path database() {
        return directory.resolve("test.db");
    }

    private Path log() {
        return directory.resolve("test.db-wal");
    }

    private SqliteConfiguration configuration() {
        return SqliteConfiguration.parse("jdbc:sqlite:" + database());
    }

    /** A database with rows in its log that may never have been synced, as a process that was killed leaves it. */
    private void leaveALog() throws Exception {
        killed.disk().fail(new IOException("no disk"));
        assertThatThrownBy(() -> killed.insert("a")).isInstanceOf(CommitOutcomeUnknownException.class);
        killed.close(); // makes no checkpoint then
        Files.copy(killed.path(), database());
        Files.copy(killed.log(), log());
        killed.disk().fail(null);
        killed.open();
    }

    private Engine open() throws SQLException, IOException {
        return new Engine(configuration(), DatabaseFiles.at(database()), Engine.OVERTAKING, System::nanoTime, disk);
    }

    @Test
    void whatAKilledProcessHasLeftIsInTheDatabaseBeforeItIsServed() throws Exception {
        leaveALog();
        assertThat(log()).isNotEmptyFile();
        Engine engine = open();
        try (SqliteConnection connection = new LazyConnection(engine, true)) {
            assertThat(log()).isEmptyFile();
            assertThat(texts(connection, "select name from t")).containsExactly("a");
        } finally {
            engine.close();
        }
        assertThat(disk.forces()).isZero();
    }

    @Test
    void whereAnotherProcessReadsItIsSyncedInstead() throws Exception {
        leaveALog();
        try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + database())) { // as good as one
            execute(reader, "begin");
            texts(reader, "select name from t");
            open().close();
            assertThat(disk.forces()).isEqualTo(1);
            disk.fail(new IOException("no disk"));
            assertThatThrownBy(this::open).isInstanceOf(SQLException.class).hasMessageContaining("no disk");
        }
    }

    /** The last connection that is closed removes the log; the next makes another, and nobody would force that. */
    @Test
    void theLogStaysWhenAllConnectionsThatAreUsedAreClosed() throws Exception {
        DatabaseFiles files = DatabaseFiles.at(database());
        SqliteConfiguration configuration = configuration();
        PhysicalPool writing = new PhysicalPool(
                "writer",
                1,
                () -> PhysicalConnection.open(files, Access.READ_WRITE, configuration.writerPragmas(), 0, null));
        OpenedLog log =
                OpenedLog.open(configuration, files, writing, UnaryOperator.identity(), (nanos, requests) -> {});
        Object before = key();
        writing.close();
        assertThat(key()).isEqualTo(before);
        log.close(() -> {}, () -> {});
    }

    private Object key() throws IOException {
        return Files.readAttributes(log(), BasicFileAttributes.class).fileKey();
    }
}
