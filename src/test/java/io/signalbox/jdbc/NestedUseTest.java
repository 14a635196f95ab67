package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A second connection of the thread that holds the writer: it may read, and is told at once that it cannot write. */
@Timeout(50)
class NestedUseTest {

    private static final int READERS = 2;

    /** Longer than any test may take, so that only what waits for nothing ends in time. */
    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?write_timeout=1h&reader_timeout=1h&readers=" + READERS);

    @RegisterExtension
    final TestDataSource diagnosed = TestDataSource.with("?diagnostics=true");

    private Connection holder() throws SQLException {
        return takeTheWriter(test);
    }

    private static Connection takeTheWriter(TestDataSource test) throws SQLException {
        Connection holder = test.transaction();
        execute(holder, "insert into t(name) values('uncommitted')");
        return holder;
    }

    @ParameterizedTest
    @EnumSource(TransactionMode.class)
    void aSecondTransactionThatWritesIsRefusedAtOnce(TransactionMode mode) throws SQLException {
        try (Connection holder = holder();
                SqliteConnection second = test.transaction()) {
            second.setTransactionMode(mode);
            assertNested(() -> execute(second, "insert into t(name) values('second')"));
            second.rollback();
            holder.commit();
            execute(second, "insert into t(name) values('second')");
            second.commit();
        }
        assertThat(test.names()).containsExactly("uncommitted", "second");
        assertThat(test.writer().timedOut()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert into t(name) values('second')", "vacuum", "delete from t returning id"})
    void soIsAWriteInAutoCommit(String sql) throws SQLException {
        try (Connection holder = holder();
                Connection second = test.connect()) {
            assertNested(() -> execute(second, sql));
            holder.commit();
        }
        assertThat(test.names()).containsExactly("uncommitted");
    }

    @Test
    void soIsWorkThatWantsTheDatabaseToItself() throws SQLException {
        try (Connection holder = holder()) {
            assertNested(() -> test.dataSource().runExclusively("a migration", pinned -> {}));
            holder.commit();
        }
    }

    @Test
    void theErrorNamesBothStatements() throws SQLException {
        try (Connection holder = holder();
                Connection second = test.transaction()) {
            assertThatThrownBy(() -> wantItAgain(second))
                    .isInstanceOf(NestedWriteException.class)
                    .hasMessageMatching("this thread holds the writer already, and would wait for itself: thread '"
                            + Thread.currentThread().getName() + "' has held it for \\d+ ms, its transaction's first"
                            + " statement: insert into t\\(name\\) values\\('uncommitted'\\)\\. The second transaction's"
                            + " first statement is: delete from t\\. Join the first transaction, or end it first;"
                            + " signalbox\\.diagnostics=true tells where that was begun\\.");
            holder.rollback();
        }
    }

    @Test
    void withDiagnosticsItNamesBothPlaces() throws SQLException {
        try (Connection holder = takeTheWriter(diagnosed);
                Connection second = diagnosed.transaction()) {
            assertThatThrownBy(() -> wantItAgain(second))
                    .isInstanceOf(NestedWriteException.class)
                    .message()
                    .satisfies(message -> assertThat(message.substring(0, message.indexOf("The second")))
                            .contains("acquired at:")
                            .contains("NestedUseTest.takeTheWriter(")
                            .doesNotContain("wantItAgain"))
                    .satisfies(message -> assertThat(message.substring(message.indexOf("The second")))
                            .contains("delete from t, wanted at:")
                            .contains("NestedUseTest.wantItAgain(")
                            .doesNotContain("takeTheWriter")
                            .endsWith("\nJoin the first transaction, or end it first."));
            holder.rollback();
        }
    }

    private static void wantItAgain(Connection second) throws SQLException {
        execute(second, "delete from t");
    }

    private interface Call {
        void run() throws SQLException;
    }

    private static void assertNested(Call call) {
        assertThatThrownBy(call::run).isInstanceOf(NestedWriteException.class);
    }

    /** What is committed, that is; its own changes the thread sees through the connection that made them. */
    @Test
    void aSecondConnectionReadsWhatIsCommitted() throws SQLException {
        test.execute("insert into t(name) values('committed')");
        try (Connection holder = holder();
                Connection autoCommit = test.connect();
                Connection readOnly = test.readTransaction();
                SqliteConnection upgrading = test.transaction()) {
            upgrading.setTransactionMode(TransactionMode.UPGRADE);
            for (Connection second : List.of(autoCommit, readOnly)) {
                assertThat(texts(second, "select name from t")).containsExactly("committed");
            }
            readOnly.rollback();
            assertThat(texts(upgrading, "select name from t")).containsExactly("committed");
            assertThat(texts(holder, "select name from t")).containsExactly("committed", "uncommitted");
        }
    }

    /** One reader more is kept for the holder of the writer; else it would wait for those who wait for it. */
    @Test
    void theHolderReadsThoughEveryReaderIsHeldByTransactionsThatWaitForTheWriter() throws Exception {
        List<Actor<Void>> upgrading = new ArrayList<>();
        try (Connection holder = holder()) {
            for (int i = 0; i < READERS; i++) {
                upgrading.add(Actor.does("upgrading " + i, this::readThenWrite));
            }
            Actor.until("they wait for the writer", () -> test.writer().waiting() == READERS);
            assertThat(test.readersHeld()).isEqualTo(READERS);
            try (Connection second = test.readTransaction()) {
                assertThat(texts(second, "select name from t")).isEmpty();
                assertThat(test.readersHeld()).isEqualTo(READERS + 1);
            }
            assertThat(test.readersHeld()).isEqualTo(READERS);
            holder.rollback();
        }
        for (Actor<Void> one : upgrading) {
            one.result();
        }
        assertThat(test.names()).hasSize(1);
    }

    private void readThenWrite() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            connection.setTransactionMode(TransactionMode.UPGRADE);
            texts(connection, "select name from t");
            execute(connection, "insert into t(name) values('of the one that came first')");
            connection.commit();
        } catch (SnapshotConflictException e) {
            // the other came first
        }
    }

    @Test
    void theReserveIsForTheHolderAlone() throws Exception {
        try (Connection first = test.readTransaction();
                Connection second = test.readTransaction();
                SqliteConnection third = test.readTransaction()) {
            texts(first, "select 1");
            texts(second, "select 1");
            third.setTransactionTimeout(java.time.Duration.ofMillis(1));
            assertThatThrownBy(() -> texts(third, "select 1")).isInstanceOf(ReaderTimeoutException.class);
        }
    }
}
