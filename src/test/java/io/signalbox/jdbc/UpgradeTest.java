package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction that reads on a reader and moves to the writer at its first write. */
@Timeout(50)
class UpgradeTest {

    private static final int THREADS = 16;

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?transaction_mode=UPGRADE&readers=" + THREADS);

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

    // --- the move

    @Test
    void itReadsOnAReaderAndTakesTheWriterAtItsFirstWrite() throws SQLException {
        long before = test.writer().acquired();
        try (Connection connection = reading()) {
            assertThat(test.writer().held()).isFalse();
            assertThat(test.readersHeld()).isEqualTo(1);
            insert(connection, "a");
            assertThat(test.writer().held()).isTrue();
            assertThat(test.readersHeld()).as("the reader is given back").isZero();
            assertThat(names(connection)).containsExactly("a");
            connection.commit();
        }
        assertThat(test.writer().acquired()).isEqualTo(before + 1);
        assertThat(test.names()).containsExactly("a");
    }

    @Test
    void oneThatOnlyReadsNeverTakesTheWriter() throws SQLException {
        long before = test.writer().acquired();
        try (Connection connection = reading()) {
            connection.commit();
            names(connection);
            connection.rollback();
        }
        assertThat(test.writer().acquired()).isEqualTo(before);
    }

    @Test
    void theModeOfOneTransactionIsSetOnItsConnection() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            connection.setTransactionMode(TransactionMode.IMMEDIATE);
            names(connection);
            assertThat(test.writer().held()).isTrue();
            connection.commit();
            names(connection);
            assertThat(test.writer().held())
                    .as("held by the next transaction, which is in the data source's mode")
                    .isFalse();
            assertThatThrownBy(() -> connection.setTransactionMode(TransactionMode.IMMEDIATE))
                    .isInstanceOf(SQLNonTransientException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t(name) values('b') returning id",
                "with x(n) as (select 'b') insert into t(name) select n from x",
                "update t set name = 'b'",
                "delete from t",
                "create table u(id integer)",
                "create index i on t(name)",
                "drop table t",
                "analyze"
            })
    void everyKindOfWriteMoves(String sql) throws SQLException {
        test.execute("insert into t(name) values('a')");
        try (Connection connection = reading();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            assertThat(test.writer().held()).isTrue();
            connection.commit();
        }
        assertThat(test.writer().held()).isFalse();
    }

    @Test
    void aReturningInsertGivesItsRowsAfterTheMove() throws SQLException {
        try (Connection connection = reading();
                PreparedStatement insert =
                        connection.prepareStatement("insert into t(name) values(?) returning name")) {
            insert.setString(1, "a");
            assertThat(texts(insert.executeQuery())).containsExactly("a");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a");
    }

    @Test
    void aBatchMoves() throws SQLException {
        try (Connection connection = reading();
                PreparedStatement insert = connection.prepareStatement("insert into t(name) values(?)")) {
            for (String name : List.of("a", "b")) {
                insert.setString(1, name);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1);
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a", "b");
    }

    @Test
    void whatAStatementLeavesOnItsConnectionIsLeftOnTheWriter() throws SQLException {
        test.execute("create table child(t_id integer references t(id))");
        try (Connection connection = reading()) {
            execute(connection, "create temp table kept(name text)");
            execute(connection, "insert into kept values('k')");
            execute(connection, "pragma defer_foreign_keys = on");
            execute(connection, "insert into child values(7)");
            execute(connection, "insert into t(id, name) select 7, name from kept");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("k");
    }

    @Test
    void theMoveIsRefusedWhileAResultSetOfTheSnapshotIsOpen() throws SQLException {
        test.execute("insert into t(name) values('a'), ('b')");
        try (Connection connection = reading();
                Statement statement = connection.createStatement()) {
            ResultSet open = statement.executeQuery("select name from t");
            assertThat(open.next()).isTrue();
            assertThatThrownBy(() -> insert(connection, "c"))
                    .isInstanceOf(OpenResultSetException.class)
                    .hasMessageContaining("Close them first");
            assertThat(open.next()).as("the transaction goes on").isTrue();
            open.close();
            insert(connection, "c");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a", "b", "c");
    }

    @Test
    void aMoveThatFindsTheWriterTakenTimesOutAndMayBeTriedAgain() throws Exception {
        try (SqliteConnection connection = reading()) {
            try (Connection holder = test.transaction()) {
                insert(holder, "never committed");
                Actor<Void> waiter = Actor.does("waiter", () -> {
                    try (SqliteConnection late = test.transaction();
                            Statement impatient = late.createStatement()) {
                        impatient.setQueryTimeout(1);
                        names(late);
                        assertThatThrownBy(() -> impatient.executeUpdate("insert into t(name) values('late')"))
                                .isInstanceOf(WriterTimeoutException.class);
                        assertThat(names(late)).as("it still reads").isEmpty();
                    }
                });
                waiter.result();
            }
            insert(connection, "a");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a");
    }

    // --- savepoints

    @Test
    void savepointsOfTheSnapshotAreCarried() throws SQLException {
        try (Connection connection = reading()) {
            Savepoint outer = connection.setSavepoint("outer");
            Savepoint inner = connection.setSavepoint();
            insert(connection, "a");
            Savepoint afterwards = connection.setSavepoint();
            insert(connection, "b");
            connection.rollback(afterwards);
            assertThat(names(connection)).containsExactly("a");
            connection.releaseSavepoint(inner);
            assertThat(names(connection)).containsExactly("a");
            connection.rollback(outer);
            assertThat(names(connection)).isEmpty();
            insert(connection, "c");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("c");
    }

    @Test
    void aSavepointThatWasReleasedBeforeTheMoveIsNotSetAgain() throws SQLException {
        try (Connection connection = test.transaction()) {
            Savepoint released = connection.setSavepoint();
            connection.releaseSavepoint(released);
            insert(connection, "a");
            assertThatThrownBy(() -> connection.rollback(released))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("3B001"));
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a");
    }

    // --- many

    @Test
    void transactionsThatReadRunInParallelAndOnlyTheOneThatWritesTakesTheWriter() throws Exception {
        long before = test.writer().acquired();
        CyclicBarrier allRead = new CyclicBarrier(THREADS);
        CyclicBarrier allLooked = new CyclicBarrier(THREADS);
        List<Actor<Void>> actors = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String name = "thread-" + i;
            boolean writes = i == 0;
            actors.add(Actor.does(name, () -> {
                try (Connection connection = reading()) {
                    allRead.await();
                    assertThat(test.readersHeld()).isEqualTo(THREADS);
                    assertThat(test.writer().acquired()).isEqualTo(before);
                    allLooked.await();
                    if (writes) {
                        insert(connection, name);
                    }
                    connection.commit();
                }
            }));
        }
        for (Actor<Void> actor : actors) {
            actor.result();
        }
        assertThat(test.writer().acquired()).isEqualTo(before + 1);
        assertThat(test.names()).containsExactly("thread-0");
    }
}
