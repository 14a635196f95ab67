package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.Warnings;
import io.signalbox.jdbc.ConnectionUse.Kind;
import io.signalbox.sqlite.CheckpointMode;
import io.signalbox.sqlite.CheckpointResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a listener is told, in which order, and what the statistics count. */
class DatabaseListenerTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?readers=1&write_timeout=1h&reader_timeout=1h");

    private final TextListener events = test.listener();

    @Test
    void aTransactionThatWrites() throws SQLException {
        try (Connection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('a')");
            connection.commit();
        }
        assertThat(events.take()).containsExactly("acquired WRITER", "begun", "released", "committed");
        ConnectionUse use = events.lastUse();
        assertThat(use.kind()).isEqualTo(Kind.WRITER);
        assertThat(use.database()).isEqualTo(test.dataSource().path());
        assertThat(use.statement()).isEqualTo("insert into t(name) values('a')");
        assertThat(use.thread()).isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void aTransactionThatIsRolledBack() throws SQLException {
        try (Connection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('a')");
        }
        assertThat(events.take()).containsExactly("acquired WRITER", "begun", "released", "rolled back");
    }

    @Test
    void aTransactionThatSqliteHasRolledBack() throws SQLException {
        test.execute("insert into t(name) values('a')");
        events.take();
        try (Connection connection = test.transaction()) {
            assertThatThrownBy(() -> execute(connection, "insert or rollback into t(name) values('a')"))
                    .isInstanceOf(ConstraintViolatedException.class);
            assertThat(events.take()).containsExactly("acquired WRITER", "begun", "released", "rolled back");
            connection.rollback();
        }
        assertThat(events.take()).isEmpty();
    }

    @Test
    void aTransactionThatReads() throws SQLException {
        try (Connection connection = test.readTransaction()) {
            texts(connection, "select 1");
            connection.commit();
        }
        assertThat(events.take()).containsExactly("acquired READER", "begun", "released", "committed");
    }

    @Test
    void aStatementInAutocommitThatReadsIsNoTransaction() throws SQLException {
        try (Connection connection = test.connect()) {
            texts(connection, "select 1");
        }
        assertThat(events.take()).containsExactly("acquired READER", "released");
    }

    @Test
    void anUpgradeGivesItsReaderBackAndGoesOnWithTheWriter() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            connection.setTransactionMode(TransactionMode.UPGRADE);
            texts(connection, "select 1");
            execute(connection, "insert into t(name) values('a')");
            connection.commit();
        }
        assertThat(events.take())
                .containsExactly(
                        "acquired READER",
                        "begun",
                        "acquired WRITER",
                        "begun",
                        "released",
                        "committed",
                        "released",
                        "committed");
    }

    @Test
    void whoWaitsIsQueuedFirst() throws Exception {
        try (Connection holder = test.transaction()) {
            execute(holder, "insert into t(name) values('a')");
            events.take();
            Actor<Void> waiter = Actor.does("waiter", () -> test.execute("insert into t(name) values('b')"));
            Actor.until("it waits", () -> test.writer().waiting() == 1);
            Actor.until("it is told", () -> events.has("queued WRITER"));
            assertThat(events.take()).contains("queued WRITER").doesNotContain("acquired WRITER");
            holder.commit();
            waiter.result();
        }
        assertThat(events.take()).contains("acquired WRITER");
        assertThat(test.writer().holdMaxMicros()).isPositive();
        assertThat(test.writer().waitMaxMicros()).isPositive();
    }

    @Test
    void whoWaitsInVainTimesOut() throws Exception {
        try (Connection holder = test.readTransaction()) {
            texts(holder, "select 1");
            events.take();
            Actor<Void> waiter = Actor.does("waiter", () -> {
                try (SqliteConnection late = test.readTransaction()) {
                    late.setTransactionTimeout(Duration.ofMillis(1));
                    texts(late, "select 2");
                }
            });
            assertThat(waiter.failure()).isInstanceOf(ReaderTimeoutException.class);
        }
        assertThat(events.take()).startsWith("queued READER", "timed out ReaderTimeoutException");
        assertThat(test.dataSource().statistics().readerPool().timedOut()).isEqualTo(1);
    }

    @Test
    void whoIsInterruptedIsRefused() throws Exception {
        try (Connection holder = test.transaction()) {
            execute(holder, "insert into t(name) values('a')");
            events.take();
            Actor<Void> waiter = Actor.does("waiter", () -> test.execute("insert into t(name) values('b')"));
            Actor.until("it waits", () -> test.writer().waiting() == 1);
            waiter.thread().interrupt();
            waiter.failure();
            assertThat(events.take()).endsWith("queued WRITER", "refused WriterInterruptedException");
        }
    }

    @Test
    void theStatisticsCountWhatIsTold() throws SQLException {
        TransactionStatistics before = test.dataSource().statistics().transactions();
        aTransactionThatIsRolledBack();
        aTransactionThatReads();
        anUpgradeGivesItsReaderBackAndGoesOnWithTheWriter();
        TransactionStatistics after = test.dataSource().statistics().transactions();
        assertThat(after.begun() - before.begun()).isEqualTo(4);
        assertThat(after.committed() - before.committed()).isEqualTo(3);
        assertThat(after.rolledBack() - before.rolledBack()).isEqualTo(1);
        assertThat(test.dataSource().statistics().readerPool().acquired()).isPositive();
    }

    @Test
    void whoIsToldOfABeginningIsToldOfItsEndAndNobodyElse() throws SQLException {
        TextListener late = new TextListener();
        try (Connection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('a')");
            test.dataSource().addListener(late);
            test.dataSource().removeListener(events);
            connection.commit();
            assertThat(events.take()).containsExactly("acquired WRITER", "begun", "released", "committed");
            assertThat(late.take()).isEmpty();
            execute(connection, "insert into t(name) values('b')");
            assertThat(late.take()).containsExactly("acquired WRITER", "begun");
        }
        test.dataSource().removeListener(late);
    }

    @Test
    void aListenerThatFailsChangesNothing() throws SQLException {
        DatabaseListener failing = new DatabaseListener() {
            @Override
            public void acquired(ConnectionUse use, Duration waited) {
                throw new AssertionError("a listener's own trouble");
            }
        };
        test.dataSource().addListener(failing);
        List<String> seen;
        try (Warnings warnings = new Warnings(DatabaseListener.class.getName())) {
            test.execute("insert into t(name) values('a')");
            seen = warnings.seen();
        }
        assertThat(seen).singleElement().asString().contains("a listener's own trouble");
        assertThat(test.names()).containsExactly("a");
        test.dataSource().removeListener(failing);
    }

    @Test
    void aResultSetThatNobodyClosedIsALeak() throws SQLException {
        List<Leak> leaks = new ArrayList<>();
        DatabaseListener listener = new DatabaseListener() {
            @Override
            public void leaked(Leak leak) {
                leaks.add(leak);
            }
        };
        test.dataSource().addListener(listener);
        try (Connection connection = test.transaction()) {
            connection.createStatement().executeQuery("select * from t union all select 1, 'x'");
            connection.commit();
        }
        assertThat(leaks).singleElement().satisfies(leak -> {
            assertThat(leak.kind()).isEqualTo(Leak.Kind.RESULT_SET);
            assertThat(leak.message()).contains("select * from t union all");
        });
        assertThat(test.dataSource().statistics().leaks()).isEqualTo(1);
    }

    @Test
    void aCommitIsSyncedAndACheckpointTold() throws SQLException {
        test.execute("insert into t(name) values('a')");
        Actor.until("the sync is told", () -> events.synced() > 0);
        events.take();
        CheckpointResult result = test.dataSource().checkpoint(CheckpointMode.TRUNCATE);
        assertThat(result.complete()).isTrue();
        assertThat(events.take()).containsExactly("acquired WRITER", "released", "checkpointed TRUNCATE");
        SyncStatistics syncs = test.dataSource().statistics().syncs();
        assertThat(syncs.commits()).isGreaterThanOrEqualTo(syncs.syncs()).isPositive();
        assertThat(syncs.maxMicros()).isPositive();
    }

    @Test
    void aCheckpointWaitsForNoReader() throws SQLException {
        test.execute("insert into t(name) values('a')");
        try (Connection reader = test.readTransaction()) {
            texts(reader, "select * from t");
            try (Connection writer = test.transaction()) {
                execute(writer, "insert into t(name) values('b')");
                writer.commit();
            }
            try (Warnings warnings = new Warnings(DatabaseListener.class.getName())) {
                CheckpointResult result = test.dataSource().checkpoint(CheckpointMode.RESTART);
                assertThat(result.complete()).isFalse();
                assertThat(result.logFrames()).isGreaterThan(result.copiedFrames());
                assertThat(warnings.seen()).singleElement().asString().contains("in mode RESTART was blocked");
                test.dataSource().checkpoint(CheckpointMode.PASSIVE);
                assertThat(warnings.seen()).hasSize(1);
            }
        }
        assertThat(test.dataSource().checkpoint(CheckpointMode.RESTART).complete())
                .isTrue();
    }

    /** {@link RecordedEvents} looks whether the thread that closes holds a lock by then. */
    @Test
    void whatIsFoundAtTheCloseIsToldAfterIt() throws Exception {
        TextListener late = new TextListener();
        Path other = test.path().resolveSibling("other.db");
        SqliteDataSource closed = SqliteDataSource.open("jdbc:sqlite:" + other);
        Actor.does("forgetful", () -> {
                    Connection left = closed.getReadOnlyConnection();
                    left.setAutoCommit(false);
                    texts(left, "select 1");
                    closed.addListener(late);
                })
                .result();
        closed.close();
        assertThat(late.take()).contains("leaked CONNECTION").endsWith("closed");
    }
}
