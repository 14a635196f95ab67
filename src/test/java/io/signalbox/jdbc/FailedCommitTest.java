package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.ResultCode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.sqlite.jdbc4.JDBC4Statement;

/** A commit that throws has committed nothing. For a failing disk see {@link FaultyDiskIT}. */
class FailedCommitTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.fresh();

    @BeforeEach
    void createChild() throws SQLException {
        test.execute("create table child(t_id integer references t(id) deferrable initially deferred)");
    }

    /** SQLite leaves the transaction open, so that it can be mended; JDBC has no way to say so. */
    @Test
    void aCommitThatADeferredForeignKeyForbidsEndsRolledBack() throws SQLException {
        try (Connection connection = test.transaction()) {
            execute(connection, "insert into t(id, name) values(1, 'a')");
            execute(connection, "insert into child values(7)");
            assertThatThrownBy(connection::commit)
                    .isInstanceOf(SQLIntegrityConstraintViolationException.class)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"));
            assertThat(test.writer().held()).isFalse();
            assertNothingCommitted();
            execute(connection, "insert into t(id, name) values(7, 'seven')");
            execute(connection, "insert into child values(7)");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("seven");
    }

    private void assertNothingCommitted() throws SQLException {
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + test.path())) {
            assertThat(texts(plain, "select id from t union all select t_id from child"))
                    .isEmpty();
        }
    }

    @Test
    void soDoesOneThatHasMovedToTheWriter() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            connection.setTransactionMode(TransactionMode.UPGRADE);
            texts(connection, "select 1 from t");
            execute(connection, "insert into child values(7)");
            assertThatThrownBy(connection::commit).isInstanceOf(SQLIntegrityConstraintViolationException.class);
            assertThat(test.writer().held()).isFalse();
        }
        assertNothingCommitted();
    }

    @Test
    void soDoesAStatementInAutoCommit() throws SQLException {
        assertThatThrownBy(() -> test.execute("insert into child values(7)"))
                .isInstanceOf(SQLIntegrityConstraintViolationException.class);
        assertThat(test.writer().held()).isFalse();
        assertNothingCommitted();
    }

    @Test
    void soDoesAStatementInAutoCommitThatGivesRows() throws SQLException {
        try (Connection connection = test.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("insert into child values(7) returning t_id"))
                    .isInstanceOf(SQLIntegrityConstraintViolationException.class);
            assertThat(statement.getResultSet()).isNull();
        }
        assertNothingCommitted();
    }

    @Test
    void toSwitchAutoCommitOnCommitsAndFailsAlike() throws SQLException {
        try (Connection connection = test.transaction()) {
            execute(connection, "insert into child values(7)");
            assertThatThrownBy(() -> connection.setAutoCommit(true))
                    .isInstanceOf(SQLIntegrityConstraintViolationException.class);
            assertThat(connection.getAutoCommit()).isFalse();
        }
        assertNothingCommitted();
    }

    /**
     * What SQLite finds busy at a commit, it has not committed, and the transaction is open still: it is asked, and rolled back
     * before the exception says so. A statement of the driver's own, under ours, stands for whatever may be in the way.
     */
    @Test
    void aCommitThatSqliteFindsBusyEndsRolledBack() throws SQLException {
        try (Connection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('a')");
            PhysicalConnection physical =
                    ((LazyConnection) connection).binding().inspect(writer -> writer);
            try (Statement inTheWay = new JDBC4Statement(physical)) {
                inTheWay.executeQuery("insert into t(name) values('b'), ('c') returning name");
                assertThatThrownBy(connection::commit)
                        .isInstanceOf(SQLTransientException.class)
                        .hasMessageContaining("statements in progress")
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getErrorCode()).isEqualTo(ResultCode.BUSY));
                assertThat(test.writer().held()).isFalse();
                assertNothingCommitted();
            }
            execute(connection, "insert into t(name) values('next')");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("next");
    }

    /** SQLite would say "cannot commit transaction - SQL statements in progress". */
    @Test
    void aResultThatIsStillBeingReadDoesNotKeepACommitFromSucceeding() throws SQLException {
        try (Connection connection = test.transaction();
                Statement writing = connection.createStatement();
                Statement reading = connection.createStatement()) {
            ResultSet written = writing.executeQuery("insert into t(name) values('a'), ('b') returning name");
            ResultSet read = reading.executeQuery("select name from t");
            assertThat(written.next() && read.next()).isTrue();
            connection.commit();
            assertThat(written.isClosed() && read.isClosed()).isTrue();
        }
        assertThat(test.names()).containsExactly("a", "b");
    }
}
