package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Warnings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A result set that nobody closed is found, and its statement told. */
class OpenResultsTest {

    private static final String NAMES = "select name from t order by id";

    @RegisterExtension
    final TestDataSource test = TestDataSource.fresh();

    private final Warnings warnings = new Warnings(DatabaseListener.class.getName());

    @BeforeEach
    void insert() throws SQLException {
        test.execute("insert into t(name) values('a'), ('b')");
    }

    @AfterEach
    void stop() {
        warnings.close();
    }

    private static void leaveOpen(Connection connection, String sql) throws SQLException {
        assertThat(connection.createStatement().executeQuery(sql).next()).isTrue();
    }

    private void assertReported(String sql) {
        assertThat(warnings.seen())
                .singleElement()
                .asString()
                .contains("a result set was still open")
                .endsWith("It was opened by: " + sql + System.lineSeparator());
    }

    @Test
    void atTheEndOfAConnectionThatReadsInAutoCommit() throws SQLException {
        Connection connection = test.connect();
        leaveOpen(connection, NAMES);
        assertThat(warnings.seen()).isEmpty();
        connection.close();
        assertReported(NAMES);
    }

    @Test
    void atTheEndOfAConnectionInATransaction() throws SQLException {
        Connection connection = test.readTransaction();
        leaveOpen(connection, NAMES);
        connection.close();
        assertReported(NAMES);
    }

    @Test
    void atACommit() throws SQLException {
        try (Connection connection = test.transaction()) {
            leaveOpen(connection, NAMES);
            connection.commit();
            assertReported(NAMES);
        }
        assertThat(warnings.seen()).hasSize(1);
    }

    @Test
    void theRowsThatAWriteInAutoCommitGave() throws SQLException {
        String sql = "insert into t(name) values('c'), ('d') returning id";
        Connection connection = test.connect();
        leaveOpen(connection, sql);
        connection.close();
        assertReported(sql);
    }

    @Test
    void eachStatementOnceAndEveryStatement() throws SQLException {
        for (int i = 0; i < 3; i++) {
            Connection connection = test.readTransaction();
            leaveOpen(connection, NAMES);
            leaveOpen(connection, "select 1");
            connection.close();
        }
        assertThat(warnings.seen()).hasSize(2);
    }

    /** After a failure there is nobody to close it. */
    @Test
    void aRollbackSaysNothing() throws SQLException {
        try (Connection connection = test.transaction()) {
            leaveOpen(connection, NAMES);
            connection.rollback();
        }
        assertThat(warnings.seen()).isEmpty();
    }

    @Test
    void whatIsClosedIsNotReported() throws SQLException {
        try (Connection connection = test.transaction();
                Statement statement = connection.createStatement();
                Statement closing = connection.createStatement()) {
            try (ResultSet result = statement.executeQuery(NAMES)) {
                assertThat(result.next()).isTrue();
            }
            assertThat(closing.executeQuery(NAMES).next()).isTrue();
            closing.close();
            texts(connection, NAMES);
            execute(connection, "delete from t");
            connection.commit();
        }
        try (Connection connection = test.connect()) {
            texts(connection, NAMES);
            execute(connection, "insert into t(name) values('c') returning id");
        }
        assertThat(warnings.seen()).isEmpty();
    }
}
