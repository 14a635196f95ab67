package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a transaction that moves to the writer at its first write finds when others have committed meanwhile. */
@Timeout(50)
class UpgradeConflictTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?transaction_mode=UPGRADE&readers=4");

    /** A transaction that has read all names, and nothing else. */
    private SqliteConnection reading() throws SQLException {
        SqliteConnection connection = test.transaction();
        names(connection);
        return connection;
    }

    private static List<String> names(Connection connection) throws SQLException {
        return texts(connection, "select name from t order by id");
    }

    private static void insert(Connection connection, String name) throws SQLException {
        execute(connection, "insert into t(name) values('" + name + "')");
    }

    @Test
    void aCommitSinceTheSnapshotIsAConflict() throws SQLException {
        try (Connection connection = reading()) {
            test.execute("insert into t(name) values('other')");
            assertConflict(connection);
        }
    }

    @Test
    void aCommitOfAConnectionThatIsNotOursIsAConflict() throws SQLException {
        try (Connection connection = reading();
                Connection plain = plain()) {
            insert(plain, "other");
            assertConflict(connection);
        }
    }

    private Connection plain() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + test.path());
    }

    private void assertConflict(Connection connection) throws SQLException {
        assertThatThrownBy(() -> insert(connection, "late"))
                .isInstanceOf(SnapshotConflictException.class)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
        assertThat(test.writer().held()).as("the writer is free at once").isFalse();
        assertThat(test.readersHeld()).isZero();
        assertThatThrownBy(() -> insert(connection, "later")).isInstanceOf(TransactionRolledBackException.class);
        assertThatThrownBy(() -> names(connection)).isInstanceOf(TransactionRolledBackException.class);
        assertThatThrownBy(() -> connection.setSavepoint()).isInstanceOf(TransactionRolledBackException.class);
        connection.rollback();
        assertThat(names(connection)).containsExactly("other");
        insert(connection, "again");
        connection.commit();
        assertThat(test.names()).containsExactly("other", "again");
    }

    @Test
    void afterAConflictACommitIsRefusedToo() throws SQLException {
        try (Connection connection = reading()) {
            test.execute("insert into t(name) values('other')");
            assertThatThrownBy(() -> insert(connection, "late")).isInstanceOf(SnapshotConflictException.class);
            assertThatThrownBy(connection::commit).isInstanceOf(TransactionRolledBackException.class);
            insert(connection, "next");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("other", "next");
    }

    @Test
    void aCommitBeforeTheSnapshotOrAfterTheMoveIsNoConflict() throws Exception {
        try (Connection connection = test.transaction()) {
            test.execute("insert into t(name) values('before')");
            names(connection);
            insert(connection, "a");
            try (SqliteConnection other = test.transaction()) {
                assertThat(names(other)).containsExactly("before");
            }
            insert(connection, "b");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("before", "a", "b");
    }

    @Test
    void aTransactionThatRolledBackIsNoConflict() throws Exception {
        try (Connection connection = reading()) {
            Actor.on("other", () -> {
                try (SqliteConnection other = test.transaction()) {
                    insert(other, "undone");
                    other.rollback();
                }
                return true;
            });
            insert(connection, "a");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASSIVE", "FULL", "RESTART"})
    void aCheckpointIsNoConflict(String kind) throws SQLException {
        test.execute("insert into t(name) values('a')");
        try (Connection plain = plain()) {
            texts(plain, "pragma wal_checkpoint(passive)");
            try (Connection connection = reading()) {
                assertThat(texts(plain, "pragma wal_checkpoint(" + kind + ")")).containsExactly("0");
                insert(connection, "b");
                connection.commit();
            }
        }
        assertThat(test.names()).containsExactly("a", "b");
    }

    /** It changes the file, where all others leave it as it is; refused without need, but refused. */
    @Test
    void aCheckpointThatTruncatesTheLogLooksLikeACommit() throws SQLException {
        test.execute("insert into t(name) values('other')");
        try (Connection plain = plain()) {
            texts(plain, "pragma wal_checkpoint(passive)");
            try (Connection connection = reading()) {
                assertThat(texts(plain, "pragma wal_checkpoint(truncate)")).containsExactly("0");
                assertConflict(connection);
            }
        }
    }

    @Test
    void ofTwoThatReadTheSameTheSecondToWriteIsRefused() throws Exception {
        try (Connection first = reading();
                Connection second = reading()) {
            insert(first, "first");
            assertThatThrownBy(() -> insert(second, "second"))
                    .as("while the first, in the same thread, holds the writer")
                    .isInstanceOf(NestedWriteException.class);
            first.commit();
            assertThatThrownBy(() -> insert(second, "second")).isInstanceOf(SnapshotConflictException.class);
        }
        assertThat(test.names()).containsExactly("first");
    }

    @Test
    void oneThatWaitsForTheWriterIsRefusedOnceTheHolderHasCommitted() throws Exception {
        Connection holder = reading();
        insert(holder, "held");
        Actor<Void> waiter = Actor.does("waiter", () -> {
            try (Connection late = reading()) {
                insert(late, "late");
            }
        });
        Actor.until("it waits", () -> test.writer().waiting() == 1);
        holder.commit();
        holder.close();
        assertThat(waiter.failure()).isInstanceOf(SnapshotConflictException.class);
        assertThat(test.names()).containsExactly("held");
    }
}
