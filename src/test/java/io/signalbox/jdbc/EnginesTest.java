package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which openings share one database, and when it is closed. */
class EnginesTest {

    @TempDir
    Path directory;

    private static void execute(SqliteDataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int tables(SqliteDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getReadOnlyConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from sqlite_schema where type = 'table'")) {
            assertThat(result.next()).isTrue();
            return result.getInt(1);
        }
    }

    /** One writer: while a transaction of the one holds it, the other's statistics say so. */
    private static void assertOneEngine(SqliteDataSource one, SqliteDataSource other) throws SQLException {
        assertThat(other.path()).isEqualTo(one.path());
        try (Connection connection = one.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create table if not exists t(id integer primary key)");
            assertThat(other.statistics().writer().held()).isTrue();
            connection.rollback();
        }
    }

    @Test
    void everySpellingOfAPathIsOneDatabase() throws Exception {
        Path real = directory.toRealPath().resolve("test.db");
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        Path relative = Path.of("").toRealPath().relativize(real);
        List<String> spellings = List.of(
                "jdbc:sqlite:" + real,
                "jdbc:signalbox:" + real,
                "jdbc:sqlite:" + relative,
                "jdbc:sqlite:" + directory + "/./test.db",
                "jdbc:sqlite:" + link + "/test.db",
                "jdbc:sqlite:file:" + real,
                "jdbc:sqlite:file:" + relative,
                "jdbc:sqlite:file:" + real.resolveSibling("t%65st.db"),
                "jdbc:sqlite:" + real.toUri(),
                "jdbc:sqlite:file://localhost" + real,
                "jdbc:sqlite:file:" + real + "?mode=rwc");
        try (SqliteDataSource first = SqliteDataSource.open(spellings.get(0))) {
            for (String spelling : spellings) {
                try (SqliteDataSource other = SqliteDataSource.open(spelling)) {
                    assertOneEngine(first, other);
                }
            }
        }
    }

