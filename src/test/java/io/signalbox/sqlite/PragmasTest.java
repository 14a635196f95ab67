package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PragmasTest {

    private static final Pragmas NONE = new Pragmas(Map.of());

    /** For each pragma a value that is not SQLite's own default. */
    private static final Map<Pragma, String> UNUSUAL = new EnumMap<>(Map.ofEntries(
            Map.entry(Pragma.ANALYSIS_LIMIT, "400"),
            Map.entry(Pragma.AUTOMATIC_INDEX, "off"),
            Map.entry(Pragma.BUSY_TIMEOUT, "1234"),
            Map.entry(Pragma.CACHE_SIZE, "-1024"),
            Map.entry(Pragma.CELL_SIZE_CHECK, "on"),
            Map.entry(Pragma.CHECKPOINT_FULLFSYNC, "on"),
            Map.entry(Pragma.FOREIGN_KEYS, "on"),
            Map.entry(Pragma.FULLFSYNC, "on"),
            Map.entry(Pragma.JOURNAL_SIZE_LIMIT, "1048576"),
            Map.entry(Pragma.MMAP_SIZE, "1048576"),
            Map.entry(Pragma.RECURSIVE_TRIGGERS, "on"),
            Map.entry(Pragma.REVERSE_UNORDERED_SELECTS, "on"),
            Map.entry(Pragma.SECURE_DELETE, "fast"),
            Map.entry(Pragma.SYNCHRONOUS, "extra"),
            Map.entry(Pragma.TEMP_STORE, "memory"),
            Map.entry(Pragma.THREADS, "2"),
            Map.entry(Pragma.TRUSTED_SCHEMA, "off")));

    @TempDir
    Path directory;

    DatabaseFiles files;

    @BeforeEach
    void create() throws Exception {
        files = DatabaseFiles.at(directory.resolve("test.db"));
        try (PhysicalConnection created = open(Access.READ_WRITE, NONE);
                Statement statement = created.createStatement()) {
            statement.execute("create table t(id integer primary key)");
        }
    }

    private PhysicalConnection open(Access access, Pragmas pragmas) throws SQLException {
        return PhysicalConnection.open(files, access, pragmas, 4, null);
    }

    private static String ask(PhysicalConnection connection, Pragma pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA " + pragma.sqlName())) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPragmaTakesItsValueOnBothKindsOfConnection(Pragma pragma) throws SQLException {
        String value = UNUSUAL.get(pragma);
        for (Access access : Access.values()) {
            // a writer is open beside it, as it is in the data source: a reader alone cannot open the log
            try (PhysicalConnection writer = open(Access.READ_WRITE, NONE);
                    PhysicalConnection plain = open(access, NONE);
                    PhysicalConnection changed = open(access, NONE.with(pragma, value))) {
                assertThat(ask(changed, pragma)).as("%s %s", access, pragma).isEqualTo(pragma.normalized(value));
                assertThat(ask(plain, pragma)).as("the default of %s", pragma).isNotEqualTo(pragma.normalized(value));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"THREADS, 1000", "MMAP_SIZE, -2", "JOURNAL_SIZE_LIMIT, -7", "CACHE_SIZE, 99999999999"})
    void aValueThatSqliteDoesNotTakeIsRefused(Pragma pragma, String value) {
        assertThatThrownBy(() -> open(Access.READ_WRITE, NONE.with(pragma, value)))
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasMessageContaining("PRAGMA " + pragma.sqlName() + "=" + value)
                .hasMessageContaining("reads back");
    }

    @ParameterizedTest
    @CsvSource({
        "FOREIGN_KEYS, ON, 1",
        "FOREIGN_KEYS, on, 1",
        "FOREIGN_KEYS, True, 1",
        "FOREIGN_KEYS, yes, 1",
        "FOREIGN_KEYS, 1, 1",
        "FOREIGN_KEYS, ' off ', 0",
        "FOREIGN_KEYS, false, 0",
        "FOREIGN_KEYS, NO, 0",
        "FOREIGN_KEYS, 0, 0",
        "SECURE_DELETE, fast, 2",
        "SECURE_DELETE, true, 1",
        "SYNCHRONOUS, FULL, 2",
        "TEMP_STORE, file, 1",
        "TEMP_STORE, MEMORY, 2",
        "CACHE_SIZE, -16384, -16384",
        "CACHE_SIZE, 0010, 10",
        "MMAP_SIZE, ' 0 ', 0"
    })
    void aValueHasTheFormThatSqliteReadsBack(Pragma pragma, String value, String normalized) {
        assertThat(pragma.normalized(value)).isEqualTo(normalized);
        assertThat(pragma.normalized(normalized)).isEqualTo(normalized);
    }

    @ParameterizedTest
    @CsvSource({
        "FOREIGN_KEYS, maybe, must be OFF or ON",
        "FOREIGN_KEYS, 2, must be OFF or ON",
        "FOREIGN_KEYS, '', must be OFF or ON",
        "SECURE_DELETE, 3, must be OFF or ON or FAST",
        "TEMP_STORE, on, must be DEFAULT or FILE or MEMORY",
        "CACHE_SIZE, 16MiB, must be a whole number",
        "CACHE_SIZE, 1.5, must be a whole number",
        "CACHE_SIZE, '', must be a whole number",
        "CACHE_SIZE, '1; drop table t', must be a whole number"
    })
    void anyOtherValueIsRefused(Pragma pragma, String value, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pragma.normalized(value))
                .withMessage(reason + ", but is '" + value + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "synchronous",
                "journal_mode",
                "locking_mode",
                "query_only",
                "wal_autocheckpoint",
                "busy_timeout",
                "read_uncommitted",
                "writable_schema",
                "ignore_check_constraints",
                "defer_foreign_keys"
            })
    void whatWouldVoidAPromiseIsRefusedWithAReason(String name) {
        assertThat(Pragma.refusal(name))
                .hasValueSatisfying(reason -> assertThat(reason).contains(" "));
    }

    @Test
    void pragmasAreFoundByTheirNameInSql() {
        for (Pragma pragma : Pragma.values()) {
            assertThat(Pragma.named(pragma.sqlName())).contains(pragma);
        }
        assertThat(Pragma.named("FOREIGN_KEYS")).isEmpty();
        assertThat(Pragma.named("user_version")).isEmpty();
    }

    @Test
    void pragmasDoNotChange() {
        Map<Pragma, String> given = new EnumMap<>(Map.of(Pragma.CACHE_SIZE, "10"));
        Pragmas pragmas = new Pragmas(given);
        given.put(Pragma.CACHE_SIZE, "20");
        Pragmas other = pragmas.with(Pragma.CACHE_SIZE, "30").withAll(Map.of(Pragma.THREADS, "1"));
        assertThat(pragmas.values()).containsExactly(Map.entry(Pragma.CACHE_SIZE, "10"));
        assertThat(other.values()).containsOnly(Map.entry(Pragma.CACHE_SIZE, "30"), Map.entry(Pragma.THREADS, "1"));
    }

    /** SQLite's VFS that locks by files beside the database has no shared memory, as a network's file system has none. */
    @Test
    void aFileSystemWithoutSharedMemoryIsRefused() throws Exception {
        String url = "jdbc:sqlite:file:" + directory.resolve("dotfile.db") + "?vfs=unix-dotfile";
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThatThrownBy(() -> Pragmas.changeToWal(connection))
                    .isInstanceOf(SQLNonTransientConnectionException.class)
                    .hasMessage(
                            "the file system does not support SQLite's WAL mode (journal_mode stays delete): put the"
                                    + " database on a local disk");
        }
    }
}
