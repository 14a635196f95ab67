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
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Work in isolation is done on the writer whoever holds it, in the midst of the holder's transaction, and stays done when
 * that is rolled back.
 */
@Timeout(50)
class IsolatedWorkTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?write_timeout=1h");

    @BeforeEach
    void expectIt() {
        test.dataSource().expectIsolatedWork();
    }

    private SqliteConnection holder() throws SQLException {
        SqliteConnection holder = test.transaction();
        execute(holder, "insert into t(name) values('held')");
        return holder;
    }

    /** Inserts a row as Hibernate takes a block of ids: on a second connection, in a transaction of its own. */
    private static void inIsolation(SqliteConnection outer, String name) throws SQLException {
        try (Connection isolated = outer.openIsolated()) {
            isolated.setAutoCommit(false);
            insert(isolated, name);
            isolated.commit();
        }
    }

    private static void insert(Connection connection, String name) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into t(name) values(?)")) {
            insert.setString(1, name);
            insert.executeUpdate();
        }
    }

    /** By a thread that has begun nothing, while another holds the writer: it waits for no transaction to end. */
    private void inIsolationOfAnother(String name) throws Exception {
        Actor.does("another", () -> {
                    try (SqliteConnection outer = test.transaction()) {
                        inIsolation(outer, name);
                    }
                })
                .result();
    }

    @Test
    void whatAnotherThreadDoesIsCommittedWithTheHoldersTransaction() throws Exception {
        try (SqliteConnection holder = holder()) {
            inIsolationOfAnother("isolated");
            assertThat(test.names()).isEmpty();
            holder.commit();
        }
        assertThat(test.names()).containsExactly("held", "isolated");
    }

    @Test
    void itStaysDoneWhenTheHolderRollsBack() throws Exception {
        try (SqliteConnection holder = holder()) {
            inIsolationOfAnother("another's");
            inIsolation(holder, "its own");
            holder.rollback();
        }
        assertThat(test.names()).containsExactly("another's", "its own");
    }

    @Test
    void itStaysDoneWhenTheHolderIsClosedInMidTransaction() throws Exception {
        try (SqliteConnection holder = holder()) {
            inIsolation(holder, "isolated");
        }
        assertThat(test.names()).containsExactly("isolated");
    }

    @Test
    void itStaysDoneWhenTheHolderRollsBackToASavepointAsOftenAsItDoes() throws Exception {
        try (SqliteConnection holder = holder()) {
            inIsolation(holder, "before");
            Savepoint savepoint = holder.setSavepoint();
            insert(holder, "undone");
            inIsolation(holder, "after");
            holder.rollback(savepoint);
            insert(holder, "undone");
            inIsolationOfAnother("later");
            holder.rollback(savepoint);
            holder.commit();
        }
        assertThat(test.names()).containsExactly("held", "before", "after", "later");
    }

    @Test
    void andWhenItThenRollsBackAll() throws Exception {
        try (SqliteConnection holder = holder()) {
            Savepoint savepoint = holder.setSavepoint("s");
            inIsolation(holder, "isolated");
            holder.rollback(savepoint);
            holder.releaseSavepoint(savepoint);
            holder.rollback();
        }
        assertThat(test.names()).containsExactly("isolated");
    }

    @Test
    void whatIsRolledBackInIsolationIsUndoneAndNothingElse() throws Exception {
        try (SqliteConnection holder = holder()) {
            try (Connection isolated = holder.openIsolated()) {
                isolated.setAutoCommit(false);
                insert(isolated, "undone");
                isolated.rollback();
                insert(isolated, "isolated");
                isolated.commit();
            }
            holder.rollback();
        }
        assertThat(test.names()).containsExactly("isolated");
    }

    @Test
    void inAutocommitEachStatementIsDone() throws Exception {
        try (SqliteConnection holder = holder()) {
            try (Connection isolated = holder.openIsolated();
                    Statement statement = isolated.createStatement()) {
                statement.executeUpdate("insert into t(name) values('first')");
                statement.addBatch("insert into t(name) values('second')");
                statement.addBatch("insert into t(name) values('third')");
                statement.executeBatch();
                assertThat(texts(isolated, "select count(*) from t")).containsExactly("4");
            }
            holder.rollback();
        }
        assertThat(test.names()).containsExactly("first", "second", "third");
    }

    @Test
    void theHoldersStatementsWaitMeanwhile() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (SqliteConnection holder = holder()) {
            Actor<Void> another = Actor.does("another", () -> {
                try (SqliteConnection outer = test.transaction();
                        Connection isolated = outer.openIsolated()) {
                    isolated.setAutoCommit(false);
                    insert(isolated, "isolated");
                    begun.countDown();
                    end.await();
                    isolated.commit();
                }
            });
            begun.await();
            Thread holding = Thread.currentThread();
            Actor<Void> ending = Actor.does("end", () -> {
                Actor.until("the holder waits", () -> holding.getState() == Thread.State.WAITING);
                end.countDown();
            });
            insert(holder, "next");
            another.result();
            ending.result();
            holder.commit();
        }
        assertThat(test.names()).containsExactly("held", "isolated", "next");
    }

    @Test
    void whileTheHolderHasNotReadAllOfAReturning() throws Exception {
        try (SqliteConnection holder = holder();
                Statement statement = holder.createStatement()) {
            ResultSet unread = statement.executeQuery("insert into t(name) values('a'), ('b') returning name");
            inIsolation(holder, "isolated");
            assertThat(texts(unread)).containsExactly("a", "b");
            holder.rollback();
        }
        assertThat(test.names()).containsExactly("isolated");
    }

    @Test
    void whereNobodyHoldsTheWriterItIsATransactionOfItsOwn() throws Exception {
        try (SqliteConnection outer = test.transaction()) {
            inIsolation(outer, "isolated");
            assertThat(test.names()).containsExactly("isolated");
            assertThat(test.writer().held()).isFalse();
            insert(outer, "outer");
            outer.rollback();
        }
        assertThat(test.names()).containsExactly("isolated");
    }

    @Test
    void inTheMidstOfAReadTransactionToo() throws Exception {
        try (SqliteConnection reading = test.readTransaction()) {
            assertThat(texts(reading, "select count(*) from t")).containsExactly("0");
            inIsolation(reading, "isolated");
            assertThat(texts(reading, "select count(*) from t")).containsExactly("0");
        }
        assertThat(test.names()).containsExactly("isolated");
    }

    @Test
    void betweenTheTransactionsOfExclusiveWork() throws Exception {
        test.dataSource().runExclusively("migration", pinned -> {
            try (Connection connection = pinned.getConnection()) {
                uncheckedInIsolationOfAnother("between");
                connection.setAutoCommit(false);
                insert(connection, "migrated");
                uncheckedInIsolationOfAnother("in the midst");
                connection.rollback();
                assertThat(test.names()).containsExactly("between", "in the midst");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void uncheckedInIsolationOfAnother(String name) {
        try {
            inIsolationOfAnother(name);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDeadlineEndsTheWaitForTheHoldersStatement() throws Exception {
        try (SqliteConnection holder = holder();
                Connection isolated = holder.openIsolated()) {
            isolated.setAutoCommit(false);
            insert(isolated, "isolated");
            Actor<Void> late = Actor.does("late", () -> {
                try (SqliteConnection outer = test.transaction();
                        SqliteConnection second = outer.openIsolated()) {
                    second.setAutoCommit(false);
                    second.setTransactionTimeout(Duration.ofMillis(1));
                    insert(second, "late");
                }
            });
            assertThat(late.failure())
                    .isInstanceOf(WriterTimeoutException.class)
                    .hasMessageContaining("insert into t(name) values(?)")
                    .hasMessageContaining(Thread.currentThread().getName());
            isolated.commit();
            isolated.close();
            holder.commit();
        }
        assertThat(test.names()).containsExactly("held", "isolated");
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        try (SqliteConnection holder = holder();
                Connection isolated = holder.openIsolated()) {
            isolated.setAutoCommit(false);
            insert(isolated, "isolated");
            Actor<Boolean> waiting = Actor.start("waiting", () -> {
                try (SqliteConnection outer = test.transaction()) {
                    assertThatThrownBy(() -> inIsolation(outer, "never"))
                            .isInstanceOf(WriterInterruptedException.class);
                    return Thread.interrupted();
                }
            });
            waiting.parked().thread().interrupt();
            assertThat(waiting.result()).as("the flag is set again").isTrue();
        }
        assertThat(test.names()).isEmpty();
    }

    @Test
    void aTransactionThatHasOnlyReadMovesToTheWriterIfThatIsFree() throws Exception {
        try (SqliteConnection reading = test.transaction()) {
            reading.setTransactionMode(TransactionMode.UPGRADE);
            assertThat(texts(reading, "select name from t")).isEmpty();
            inIsolation(reading, "isolated");
            insert(reading, "written");
            reading.commit();
        }
        assertThat(test.names()).containsExactly("isolated", "written");
    }

    @Test
    void elseItsSnapshotIsStaleAfterwards() throws Exception {
        CountDownLatch isolated = new CountDownLatch(1);
        CountDownLatch committed = new CountDownLatch(1);
        try (SqliteConnection holder = holder()) {
            Actor<Void> reader = Actor.does("reader", () -> {
                try (SqliteConnection reading = test.transaction()) {
                    reading.setTransactionMode(TransactionMode.UPGRADE);
                    assertThat(texts(reading, "select name from t")).isEmpty();
                    inIsolation(reading, "isolated");
                    isolated.countDown();
                    committed.await();
                    assertThatThrownBy(() -> insert(reading, "never")).isInstanceOf(SnapshotConflictException.class);
                }
            });
            isolated.await();
            holder.commit();
            committed.countDown();
            reader.result();
        }
        assertThat(test.names()).containsExactly("held", "isolated");
    }
}
