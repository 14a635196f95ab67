package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Unheld;
import io.signalbox.sqlite.ConnectionCustomizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh data source for each test, with a leak checker that is always on. Its table is {@code t(id, name unique)}, which
 * is empty.
 */
final class TestDataSource implements BeforeEachCallback, AfterEachCallback {

    private static final Duration OPENING = Duration.ofMinutes(1);

    private final String settings;
    private boolean opensAll;
    private final Map<String, Object> properties = new HashMap<>();
    private final List<DatabaseListener> listeners = new ArrayList<>();
    private Path directory;
    private SqliteDataSource dataSource;

    private TestDataSource(String settings) {
        this.settings = settings;
    }

    static TestDataSource fresh() {
        return with("");
    }

    /** With settings as they are written in a URL, such as {@code ?readers=2}. */
    static TestDataSource with(String settings) {
        return new TestDataSource(settings);
    }

    /** With a short timeout: all connections are open before a test begins, for nobody to wait in vain for an opening. */
    static TestDataSource impatient(String settings) {
        TestDataSource test = new TestDataSource(settings);
        test.opensAll = true;
        return test;
    }

    TestDataSource customizedBy(ConnectionCustomizer customizer) {
        properties.put(Setting.CONNECTION_CUSTOMIZER.key(), customizer);
        return this;
    }

    /** One that is told from the beginning of each test. */
    TextListener listener() {
        TextListener listener = new TextListener();
        listeners.add(listener);
        return listener;
    }

    Path path() {
        return directory.resolve("test.db");
    }

    SqliteDataSource dataSource() {
        return dataSource;
    }

    SqliteConnection connect() throws SQLException {
        return dataSource.getConnection();
    }

    /** A connection that is to begin a transaction with its next statement. */
    SqliteConnection transaction() throws SQLException {
        SqliteConnection connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    SqliteConnection readTransaction() throws SQLException {
        SqliteConnection connection = dataSource.getReadOnlyConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, sql);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of a query's rows, as texts. */
    static List<String> texts(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return texts(statement.executeQuery(sql));
        }
    }

    static List<String> texts(ResultSet result) throws SQLException {
        try (result) {
            List<String> texts = new ArrayList<>();
            while (result.next()) {
                texts.add(result.getString(1));
            }
            return texts;
        }
    }

    /** The names that are committed, in the order of their ids. */
    List<String> names() throws SQLException {
        try (Connection connection = dataSource.getReadOnlyConnection()) {
            return texts(connection, "select name from t order by id");
        }
    }

    WriteQueueStatistics writer() {
        return dataSource.statistics().writer();
    }

    int readersWaiting() {
        return dataSource.statistics().readersWaiting();
    }

    int readersHeld() {
        return dataSource.statistics().readersHeld();
    }

    /** What is done with a connection. */
    @FunctionalInterface
    interface Use {
        void of(Connection connection) throws SQLException;
    }

    /** Holds all readers together, that in reserve too, for there is one more than is said. */
    void forEachReader(Use use) throws SQLException {
        Deque<Connection> held = new ArrayDeque<>();
        try (SqliteConnection writer = transaction()) {
            execute(writer, "select 1");
            for (int i = 0; i <= dataSource.statistics().readers(); i++) {
                SqliteConnection reader = readTransaction();
                held.push(reader);
                reader.setTransactionTimeout(OPENING);
                execute(reader, "select 1");
                use.of(reader);
            }
        } finally {
            for (Connection reader : held) {
                reader.close();
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        directory = Files.createTempDirectory("signalbox-test-");
        open();
        if (opensAll) {
            forEachReader(reader -> {});
        }
        execute("create table t(id integer primary key, name text unique)");
        listeners.forEach(dataSource::addListener);
    }

    /** Opens it again, after a close in the midst of a test. */
    void open() throws SQLException {
        dataSource = SqliteDataSource.open(SqliteConfiguration.parse("jdbc:sqlite:" + path() + settings, properties));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        try {
            Unheld.check(dataSource::statistics);
        } finally {
            dataSource.close();
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                assertThat(file.toString()).doesNotEndWith("-wal").doesNotEndWith("-shm");
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
