package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.sqlite.Durability;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What it does to give a connection back: once, whatever has happened, and with nothing of its use left. */
@Timeout(50)
class GivingBackTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.impatient("?readers=1&reader_timeout=20ms&write_timeout=20ms");

    private final TextListener events = test.listener();

    @Test
    void aBlockGivesItBackWhetherItEndsOrFails() throws SQLException {
        try (Connection connection = test.readTransaction()) {
            texts(connection, "select 1");
            assertThat(test.readersHeld()).isEqualTo(1);
        }
        assertThat(test.readersHeld()).isZero();
        assertThatThrownBy(() -> {
                    try (Connection connection = test.readTransaction()) {
                        texts(connection, "select 1");
                        throw new IllegalStateException("of the application");
                    }
                })
                .hasMessage("of the application");
        assertThat(test.readersHeld()).isZero();
    }

    @Test
    void toCloseTwiceGivesBackOnce() throws SQLException {
        Connection connection = test.readTransaction();
        texts(connection, "select 1");
        connection.close();
        try (Connection next = test.readTransaction()) {
            texts(next, "select 1");
            connection.close();
            connection.abort(Runnable::run);
            assertThat(test.readersHeld())
                    .as("what the next has is not given back")
                    .isEqualTo(1);
        }
        assertThat(events.take().stream().filter("released"::equals)).hasSize(2);
    }

    @Test
    void whatIsClosedOrAbortedIsOfNoUse() throws SQLException {
        for (boolean abort : new boolean[] {true, false}) {
            Connection connection = test.transaction();
            if (abort) {
                connection.abort(Runnable::run);
                connection.abort(Runnable::run);
            }
            connection.close();
            assertThat(connection.isClosed()).isTrue();
            assertThatThrownBy(() -> texts(connection, "select 1"))
                    .isInstanceOf(SQLNonTransientConnectionException.class)
                    .hasMessage("the connection is closed");
        }
    }

    @Test
    void whatWasRolledBackIsNotRolledBackAgain() throws SQLException {
        try (Connection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('a')");
            connection.rollback();
        }
        assertThat(events.take()).containsExactly("acquired WRITER", "begun", "released", "rolled back");
    }

    @Test
    void whereNothingWasExecutedNothingIsRolledBack() throws SQLException {
        TransactionStatistics before = test.dataSource().statistics().transactions();
        try (Connection connection = test.transaction()) {
            connection.setReadOnly(true);
            connection.rollback();
            connection.commit();
        }
        assertThat(events.take()).isEmpty();
        assertThat(test.dataSource().statistics().transactions()).isEqualTo(before);
    }

    @Test
    void toCommitOrRollBackNothingDoesNothing() throws SQLException {
        try (Connection connection = test.transaction()) {
            connection.commit();
            connection.rollback();
            execute(connection, "insert into t(name) values('a')");
            connection.commit();
            connection.commit();
            connection.rollback();
        }
        assertThat(test.names()).containsExactly("a");
    }

    /** Nobody waits for a lock of what was read and not committed. */
    @Test
    void whatWasReadMayBeDroppedAtOnce() throws SQLException {
        test.execute("create table other(a)");
        try (Connection connection = test.readTransaction()) {
            texts(connection, "select a from other");
        }
        test.execute("drop table other");
        try (Connection connection = test.transaction()) {
            texts(connection, "select name from t");
        }
        test.execute("drop table t");
    }

    @Test
    void theSettingsOfAConnectionAreNotTheNextOnes() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            connection.setReadOnly(true);
            connection.setTransactionMode(TransactionMode.UPGRADE);
            connection.setTransactionDurability(Durability.CRASH_SAFE);
            connection.setTransactionTimeout(Duration.ofNanos(1));
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
        }
        try (Connection connection = test.connect()) {
            assertThat(connection.isReadOnly()).isFalse();
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            connection.setAutoCommit(false);
            texts(connection, "select name from t");
            assertThat(test.writer().held()).as("its mode is the data source's").isTrue();
            execute(connection, "insert into t(name) values('a')");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a");
    }
}
