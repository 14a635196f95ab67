package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.sqlite.StatementStoppedException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection can be told, and what it tells. */
@Timeout(50)
class ConnectionSettingsTest {

    /** Longer than any test may take: only a timeout of the transaction's own ends a wait in time. */
    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?write_timeout=60s&reader_timeout=60s&readers=1");

    @Test
    void aTransactionsOwnTimeoutBoundsItsWaitForTheWriter() throws Exception {
        assertTimesOut(connection -> {
            connection.setAutoCommit(false);
            connection.setTransactionTimeout(Duration.ofMillis(20));
        });
    }

    @Test
    void aTimeoutThatIsSetBeforeAutoCommitIsSwitchedOffHolds() throws Exception {
        assertTimesOut(connection -> {
            connection.setTransactionTimeout(Duration.ofMillis(20));
            connection.setAutoCommit(false);
        });
    }

    @Test
    void aTimeoutHoldsForAWriteInAutoCommit() throws Exception {
        assertTimesOut(connection -> connection.setTransactionTimeout(Duration.ofMillis(20)));
    }

    private interface Setup {
        void on(SqliteConnection connection) throws SQLException;
    }

    private void assertTimesOut(Setup setup) throws Exception {
        try (Connection holder = test.transaction()) {
            execute(holder, "insert into t(name) values('held')");
            Actor<Void> waiter = Actor.does("waiter", () -> {
                try (SqliteConnection connection = test.connect()) {
                    setup.on(connection);
                    execute(connection, "insert into t(name) values('late')");
                }
            });
            assertThat(waiter.failure()).isInstanceOf(WriterTimeoutException.class);
        }
    }

    @Test
    void aTimeoutHoldsForOneTransaction() throws Exception {
        try (SqliteConnection connection = test.transaction()) {
            connection.setTransactionTimeout(Duration.ofNanos(1));
            assertThatThrownBy(() -> execute(connection, "insert into t(name) values('a')"))
                    .isInstanceOf(StatementStoppedException.class);
            connection.rollback();
            Actor<Void> waiter;
            try (Connection holder = test.transaction()) {
                execute(holder, "insert into t(name) values('b')");
                waiter = Actor.does("waiter", () -> {
                    execute(connection, "insert into t(name) values('c')");
                    connection.commit();
                });
                Actor.until("it waits", () -> test.writer().waiting() == 1);
                waiter.parked();
                holder.commit();
            }
            waiter.result();
        }
        assertThat(test.names()).containsExactly("b", "c");
    }

