package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A transaction that reads sees one snapshot, taken at its first statement and neither before nor after. */
class SnapshotTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?readers=2");

    private static final String NAMES = "select name from t order by id";

    /** Transactions that read on a reader. */
    enum Kind {
        READ_ONLY,
        UPGRADE;

        SqliteConnection begin(TestDataSource test) throws SQLException {
            if (this == READ_ONLY) {
                return test.readTransaction();
            }
            SqliteConnection connection = test.transaction();
            connection.setTransactionMode(TransactionMode.UPGRADE);
            return connection;
        }
    }

    private void commitMeanwhile(String name) throws Exception {
        Actor.does("another", () -> test.execute("insert into t(name) values('" + name + "')"))
                .result();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCommittedAfterTheFirstStatementIsNotSeenBeforeTheEnd(Kind kind) throws Exception {
        commitMeanwhile("a");
        try (SqliteConnection reading = kind.begin(test)) {
            assertThat(texts(reading, "select 'the first statement'")).hasSize(1);
            commitMeanwhile("b");
            assertThat(texts(reading, NAMES)).as("a second statement").containsExactly("a");
            commitMeanwhile("c");
            assertThat(texts(reading, "select count(*) from t")).containsExactly("1");
            reading.commit();
            assertThat(texts(reading, NAMES)).containsExactly("a", "b", "c");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingThatIsDoneBeforeTheFirstStatementTakesIt(Kind kind) throws Exception {
        try (SqliteConnection reading = kind.begin(test);
                PreparedStatement query = reading.prepareStatement("select name from t where id > ? order by id")) {
            assertThat(query.getParameterMetaData().getParameterCount()).isOne();
            assertThat(reading.getMetaData().getDatabaseProductName()).isEqualTo("SQLite");
            query.setInt(1, 0);
            commitMeanwhile("a");
            assertThat(texts(query.executeQuery())).containsExactly("a");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResultSetInTheMidstAndASavepointKeepIt(Kind kind) throws Exception {
        commitMeanwhile("a");
        try (SqliteConnection reading = kind.begin(test)) {
            Savepoint first = reading.setSavepoint();
            List<String> before = texts(reading, NAMES);
            commitMeanwhile("b");
            reading.rollback(first);
            assertThat(texts(reading, NAMES)).isEqualTo(before).containsExactly("a");
        }
    }
}
