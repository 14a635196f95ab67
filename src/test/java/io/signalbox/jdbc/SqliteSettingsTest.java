package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings as SQLite itself tells them, on the connections that the data source hands out. */
class SqliteSettingsTest {

    @TempDir
    Path directory;

    String url;

    @BeforeEach
    void name() {
        url = "jdbc:sqlite:" + directory.resolve("test.db");
    }

    private static String ask(Connection connection, String pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA " + pragma)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    /** In a transaction, so that it is the writer that answers. */
    private static String askWriter(SqliteDataSource dataSource, String pragma) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            String answer = ask(connection, pragma);
            assertThat(dataSource.statistics().writer().held()).isTrue();
            connection.rollback();
            return answer;
        }
    }

    /** Of all readers at once, so that every one of them answers. */
    private static List<String> askReaders(SqliteDataSource dataSource, String pragma) throws SQLException {
        List<Connection> connections = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        try {
            for (int i = 0; i < dataSource.configuration().readers(); i++) {
                Connection connection = dataSource.getReadOnlyConnection();
                connections.add(connection);
                connection.setAutoCommit(false);
                answers.add(ask(connection, pragma));
            }
            assertThat(dataSource.statistics().readersHeld()).isEqualTo(answers.size());
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
        return answers;
    }

    @ParameterizedTest
    @CsvSource({
        "journal_mode, wal, wal",
        "synchronous, 1, 1",
        "busy_timeout, 5000, 5000",
        "foreign_keys, 1, 1",
        "trusted_schema, 0, 0",
        "cell_size_check, 1, 1",
        "temp_store, 2, 2",
        "cache_size, -16384, -8192",
        "mmap_size, 0, 0",
        "locking_mode, normal, normal",
        "query_only, 0, 0"
    })
    void theDefaultsAreInForce(String pragma, String onTheWriter, String onTheReaders) throws SQLException {
        try (SqliteDataSource dataSource = SqliteDataSource.open(url + "?readers=3")) {
            assertThat(askWriter(dataSource, pragma)).isEqualTo(onTheWriter);
            assertThat(askReaders(dataSource, pragma)).hasSize(3).containsOnly(onTheReaders);
        }
    }

    @Test
    void theLogIsCutToItsLimit() throws SQLException {
        try (SqliteDataSource dataSource = SqliteDataSource.open(url)) {
            assertThat(askWriter(dataSource, "journal_size_limit")).isEqualTo("67108864");
        }
    }

    @Test
    void aReaderRefusesToWrite() throws SQLException {
        try (SqliteDataSource dataSource = SqliteDataSource.open(url);
                Connection reader = dataSource.getReadOnlyConnection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            assertThatThrownBy(() -> statement.executeUpdate("create table t(id integer primary key)"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "foreign_keys=off, foreign_keys, 0",
        "cache_size=-2000, cache_size, -2000",
        "mmap_size=1048576, mmap_size, 1048576",
        "recursive_triggers=yes, recursive_triggers, 1",
        "busy_timeout=250ms, busy_timeout, 250",
        "busy_timeout=PT3S, busy_timeout, 3000",
        "durability=CRASH_SAFE, synchronous, 1",
        "durability=POWER_SAFE, synchronous, 1"
    })
    void whatIsSetIsInForceOnEveryConnection(String parameter, String pragma, String value) throws SQLException {
        try (SqliteDataSource dataSource = SqliteDataSource.open(url + "?readers=2&" + parameter)) {
            assertThat(askWriter(dataSource, pragma)).isEqualTo(value);
            assertThat(askReaders(dataSource, pragma)).hasSize(2).containsOnly(value);
        }
    }

    @Test
    void aPragmaThatSqliteDoesNotTakeFailsTheStartAndLeavesNothingOpen() throws SQLException {
        assertThatThrownBy(() -> SqliteDataSource.open(url + "?threads=1000"))
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasMessageContaining("PRAGMA threads=1000");
        assertThat(directory.resolve("test.db-wal")).doesNotExist();
        try (SqliteDataSource dataSource = SqliteDataSource.open(url + "?threads=1")) {
            assertThat(askWriter(dataSource, "threads")).isEqualTo("1");
        }
    }

    @Test
    void aFileThatIsNoDatabaseFailsTheStartAndStaysAsItIs() throws Exception {
        Path file = Files.writeString(directory.resolve("test.db"), "not a database, but a letter\n".repeat(100));
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> SqliteDataSource.open(url))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("not a database");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void aDatabaseInAMissingDirectoryFailsTheStartAndSaysWhichDirectory() {
        assertThatThrownBy(() -> SqliteDataSource.open("jdbc:sqlite:" + directory.resolve("missing/test.db")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("missing does not exist");
    }
}
