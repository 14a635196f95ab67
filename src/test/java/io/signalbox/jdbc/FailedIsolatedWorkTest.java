package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Work that is done in isolation in the midst of a transaction shares its connection, and may end it. */
class FailedIsolatedWorkTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.fresh();

    @Test
    void aTransactionThatIsolatedWorkHasEndedSaysSo() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('before')");
            try (Connection isolated = connection.openIsolated()) {
                assertThatThrownBy(() -> execute(isolated, "insert or rollback into t(name) values('before')"))
                        .isInstanceOf(SQLException.class);
            }
            assertThatThrownBy(() -> execute(connection, "insert into t(name) values('after')"))
                    .isInstanceOf(TransactionRolledBackException.class);
            assertThat(test.writer().held()).as("the writer is held").isFalse();
            assertThatThrownBy(() -> texts(connection, "select 1")).isInstanceOf(TransactionRolledBackException.class);
            connection.rollback();
            execute(connection, "insert into t(name) values('next')");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("next");
    }

    @Test
    void soDoesItsCommit() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('before')");
            try (Connection isolated = connection.openIsolated()) {
                assertThatThrownBy(() -> execute(isolated, "insert or rollback into t(name) values('before')"))
                        .isInstanceOf(SQLException.class);
            }
            assertThatThrownBy(connection::commit).isInstanceOf(TransactionRolledBackException.class);
        }
        assertThat(test.names()).isEmpty();
    }

    @Test
    void aStatementOfItThatFailsAloneEndsNothing() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('before')");
            try (Connection isolated = connection.openIsolated()) {
                assertThatThrownBy(() -> execute(isolated, "insert into t(name) values('before')"))
                        .isInstanceOf(SQLException.class);
            }
            execute(connection, "insert into t(name) values('after')");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("before", "after");
    }
}
