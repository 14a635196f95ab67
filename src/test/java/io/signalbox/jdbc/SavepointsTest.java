package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Savepoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Savepoints of a connection; {@link UpgradeTest} has those that move with their transaction to the writer. */
class SavepointsTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.fresh();

    private static void insert(Connection connection, String name) throws SQLException {
        execute(connection, "insert into t(name) values('" + name + "')");
    }

    private static void assertState(String state, Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(SQLNonTransientException.class)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    private interface Call {
        void run() throws SQLException;
    }

    @Test
    void whatCameAfterASavepointIsRolledBackAndTheSavepointStays() throws SQLException {
        try (Connection connection = test.transaction()) {
            insert(connection, "a");
            Savepoint savepoint = connection.setSavepoint();
            for (int i = 0; i < 2; i++) {
                insert(connection, "b");
                connection.rollback(savepoint);
                assertThat(texts(connection, "select name from t")).containsExactly("a");
            }
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a");
    }

    @Test
    void toReleaseOneKeepsWhatCameAfterItAndReleasesThoseSetLater() throws SQLException {
        try (Connection connection = test.transaction()) {
            Savepoint outer = connection.setSavepoint();
            Savepoint middle = connection.setSavepoint();
            insert(connection, "a");
            Savepoint inner = connection.setSavepoint();
            connection.releaseSavepoint(middle);
            assertState("3B001", () -> connection.rollback(inner));
            assertState("3B001", () -> connection.releaseSavepoint(middle));
            assertThat(texts(connection, "select name from t")).containsExactly("a");
            connection.rollback(outer);
            connection.commit();
        }
        assertThat(test.names()).isEmpty();
    }

    @Test
    void toRollBackToOneForgetsThoseSetLater() throws SQLException {
        try (Connection connection = test.transaction()) {
            Savepoint outer = connection.setSavepoint();
            Savepoint inner = connection.setSavepoint();
            connection.rollback(outer);
            assertState("3B001", () -> connection.rollback(inner));
        }
    }

    @Test
    void itEndsWithItsTransaction() throws SQLException {
        try (Connection connection = test.transaction()) {
            Savepoint ofTheFirst = connection.setSavepoint("s");
            insert(connection, "a");
            connection.commit();
            insert(connection, "b");
            assertState("3B001", () -> connection.rollback(ofTheFirst));
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a", "b");
    }

    @Test
    void itIsOfNoUseToAnotherConnection() throws SQLException {
        try (Connection connection = test.transaction();
                Connection other = test.readTransaction()) {
            Savepoint savepoint = connection.setSavepoint();
            other.setSavepoint();
            assertState("3B001", () -> other.rollback(savepoint));
            assertState("3B001", () -> other.releaseSavepoint(savepoint));
        }
    }

    @Test
    void itHasANameOrANumber() throws SQLException {
        try (Connection connection = test.transaction()) {
            Savepoint named = connection.setSavepoint("it's \"quoted\"; drop table t");
            assertThat(named.getSavepointName()).isEqualTo("it's \"quoted\"; drop table t");
            assertState("3B001", named::getSavepointId);
            Savepoint numbered = connection.setSavepoint();
            assertThat(numbered.getSavepointId()).isEqualTo(2);
            assertState("3B001", numbered::getSavepointName);
        }
    }

    @Test
    void inAutoCommitThereIsNone() throws SQLException {
        Savepoint savepoint;
        try (Connection connection = test.transaction()) {
            savepoint = connection.setSavepoint();
        }
        try (Connection connection = test.connect()) {
            assertState("25000", () -> connection.setSavepoint());
            assertState("25000", () -> connection.setSavepoint("s"));
            assertState("25000", () -> connection.rollback(savepoint));
            assertState("25000", () -> connection.releaseSavepoint(savepoint));
        }
    }
}
