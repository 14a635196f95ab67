package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Warnings;
import io.signalbox.sqlite.Access;
import io.signalbox.sqlite.ConnectionCustomizer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.Collation;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/** What an application adds to each physical connection, and what it may not do there. */
class ConnectionCustomizerTest {

    @TempDir
    Path directory;

    /** Adds a function and a collation. */
    public static class Additions implements ConnectionCustomizer {
        static final Queue<String> CALLS = new ConcurrentLinkedQueue<>();

        @Override
        public void opened(Connection connection, Access access) throws SQLException {
            CALLS.add("opened " + access);
            SQLiteConnection driver = connection.unwrap(SQLiteConnection.class);
            Function.create(driver, "twice", new Function() {
                @Override
                protected void xFunc() throws SQLException {
                    result(2 * value_long(0));
                }
            });
            Collation.create(driver, "backwards", new Collation() {
                private final Comparator<String> order = Comparator.reverseOrder();

                @Override
                protected int xCompare(String first, String second) {
                    return order.compare(first, second);
                }
            });
            execute(connection, "pragma case_sensitive_like=on");
        }

        @Override
        public void closed(Connection connection) throws SQLException {
            assertThat(texts(connection, "select twice(4)")).containsExactly("8");
            CALLS.add("closed");
        }
    }

    private String url() {
        return "jdbc:sqlite:" + directory.resolve("test.db") + "?readers=2";
    }

    private SqliteDataSource open(Object customizer) throws SQLException {
        Map<String, Object> properties = new HashMap<>();
        properties.put(Setting.CONNECTION_CUSTOMIZER.key(), customizer);
        return SqliteDataSource.open(SqliteConfiguration.parse(url(), properties));
    }

    @Test
    void everyConnectionHasWhatItAdds() throws SQLException {
        Additions.CALLS.clear();
        try (SqliteDataSource dataSource = open(Additions.class.getName());
                Connection connection = dataSource.getConnection();
                Connection reader = dataSource.getReadOnlyConnection()) {
            execute(connection, "create table t(n integer, name text collate backwards)");
            assertThat(texts(connection, "insert into t values(twice(21), 'a'), (0, 'b') returning n"))
                    .containsExactly("42", "0");
            assertThat(texts(reader, "select twice(n) from t order by name")).containsExactly("0", "84");
            assertThat(texts(reader, "select name from t where name like 'A'")).isEmpty();
        }
        assertThat(Additions.CALLS).contains("opened READ_WRITE", "opened READ_ONLY");
        assertThat(Additions.CALLS.stream().filter("closed"::equals))
                .hasSameSizeAs(Additions.CALLS.stream()
                        .filter(call -> call.startsWith("opened"))
                        .toList());
    }

    @Test
    void twoDataSourcesThatNameTheSameClassShareOneDatabase() throws SQLException {
        try (SqliteDataSource first = open(Additions.class.getName());
                SqliteDataSource second = open(Additions.class.getName())) {
            assertThat(second.path()).isEqualTo(first.path());
            assertThatThrownBy(() -> open(new Additions())).hasMessageContaining("with other settings");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no.such.Class", "java.lang.String", "java.lang.Runnable"})
    void anotherNameIsRefused(String name) {
        assertThatThrownBy(() -> open(name))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("signalbox.connection_customizer: must be the name of a class that implements")
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pragma synchronous=off | changed PRAGMA synchronous from",
                "pragma query_only=on | changed PRAGMA query_only from 0 to 1: readers are read-only and the writer is not",
                "pragma wal_autocheckpoint=0 | changed PRAGMA wal_autocheckpoint",
                "pragma journal_mode=delete | changed PRAGMA journal_mode from wal to delete",
                "pragma locking_mode=exclusive | changed PRAGMA locking_mode",
                "pragma foreign_keys=off | changed PRAGMA foreign_keys from 1 to 0: set signalbox.pragma.foreign_keys",
                "pragma busy_timeout=0 | changed PRAGMA busy_timeout from 5000 to 0: set signalbox.busy_timeout",
                "begin | left a transaction open",
                "attach ':memory:' as other | attached the database other",
            })
    void whatVoidsAPromiseIsRefused(String sql, String message) {
        ConnectionCustomizer customizer = (connection, access) -> execute(connection, sql);
        assertThatThrownBy(() -> open(customizer))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("the connection customizer ")
                .hasMessageContaining(message);
        assertThat(directory.resolve("test.db-wal")).doesNotExist();
    }

    @Test
    void whatFailsInOpeningIsTheStartsOwnError() throws SQLException {
        ConnectionCustomizer failing = (connection, access) -> {
            throw new SQLException("no function for " + access.name().toLowerCase(Locale.ROOT));
        };
        assertThatThrownBy(() -> open(failing)).hasMessageContaining("no function for read_write");
        open(Additions.class.getName()).close();
    }

    @Test
    void whatFailsInClosingIsLoggedAndClosesAllTheSame() throws SQLException {
        ConnectionCustomizer failing = new ConnectionCustomizer() {
            @Override
            public void opened(Connection connection, Access access) {}

            @Override
            public void closed(Connection connection) throws SQLException {
                throw new SQLException("cannot let go");
            }
        };
        List<String> seen;
        try (Warnings warnings = new Warnings("io.signalbox")) {
            open(failing).close();
            seen = warnings.seen();
        }
        assertThat(seen).anyMatch(line -> line.contains("cannot let go"));
        assertThat(directory.resolve("test.db-wal")).doesNotExist();
    }

    /** The pool closes a connection that was retired, and opens the next, when it comes to it. */
    @Test
    void theLastToCloseIsAWriterAlsoIfThePoolHasNoneAtThatMoment() throws Exception {
        AtomicInteger writers = new AtomicInteger();
        CountDownLatch none = new CountDownLatch(1);
        ConnectionCustomizer customizer = (connection, access) -> {
            if (access == Access.READ_WRITE && writers.incrementAndGet() == 2) {
                none.countDown();
                throw new SQLException("the next attempt, after 100 ms, succeeds");
            }
        };
        try (SqliteDataSource dataSource = open(customizer);
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "create table t(n)");
            execute(connection, "create temp table retires_the_connection(n)");
            connection.commit();
            none.await();
        }
        assertThat(directory.resolve("test.db-wal")).doesNotExist();
    }
}
