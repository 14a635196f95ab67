package io.signalbox.jdbc;

import static io.signalbox.jdbc.NumberedConnections.which;
import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Threads that share a database in memory: with SQLite's own shared cache a reader finds its table locked at once, whatever the
 * busy timeout, and all is gone with the last connection.
 */
@Timeout(50)
class InMemoryThreadsTest {

    private static final String URL = "jdbc:sqlite:file:shared-by-threads?mode=memory&cache=shared&readers=2";

    private final NumberedConnections connections = new NumberedConnections();
    private SqliteDataSource dataSource;

    @BeforeEach
    void open() throws SQLException {
        dataSource = openOne();
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, "create table t(name)");
            execute(connection, "insert into t values('committed')");
        }
    }

    private SqliteDataSource openOne() throws SQLException {
        return SqliteDataSource.open(
                SqliteConfiguration.parse(URL, Map.of(Setting.CONNECTION_CUSTOMIZER.key(), connections)));
    }

    @AfterEach
    void close() throws SQLException {
        dataSource.close();
        assertThat(dataSource.statistics().readersHeld()).isZero();
    }

    private Connection transaction(boolean readOnly) throws SQLException {
        Connection connection = readOnly ? dataSource.getReadOnlyConnection() : dataSource.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private List<String> names() throws SQLException {
        try (Connection reading = transaction(true)) {
            return texts(reading, "select name from t");
        }
    }

    @Test
    void aReaderMeetsNoLockOfWhoWrites() throws Exception {
        try (Connection writing = transaction(false)) {
            execute(writing, "insert into t values('uncommitted')");
            assertThat(Actor.on("reader", this::names)).containsExactly("committed");
            writing.commit();
        }
        assertThat(names()).containsExactly("committed", "uncommitted");
    }

    @Test
    void whoWritesMeetsNoLockOfAReader() throws Exception {
        try (Connection reading = transaction(true)) {
            assertThat(texts(reading, "select name from t")).containsExactly("committed");
            Actor.does("writer", () -> {
                        try (Connection writing = transaction(false)) {
                            execute(writing, "create table other(a)");
                            execute(writing, "delete from t");
                            writing.commit();
                        }
                    })
                    .result();
            assertThat(texts(reading, "select name from t")).containsExactly("committed");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void nothingIsLostWhereEveryConnectionIsReplacedByAnother() throws SQLException {
        for (int i = 0; i < 5; i++) {
            for (boolean readOnly : new boolean[] {true, false}) {
                try (Connection connection = transaction(readOnly)) {
                    execute(connection, NumberedConnections.LEAVES_STATE);
                }
            }
        }
        try (Connection writing = transaction(false)) {
            assertThat(which(writing)).isEqualTo("writer 6");
        }
        assertThat(names()).containsExactly("committed");
    }

    @Test
    void nothingIsLostWhereOneOfItsUsersCloses() throws SQLException {
        openOne().close();
        assertThat(names()).containsExactly("committed");
    }
}