    @Test
    void neitherTimeoutNorReadOnlyCanBeChangedInTheMidstOfATransaction() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('a')");
            assertState("25001", () -> connection.setReadOnly(true));
            assertState("25001", () -> connection.setTransactionTimeout(Duration.ofSeconds(1)));
            connection.rollback();
            connection.setReadOnly(true);
            assertThat(connection.isReadOnly()).isTrue();
            assertState("25006", () -> execute(connection, "insert into t(name) values('a')"));
        }
    }

    private interface Call {
        void run() throws SQLException;
    }

    private static void assertState(String state, Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(SQLNonTransientException.class)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_UNCOMMITTED,
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    void everyIsolationLevelIsGrantedAsSerializable(int level) throws SQLException {
        try (Connection connection = test.connect()) {
            connection.setTransactionIsolation(level);
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_NONE, 3, -1})
    void whatIsNoIsolationLevelIsRefused(int level) throws SQLException {
        try (Connection connection = test.connect()) {
            assertThatThrownBy(() -> connection.setTransactionIsolation(level))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
        }
    }

    @Test
    void cursorsThatSqliteDoesNotHaveAreRefused() throws SQLException {
        int forward = ResultSet.TYPE_FORWARD_ONLY;
        int readOnly = ResultSet.CONCUR_READ_ONLY;
        int atCommit = ResultSet.CLOSE_CURSORS_AT_COMMIT;
        try (Connection connection = test.connect()) {
            assertUnsupported(() -> connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, readOnly));
            assertUnsupported(() -> connection.createStatement(forward, ResultSet.CONCUR_UPDATABLE));
            assertUnsupported(
                    () -> connection.prepareStatement("select 1", ResultSet.TYPE_SCROLL_SENSITIVE, readOnly, atCommit));
            assertUnsupported(() -> connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT));
            assertUnsupported(() -> connection.createStatement(forward, readOnly, ResultSet.HOLD_CURSORS_OVER_COMMIT));
            connection.createStatement(forward, readOnly, atCommit).close();
            connection.prepareStatement("select 1", forward, readOnly, atCommit).close();
            assertThat(connection.getHoldability()).isEqualTo(atCommit);
        }
    }

    @Test
    void whatSqliteDoesNotHaveIsRefused() throws SQLException {
        try (Connection connection = test.connect()) {
            assertUnsupported(() -> connection.prepareCall("{call x()}"));
            assertUnsupported(connection::createClob);
            assertUnsupported(connection::createBlob);
            assertUnsupported(connection::createSQLXML);
            assertUnsupported(() -> connection.createArrayOf("text", new Object[0]));
        }
    }

    private static void assertUnsupported(Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessageStartingWith("SQLite has");
    }

    @Test
    void aConnectionIsValidUntilItIsClosed() throws SQLException {
        Connection connection = test.transaction();
        execute(connection, "insert into t(name) values('a')");
        assertThat(connection.isValid(0)).isTrue();
        assertThatThrownBy(() -> connection.isValid(-1)).isInstanceOf(SQLNonTransientException.class);
        connection.close();
        assertThat(connection.isValid(0)).isFalse();
    }

    @Test
    void itIsNotValidOnceItsDatabaseIsClosed() throws SQLException {
        SqliteDataSource other = SqliteDataSource.open("jdbc:sqlite::memory:");
        Connection transaction = other.getConnection();
        transaction.setAutoCommit(false);
        try (transaction;
                Connection autoCommit = other.getConnection();
                Connection readOnly = other.getReadOnlyConnection()) {
            assertThat(transaction.isValid(0)).isTrue();
            other.close();
            for (Connection connection : List.of(transaction, autoCommit, readOnly)) {
                assertThat(connection.isValid(0)).isFalse();
                assertThatThrownBy(() -> texts(connection, "select 1")).isInstanceOf(DataSourceClosedException.class);
            }
        }
    }

    @Test
    void itUnwrapsToWhatItIsAndToNothingBelow() throws SQLException {
        try (Connection connection = test.connect()) {
            assertThat(connection.isWrapperFor(SqliteConnection.class)).isTrue();
            assertThat(connection.unwrap(SqliteConnection.class)).isSameAs(connection);
            assertThat(connection.isWrapperFor(org.sqlite.SQLiteConnection.class))
                    .isFalse();
            assertThatThrownBy(() -> connection.unwrap(org.sqlite.SQLiteConnection.class))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void metadataBindsNoWriterAndGivesItsReaderBack() throws SQLException {
        long before = test.writer().acquired();
        try (Connection connection = test.transaction()) {
            DatabaseMetaData metaData = connection.getMetaData();
            assertThat(metaData.getConnection()).isSameAs(connection);
            try (ResultSet tables = metaData.getTables(null, null, "t", null)) {
                assertThat(tables.next()).isTrue();
                assertThat(tables.getString("TABLE_NAME")).isEqualTo("t");
            }
            try (ResultSet columns = metaData.getColumns(null, null, "t", null)) {
                assertThat(columns.next()).isTrue();
            }
            assertThat(test.writer().acquired()).isEqualTo(before);
        }
        assertThat(test.readersHeld()).isZero();
        try (Connection connection = test.connect()) {
            assertThat(texts(connection, "select 1")).containsExactly("1");
        }
    }

    @Test
    void aResultOfMetadataThatWasLeftOpenPinsNothing() throws SQLException {
        try (Connection connection = test.connect()) {
            assertThat(connection.getMetaData().getTables(null, null, "t", null).next())
                    .isTrue();
        }
        test.execute("insert into t(name) values('after it')");
        assertThat(test.names()).containsExactly("after it");
    }

    @Test
    void aClosedDataSourceGivesNoConnection() throws SQLException {
        SqliteDataSource second = SqliteDataSource.open(test.dataSource().configuration());
        Connection open = second.getConnection();
        second.close();
        second.close();
        assertThatThrownBy(second::getConnection).isInstanceOf(DataSourceClosedException.class);
        open.close();
    }
}
