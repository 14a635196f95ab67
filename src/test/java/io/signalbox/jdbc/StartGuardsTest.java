package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signalbox.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that cannot be opened is named, in one sentence that says what to do; and it stays as it was. */
class StartGuardsTest {

    @TempDir
    Path temporary;

    Path directory;
    Path file;

    @BeforeEach
    void resolve() throws IOException {
        directory = temporary.toRealPath();
        file = directory.resolve("test.db");
    }

    private static void refused(String url, String message) {
        assertThatExceptionOfType(SQLNonTransientConnectionException.class)
                .isThrownBy(() -> SqliteDataSource.open(url))
                .withMessage(message)
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08001"));
    }

    @Test
    void aMissingParent() {
        refused(
                "jdbc:sqlite:" + directory + "/missing/test.db",
                "cannot open the database: the directory " + directory
                        + "/missing does not exist: create it, or mend the path");
        assertThat(directory.resolve("missing")).doesNotExist();
    }

    @Test
    void aDirectory() {
        refused(
                "jdbc:sqlite:" + directory,
                "cannot open the database: " + directory + " is a directory: name a file in it");
    }

    @Test
    void aFileThatIsNoDatabase() throws IOException {
        Files.writeString(file, "A letter, long enough to be taken for a page.\n".repeat(100));
        byte[] before = Files.readAllBytes(file);
        refused(
                "jdbc:sqlite:" + file,
                "cannot open the database " + file
                        + ": the file is not a database, or is encrypted; name another, or move this one away"
                        + " [SQLITE_NOTADB]");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void aDatabaseThatIsDamaged() throws Exception {
        SqliteDataSource.open("jdbc:sqlite:" + file).close();
        byte[] damaged = Files.readAllBytes(file);
        damaged[100] = 99; // the kind of the first page
        Files.write(file, damaged);
        refused(
                "jdbc:sqlite:" + file,
                "cannot open the database " + file
                        + ": the file is damaged; put a backup in its place [SQLITE_CORRUPT]");
    }

    @Test
    void aDatabaseThatAnotherKeepsLocked() throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("create table t(id integer primary key)");
            statement.execute("BEGIN EXCLUSIVE");
            assertThatExceptionOfType(ForeignLockTimeoutException.class)
                    .isThrownBy(() -> SqliteDataSource.open("jdbc:sqlite:" + file + "?busy_timeout=1ms"))
                    .withMessage("cannot open the database " + file + ": another process kept it locked for longer than"
                            + " signalbox.busy_timeout; end that process, or have it use WAL mode [SQLITE_BUSY]")
                    .withCauseInstanceOf(SQLException.class);
        }
        SqliteDataSource.open("jdbc:sqlite:" + file).close();
    }

    @Test
    void aStartThatFailedIsNotInTheWayOfTheNext() throws Exception {
        Files.writeString(file, "A letter, long enough to be taken for a page.\n".repeat(100));
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> SqliteDataSource.open("jdbc:sqlite:" + file));
        Files.delete(file);
        SqliteDataSource.open("jdbc:sqlite:" + file).close();
    }

    @Test
    void hardLinksAreOneDatabase() throws Exception {
        SqliteDataSource.open("jdbc:sqlite:" + file).close();
        Path link = Files.createLink(directory.resolve("link.db"), file);
        assertOneEngine("jdbc:sqlite:" + file, "jdbc:sqlite:" + link);
        assertOneEngine("jdbc:sqlite:" + link, "jdbc:sqlite:" + file);
    }

    @Test
    void aHardLinkToADatabaseThatWasMadeAMomentAgoIsThatDatabase() throws Exception {
        try (SqliteDataSource first = SqliteDataSource.open("jdbc:sqlite:" + file)) {
            Path link = Files.createLink(directory.resolve("link.db"), file);
            try (SqliteDataSource other = SqliteDataSource.open("jdbc:sqlite:" + link)) {
                assertThat(other.path()).isEqualTo(first.path());
            }
        }
    }

    private static void assertOneEngine(String one, String another) throws SQLException {
        try (SqliteDataSource first = SqliteDataSource.open(one);
                SqliteDataSource second = SqliteDataSource.open(another);
                Connection connection = first.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create table t(id integer primary key)");
            assertThat(second.statistics().writer().held()).isTrue();
            connection.rollback();
        }
    }

    @Test
    void aFileThatWasDeletedWhileItIsOpenIsNotOpenedAgain() throws Exception {
        String url = "jdbc:sqlite:" + file;
        try (SqliteDataSource open = SqliteDataSource.open(url)) {
            Files.delete(file);
            String message = "the file " + file + " was deleted or replaced while this JVM has the database open: close"
                    + " all that use it, then open the new one";
            refused(url, message);
            Files.createFile(file);
            refused(url, message);
            assertThat(open.statistics().readers()).isPositive();
        }
        SqliteDataSource.open(url).close();
    }

    /** A database that takes long to close: a transaction holds its writer. */
    @Test
    void whoOpensOneDatabaseDoesNotWaitForTheCloseOfAnother() throws Exception {
        SqliteDataSource slow = SqliteDataSource.open("jdbc:sqlite:" + file);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Actor<Void> holder = Actor.does("holder", () -> {
            try (Connection connection = slow.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("create table t(id integer primary key)");
                held.countDown();
                end.await();
                connection.commit();
            }
        });
        held.await();
        Actor<Void> closer = Actor.does("closer", slow::close).parked();
        SqliteDataSource.open("jdbc:sqlite:" + directory.resolve("other.db")).close();
        assertThat(closer.thread().isAlive()).isTrue();
        Actor<Void> opener = Actor.does(
                        "opener",
                        () -> SqliteDataSource.open("jdbc:sqlite:" + file).close())
                .parked();
        end.countDown();
        holder.result();
        closer.result();
        opener.result();
    }
}
