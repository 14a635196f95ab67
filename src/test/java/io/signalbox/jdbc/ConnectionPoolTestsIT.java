package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import io.signalbox.Unheld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.dbcp2.TestConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The connection tests that commons-dbcp2 publishes, run over our driver, and over c3p0 on the plain driver to tell what is
 * SQLite's and not ours.
 */
class ConnectionPoolTestsIT {

    /** Handles are lazy: more than the maximum may be open, and what is bounded is how many work at once. */
    private static final String LAZY = "testMaxTotal()";

    private static void createTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table dual(dummy text, sysdate text)");
            statement.execute("insert into dual values('x', '2026-11-21')");
        }
    }

    /** Over the driver; a data source keeps the database open between two connections. */
    static final class OverSignalbox extends TestConnectionPool {
        private static Path directory;
        private static SqliteDataSource dataSource;

        @BeforeAll
        static void open() throws Exception {
            directory = Files.createTempDirectory("signalbox-test-");
            dataSource = SqliteDataSource.open(url());
            try (Connection connection = dataSource.getConnection()) {
                createTable(connection);
            }
        }

        @AfterAll
        static void close() throws Exception {
            Unheld.check(dataSource::statistics);
            dataSource.close();
            assertThat(directory.resolve("test.db-wal")).doesNotExist();
            delete(directory);
        }

        private static String url() {
            return "jdbc:signalbox:" + directory.resolve("test.db");
        }

        @Override
        protected Connection getConnection() throws SQLException {
            return DriverManager.getConnection(url());
        }
    }

    /** Over c3p0 as an application would set it up. */
    static final class OverC3p0 extends TestConnectionPool {
        private static Path directory;
        private static ComboPooledDataSource pool;

        @BeforeAll
        static void open() throws Exception {
            directory = Files.createTempDirectory("signalbox-test-");
            pool = new ComboPooledDataSource();
            pool.setJdbcUrl("jdbc:sqlite:" + directory.resolve("test.db"));
            pool.setMaxPoolSize(10);
            pool.setCheckoutTimeout(1_000);
            try (Connection connection = pool.getConnection()) {
                createTable(connection);
            }
        }

        @AfterAll
        static void close() throws Exception {
            pool.close();
            delete(directory);
        }

        @Override
        protected Connection getConnection() throws SQLException {
            return pool.getConnection();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** What came of each test of a class; null where it passed. */
    private static Map<String, Throwable> run(Class<?> tests) {
        Map<String, Throwable> outcomes = new TreeMap<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                Throwable failure = result.getThrowable().orElse(null);
                if (test.isTest() || failure != null) {
                    outcomes.put(test.getDisplayName(), failure);
                }
            }
        });
        return outcomes;
    }

    private static Set<String> passed(Map<String, Throwable> outcomes) {
        Set<String> passed = new TreeSet<>(outcomes.keySet());
        passed.removeIf(test -> outcomes.get(test) != null);
        return passed;
    }

    @Test
    void whatPassesOverC3p0PassesOverUs() {
        Map<String, Throwable> ours = run(OverSignalbox.class);
        Map<String, Throwable> c3p0 = run(OverC3p0.class);
        assertThat(ours).hasSize(22).hasSameSizeAs(c3p0);
        Set<String> expected = passed(c3p0);
        expected.remove(LAZY);
        assertThat(passed(ours)).containsAll(expected);
    }
}
