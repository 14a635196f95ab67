package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.sqlite.StatementStoppedException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a transaction has committed is read exactly so, while the next one writes. There is one reader, and the reserve. */
class SnapshotAfterCommitTest {

    private static final String NAMES = "select name from t order by id";

    /** No wait for the writer is longer than nothing, and none for a reader shorter than a test. */
    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?readers=1&write_timeout=1ms&reader_timeout=1h");

    private static void insert(Connection connection, String name) throws SQLException {
        execute(connection, "insert into t(name) values('" + name + "')");
    }

    /** Commits on another thread, which shows that the writer is to be had. */
    private void commitMeanwhile(String name) throws Exception {
        Actor.does("next", () -> {
                    try (SqliteConnection next = test.transaction()) {
                        insert(next, name);
                        next.commit();
                    }
                })
                .result();
    }

    @Test
    void itIsReadWhileOthersCommit() throws Exception {
        try (SqliteConnection connection = test.transaction()) {
            insert(connection, "a");
            CommittedSnapshot committed = connection.snapshotAfterCommit();
            connection.commit();
            commitMeanwhile("before it is opened");
            try (SqliteConnection reading = committed.open()) {
                commitMeanwhile("before its first statement");
                assertThat(texts(reading, NAMES)).containsExactly("a");
                commitMeanwhile("before its second");
                assertThat(texts(reading, NAMES)).containsExactly("a");
                reading.commit();
                assertThat(texts(reading, NAMES)).as("another transaction").hasSize(4);
            }
        }
    }

