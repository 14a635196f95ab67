package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.PlainProcess;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A transaction that moves to the writer, and another process. */
class UpgradeProcessIT {

    private static final String QUERY = "select name from t order by id";

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?transaction_mode=UPGRADE");

    @Test
    void aCommitOfAnotherProcessIsAConflict() throws Exception {
        try (PlainProcess other = PlainProcess.on(test.path());
                Connection connection = test.transaction()) {
            assertThat(texts(connection, QUERY)).isEmpty();
            other.execute("insert into t(name) values('other')");
            assertThat(texts(connection, QUERY)).as("one snapshot").isEmpty();
            assertThatThrownBy(() -> execute(connection, "insert into t(name) values('late')"))
                    .isInstanceOf(SnapshotConflictException.class);
            connection.rollback();
            assertThat(texts(connection, QUERY)).containsExactly("other");
            execute(connection, "insert into t(name) values('again')");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("other", "again");
    }

    @Test
    void anotherProcessThatRollsBackOrOnlyCheckpointsIsNoConflict() throws Exception {
        test.execute("insert into t(name) values('a')");
        try (PlainProcess other = PlainProcess.on(test.path());
                Connection connection = test.transaction()) {
            texts(connection, QUERY);
            other.execute("begin immediate");
            other.execute("insert into t(name) values('undone')");
            other.execute("rollback");
            other.execute("pragma wal_checkpoint(passive)");
            execute(connection, "insert into t(name) values('b')");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a", "b");
    }
}