    @Test
    void aLinkToADatabaseThatIsNotMadeYetIsThatDatabase() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), Path.of("real.db"));
        try (SqliteDataSource first = SqliteDataSource.open("jdbc:sqlite:" + link);
                SqliteDataSource real = SqliteDataSource.open("jdbc:sqlite:" + directory.resolve("real.db"));
                SqliteDataSource second = SqliteDataSource.open("jdbc:sqlite:" + link)) {
            assertOneEngine(first, real);
            assertOneEngine(first, second);
        }
    }

    @Test
    void theLastToCloseClosesTheDatabase() throws SQLException {
        String url = "jdbc:sqlite:" + directory.resolve("test.db");
        SqliteDataSource one = SqliteDataSource.open(url);
        SqliteDataSource other = SqliteDataSource.open(url);
        execute(one, "create table t(id integer primary key)");
        one.close();
        one.close();
        assertThat(directory.resolve("test.db-wal")).exists();
        assertThatThrownBy(one::getConnection).isInstanceOf(DataSourceClosedException.class);
        assertThat(tables(other)).isEqualTo(1);
        other.close();
        assertThat(directory.resolve("test.db-wal")).doesNotExist();
        assertThat(directory.resolve("test.db-shm")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"readers=3", "write_timeout=4s", "durability=CRASH_SAFE", "foreign_keys=off"})
    void otherSettingsForADatabaseThatIsOpenAreRefused(String parameter) throws SQLException {
        String url = "jdbc:sqlite:" + directory.resolve("test.db");
        try (SqliteDataSource open = SqliteDataSource.open(url + "?readers=2")) {
            assertThatThrownBy(() -> SqliteDataSource.open(url + "?" + parameter))
                    .isInstanceOf(SQLNonTransientConnectionException.class)
                    .hasMessageContaining("open in this JVM already, with other settings");
            execute(open, "create table t(id integer primary key)");
        }
        try (SqliteDataSource afterwards = SqliteDataSource.open(url + "?" + parameter)) {
            assertThat(tables(afterwards)).isEqualTo(1);
        }
    }

    @Test
    void theSameSettingsInOtherWordsAreTheSame() throws SQLException {
        String url = "jdbc:sqlite:" + directory.resolve("test.db");
        try (SqliteDataSource one = SqliteDataSource.open(url + "?write_timeout=2s&foreign_keys=true");
                SqliteDataSource other = SqliteDataSource.open(url + "?foreign_keys=ON&write_timeout=2000")) {
            assertOneEngine(one, other);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite::memory:",
                "jdbc:sqlite:",
                "jdbc:sqlite:file::memory:",
                "jdbc:signalbox::memory:",
                "jdbc:sqlite:file:line?mode=memory&cache=private"
            })
    void aDatabaseInMemoryIsOneForEachOpening(String url) throws SQLException {
        try (SqliteDataSource one = SqliteDataSource.open(url);
                SqliteDataSource other = SqliteDataSource.open(url)) {
            execute(one, "create table t(id integer primary key)");
            assertThat(tables(one)).isEqualTo(1);
            assertThat(tables(other)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite:file:shared-line?mode=memory&cache=shared",
                "jdbc:sqlite:file:other?mode=memory",
                "jdbc:sqlite:file::memory:?cache=shared"
            })
    void aDatabaseInMemoryWithANameIsShared(String url) throws SQLException {
        try (SqliteDataSource one = SqliteDataSource.open(url)) {
            execute(one, "create table t(id integer primary key)");
            try (SqliteDataSource other = SqliteDataSource.open(url)) {
                assertOneEngine(one, other);
                assertThat(tables(other)).isEqualTo(1);
            }
        }
        try (SqliteDataSource afterwards = SqliteDataSource.open(url)) {
            assertThat(tables(afterwards)).isZero();
        }
    }

    @Test
    void aDatabaseInMemoryIsAPrivateFileThatGoesWithItsLastUser() throws Exception {
        SqliteDataSource dataSource = SqliteDataSource.open("jdbc:sqlite::memory:");
        execute(dataSource, "create table t(id integer primary key)");
        Path file = dataSource.path();
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(file.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        dataSource.close();
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void manyFirstUsersOpenOneDatabase() throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve("test.db");
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<SqliteDataSource>> openings = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                openings.add(() -> SqliteDataSource.open(url));
            }
            List<SqliteDataSource> opened = new ArrayList<>();
            for (Future<SqliteDataSource> opening : threads.invokeAll(openings)) {
                opened.add(opening.get());
            }
            for (SqliteDataSource dataSource : opened) {
                assertOneEngine(opened.get(0), dataSource);
            }
            for (Future<Void> closing : threads.invokeAll(opened.stream()
                    .<Callable<Void>>map(dataSource -> () -> {
                        dataSource.close();
                        return null;
                    })
                    .toList())) {
                closing.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(directory.resolve("test.db-wal")).doesNotExist();
    }

    @Test
    void whatIsOpenedAndClosedLeavesNothing() throws Exception {
        SqliteDataSource.open("jdbc:sqlite:" + directory.resolve("test.db")).close();
        assertThat(directory.resolve("test.db-wal")).doesNotExist();
        assertThat(directory.resolve("test.db-shm")).doesNotExist();
    }

    /** The first read makes the pool open all readers, in a thread of its own, which a close may overtake. */
    @ParameterizedTest
    @ValueSource(strings = {"test.db?", ":memory:?"})
    void whatIsClosedWhileItsReadersStillOpenLeavesNothing(String name) throws Exception {
        String url = name.startsWith(":") ? name : directory.resolve(name).toString();
        for (int i = 0; i < 20; i++) {
            SqliteDataSource dataSource = SqliteDataSource.open("jdbc:sqlite:" + url + "readers=8");
            Path file = dataSource.path();
            assertThat(tables(dataSource)).isZero();
            dataSource.close();
            assertThat(Path.of(file + "-wal")).doesNotExist();
            assertThat(Path.of(file + "-shm")).doesNotExist();
            assertThat(openFilesIn(file.getParent())).isEmpty();
        }
    }

    /** Asks Linux; empty elsewhere. */
    private static List<Path> openFilesIn(Path directory) throws IOException {
        List<Path> open = new ArrayList<>();
        Path descriptors = Path.of("/proc/self/fd");
        if (Files.isDirectory(descriptors)) {
            try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
                for (Path link : links) {
                    Path target = targetOf(link);
                    if (target.startsWith(directory)) {
                        open.add(target);
                    }
                }
            }
        }
        return open;
    }

    private static Path targetOf(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link);
        } catch (NoSuchFileException e) {
            return link; // closed a moment ago
        }
    }

    @Test
    void aDatabaseIsCreatedForItsOwnerAlone() throws SQLException, IOException {
        Path file = directory.resolve("test.db");
        try (SqliteDataSource dataSource = SqliteDataSource.open("jdbc:sqlite:" + file)) {
            execute(dataSource, "create table t(id integer primary key)");
            for (String suffix : List.of("", "-wal", "-shm", ".lock")) {
                assertThat(Files.getPosixFilePermissions(Path.of(file + suffix)))
                        .as("%s%s", file, suffix)
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }
    }
}