    private void commitInAnotherProcess(String name) throws SQLException {
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + test.path())) {
            insert(plain, name);
        }
    }

    @Test
    void whatAnotherProcessHasCommittedBeforeIsPartOfIt() throws Exception {
        try (SqliteConnection connection = test.transaction()) {
            commitInAnotherProcess("theirs");
            insert(connection, "ours");
            CommittedSnapshot committed = connection.snapshotAfterCommit();
            connection.commit();
            try (SqliteConnection reading = committed.open()) {
                commitInAnotherProcess("theirs, later");
                assertThat(texts(reading, NAMES)).containsExactly("theirs", "ours");
            }
        }
    }

    @Nested
    class WithoutPatience {
        @RegisterExtension
        final TestDataSource test = TestDataSource.impatient("?readers=1&reader_timeout=20ms");

        @Test
        void whereNoReaderIsFreeInTimeNothingIsCommitted() throws Exception {
            Keeper all = Keeper.of("reader", test.readTransaction(), NAMES);
            try (SqliteConnection connection = test.transaction();
                    SqliteConnection nested = test.readTransaction()) {
                insert(connection, "a");
                texts(nested, NAMES);
                CommittedSnapshot committed = connection.snapshotAfterCommit();
                assertThatThrownBy(connection::commit)
                        .isInstanceOf(ReaderTimeoutException.class)
                        .hasMessageContaining("'reader'");
                assertThat(test.writer().held()).isFalse();
                assertNotCommitted(committed);
            }
            all.close();
            assertThat(test.names()).isEmpty();
        }
    }

    private static void assertNotCommitted(CommittedSnapshot committed) {
        assertThatThrownBy(committed::open)
                .isInstanceOf(SQLException.class)
                .isNotInstanceOf(SnapshotUnavailableException.class)
                .hasMessageContaining("rolled back");
    }

    /** The writer's own deadline has passed long since. */
    @Test
    void theWaitForAReaderIsAsLongAsAnyReaders() throws Exception {
        Keeper all = Keeper.of("reader", test.readTransaction(), NAMES);
        try (SqliteConnection connection = test.transaction();
                SqliteConnection nested = test.readTransaction()) {
            Actor<Void> writer = Actor.does("writer", () -> {
                insert(connection, "a");
                texts(nested, NAMES);
                connection.snapshotAfterCommit().close();
                connection.rollback();
                insert(connection, "b");
                CommittedSnapshot committed = connection.snapshotAfterCommit();
                connection.commit();
                committed.close();
            });
            Actor.until("it waits for a reader", () -> test.readersWaiting() == 1);
            all.close();
            writer.result();
        }
        assertThat(test.names()).containsExactly("b");
    }

    /** All readers are held by transactions that wait for the writer. */
    @Test
    void whoHoldsTheWriterGetsTheReserve() throws Exception {
        try (SqliteConnection connection = test.transaction();
                SqliteConnection upgrading = test.transaction()) {
            insert(connection, "a");
            upgrading.setTransactionTimeout(Duration.ofHours(1));
            upgrading.setTransactionMode(TransactionMode.UPGRADE);
            Actor<Void> waiting = Actor.does("upgrading", () -> {
                texts(upgrading, NAMES);
                insert(upgrading, "b");
            });
            Actor.until("it waits", () -> test.writer().waiting() == 1);
            CommittedSnapshot committed = connection.snapshotAfterCommit();
            connection.commit();
            assertThat(waiting.failure()).isInstanceOf(SnapshotConflictException.class);
            try (SqliteConnection reading = committed.open()) {
                assertThat(texts(reading, NAMES)).containsExactly("a");
            }
        }
    }

    @Test
    void ofACommitThatFailsThereIsNone() throws Exception {
        test.execute("create table child(t_id integer references t(id) deferrable initially deferred)");
        try (SqliteConnection connection = test.transaction()) {
            execute(connection, "insert into child values(7)");
            CommittedSnapshot committed = connection.snapshotAfterCommit();
            assertThatThrownBy(connection::commit).isInstanceOf(SQLIntegrityConstraintViolationException.class);
            assertThat(test.readersHeld()).isZero();
            assertNotCommitted(committed);
        }
    }

    @Test
    void ofARollbackThereIsNoneAndTheNextTransactionHasItsOwn() throws Exception {
        try (SqliteConnection connection = test.transaction()) {
            insert(connection, "a");
            CommittedSnapshot first = connection.snapshotAfterCommit();
            assertThatThrownBy(first::open).hasMessageContaining("not committed yet");
            assertThatThrownBy(connection::snapshotAfterCommit).isInstanceOf(SQLException.class);
            connection.rollback();
            insert(connection, "b");
            connection.commit();
            assertNotCommitted(first);
            insert(connection, "c");
            CommittedSnapshot second = connection.snapshotAfterCommit();
            connection.commit();
            try (SqliteConnection reading = second.open()) {
                assertThat(texts(reading, NAMES)).containsExactly("b", "c");
                assertThatThrownBy(second::open).hasMessageContaining("opened already");
            }
        }
    }

    @Test
    void whatIsNeverReadIsGivenBack() throws Exception {
        try (SqliteConnection connection = test.transaction()) {
            insert(connection, "a");
            try (CommittedSnapshot committed = connection.snapshotAfterCommit()) {
                connection.commit();
                assertThat(test.readersHeld()).isOne();
            }
            assertThat(test.readersHeld()).isZero();
            insert(connection, "b");
            CommittedSnapshot committed = connection.snapshotAfterCommit();
            connection.commit();
            committed.open().close();
            assertThat(test.readersHeld()).isZero();
        }
    }

    @Test
    void whoClosesItEarlyHasNoReaderHeld() throws Exception {
        try (SqliteConnection connection = test.transaction()) {
            insert(connection, "a");
            connection.snapshotAfterCommit().close();
            connection.commit();
            assertThat(test.readersHeld()).isZero();
        }
        assertThat(test.names()).containsExactly("a");
    }

    private static final String ENDLESS =
            "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";

    /** It does not stop a commit, and it ends with the transaction. */
    @ParameterizedTest
    @EnumSource
    void theTimeoutOfTheTransactionIsNoneOfTheReadings(SnapshotTest.Kind kind) throws Exception {
        try (SqliteConnection connection = kind.begin(test)) {
            connection.setTransactionTimeout(Duration.ofSeconds(1));
            if (!connection.isReadOnly()) {
                insert(connection, "a");
            }
            assertThatThrownBy(() -> texts(connection, ENDLESS)).isInstanceOf(StatementStoppedException.class);
            CommittedSnapshot committed = connection.snapshotAfterCommit();
            connection.commit();
            try (SqliteConnection reading = committed.open()) {
                assertThat(texts(reading, NAMES)).hasSize(connection.isReadOnly() ? 0 : 1);
            }
        }
    }

    @Test
    void theReadingConnectionReadsOnly() throws Exception {
        try (SqliteConnection connection = test.transaction()) {
            insert(connection, "a");
            CommittedSnapshot committed = connection.snapshotAfterCommit();
            connection.commit();
            try (SqliteConnection reading = committed.open()) {
                assertThat(reading.isReadOnly()).isTrue();
                assertThat(reading.getAutoCommit()).isFalse();
                assertThatThrownBy(() -> insert(reading, "b"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("25006"));
            }
        }
    }

    @Test
    void toAskAboutAStatementDoesNotEndIt() throws Exception {
        try (SqliteConnection connection = test.transaction()) {
            insert(connection, "a");
            CommittedSnapshot committed = connection.snapshotAfterCommit();
            connection.commit();
            try (SqliteConnection reading = committed.open();
                    PreparedStatement query = reading.prepareStatement(NAMES)) {
                assertThat(query.getParameterMetaData().getParameterCount()).isZero();
                commitMeanwhile("b");
                assertThat(texts(query.executeQuery())).containsExactly("a");
            }
        }
    }

    /** What it has read is what it leaves; and it needs no second reader, of which there is none. */
    @ParameterizedTest
    @EnumSource
    void aTransactionThatHasOnlyReadGoesOnReading(SnapshotTest.Kind kind) throws Exception {
        try (SqliteConnection connection = kind.begin(test)) {
            assertThat(texts(connection, NAMES)).isEmpty();
            commitMeanwhile("a");
            CommittedSnapshot committed = connection.snapshotAfterCommit();
            connection.commit();
            assertThat(test.readersHeld()).isOne();
            try (SqliteConnection reading = committed.open()) {
                assertThat(texts(reading, NAMES)).isEmpty();
            }
        }
    }

    @Test
    void oneThatHasMovedToTheWriterLeavesWhatItHasWritten() throws Exception {
        try (SqliteConnection connection = SnapshotTest.Kind.UPGRADE.begin(test)) {
            assertThat(texts(connection, NAMES)).isEmpty();
            insert(connection, "a");
            CommittedSnapshot committed = connection.snapshotAfterCommit();
            connection.commit();
            commitMeanwhile("b");
            try (SqliteConnection reading = committed.open()) {
                assertThat(texts(reading, NAMES)).containsExactly("a");
            }
        }
    }

    @Test
    void oneWithoutAStatementLeavesWhatIsThereAtItsCommit() throws Exception {
        try (SqliteConnection connection = test.transaction()) {
            CommittedSnapshot committed = connection.snapshotAfterCommit();
            commitMeanwhile("a");
            long before = test.writer().acquired();
            connection.commit();
            assertThat(test.writer().acquired()).as("no writer was taken").isEqualTo(before);
            commitMeanwhile("b");
            try (SqliteConnection reading = committed.open()) {
                assertThat(texts(reading, NAMES)).containsExactly("a");
            }
        }
    }

    @Test
    void whereNothingIsCommittedByItselfItIsRefused() throws Exception {
        try (SqliteConnection connection = test.connect()) {
            assertThatThrownBy(connection::snapshotAfterCommit).hasMessageContaining("autocommit");
            connection.setAutoCommit(false);
            try (SqliteConnection isolated = connection.openIsolated()) {
                isolated.setAutoCommit(false);
                assertThatThrownBy(isolated::snapshotAfterCommit).hasMessageContaining("isolated");
            }
        }
        test.dataSource().runExclusively("test", pinned -> {
            try (Connection connection = pinned.getConnection()) {
                connection.setAutoCommit(false);
                assertThatThrownBy(((SqliteConnection) connection)::snapshotAfterCommit)
                        .hasMessageContaining("exclusive");
            }
        });
    }
}
