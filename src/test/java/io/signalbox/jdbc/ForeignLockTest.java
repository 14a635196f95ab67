package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.StatementStoppedException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Waiting for a lock that is not ours, with the permit in hand: from Java, under the transaction's one deadline. SQLite's own
 * busy timeout is longer than any test may take.
 */
@Timeout(50)
class ForeignLockTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?busy_timeout=1h&write_timeout=1h");

    private Connection foreign;

    @BeforeEach
    void takeTheLock() throws SQLException {
        test.execute("insert into t(name) values('first')");
        foreign = DriverManager.getConnection("jdbc:sqlite:" + test.path());
        execute(foreign, "begin immediate");
    }

    @AfterEach
    void close() throws SQLException {
        foreign.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert into t(name) values('late')", "vacuum", "pragma user_version = 7", "reindex"})
    void itIsWaitedForUntilTheDeadline(String sql) throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (SqliteConnection connection = test.connect()) {
                connection.setAutoCommit(autoCommit);
                connection.setTransactionTimeout(Duration.ofMillis(20));
                assertThatThrownBy(() -> execute(connection, sql))
                        .isInstanceOf(ForeignLockTimeoutException.class)
                        .hasMessageContaining("another process")
                        .hasMessageContaining("signalbox.write_timeout");
            }
            assertThat(test.writer().held()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert into t(name) values('late')", "vacuum"})
    void whoWaitsForItIsParkedAndCanBeInterrupted(String sql) throws Exception {
        Actor<Boolean> waiter = Actor.start("waiter", () -> {
            try (Connection connection = test.connect()) {
                assertThatThrownBy(() -> execute(connection, sql)).isInstanceOf(WriterInterruptedException.class);
            }
            return Thread.currentThread().isInterrupted();
        });
        waiter.reaches("it has the permit", () -> test.writer().held()).parked();
        waiter.thread().interrupt();
        assertThat(waiter.result()).as("the interrupt flag").isTrue();
        assertThat(test.writer().held()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert into t(name) values('late')", "vacuum"})
    void itsWaitCanBeCancelled(String sql) throws Exception {
        try (Connection connection = test.connect();
                Statement statement = connection.createStatement()) {
            Actor<Void> waiter = Actor.does("waiter", () -> statement.execute(sql));
            waiter.reaches("it has the permit", () -> test.writer().held()).parked();
            while (waiter.thread().isAlive()) {
                statement.cancel(); // nothing, where it has not begun to wait
            }
            assertThat(waiter.failure()).isInstanceOf(StatementStoppedException.class);
            assertThat(test.writer().held()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert into t(name) values('late')", "vacuum"})
    void onceItIsFreeTheStatementRuns(String sql) throws Exception {
        Actor<Void> waiter = Actor.does("waiter", () -> test.execute(sql));
        waiter.reaches("it has the permit", () -> test.writer().held()).parked();
        execute(foreign, "rollback");
        waiter.result();
    }

    /** On a reader SQLite would make it all the same, and keep our writer waiting as another process does. */
    @Test
    void aCheckpointIsForWhoeverHasThePermitAndWaitsForNoReader() throws SQLException {
        execute(foreign, "rollback");
        long before = test.writer().acquired();
        try (Connection reader = test.readTransaction();
                Connection connection = test.connect()) {
            texts(reader, "select name from t");
            test.execute("insert into t(name) values('in the log, behind the reader')");
            assertThat(texts(connection, "pragma wal_checkpoint(restart)"))
                    .as("busy")
                    .containsExactly("1");
            assertThat(test.writer().acquired()).isEqualTo(before + 2);
            assertThatThrownBy(() -> texts(reader, "pragma wal_checkpoint(restart)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        }
    }

    /** Not one for the queue and one more for the lock. */
    @Test
    void theQueueAndTheLockHaveOneDeadline() throws SQLException {
        execute(foreign, "rollback");
        List<Long> deadlines = new ArrayList<>();
        Engines.Hold hold = Engines.hold(test.dataSource().configuration());
        try (Connection connection = new LazyConnection(new Recording(hold.engine(), deadlines), false)) {
            connection.setAutoCommit(false);
            execute(connection, "insert into t(name) values('a')");
            connection.commit();
            connection.setAutoCommit(true);
            execute(connection, "insert into t(name) values('b')");
            execute(connection, "vacuum");
        } finally {
            hold.release();
        }
        assertThat(deadlines).hasSize(6);
        for (int i = 0; i < 6; i += 2) {
            assertThat(deadlines.get(i)).isEqualTo(deadlines.get(i + 1));
        }
    }

    /** An engine that remembers until when it was to wait. */
    private record Recording(LeaseSource engine, List<Long> deadlines) implements LeaseSource {
        @Override
        public Lease reader(Deadline deadline, String statement) throws SQLException {
            return engine.reader(deadline, statement);
        }

        @Override
        public Lease writer(Deadline deadline, String statement) throws SQLException {
            deadlines.add(deadline.nanoTime());
            return new RecordingLease(engine.writer(deadline, statement), deadlines);
        }

        @Override
        public SqliteConfiguration configuration() {
            return engine.configuration();
        }
    }

    private record RecordingLease(Lease lease, List<Long> deadlines) implements Lease {
        @Override
        public PhysicalConnection physical() {
            return lease.physical();
        }

        @Override
        public void begin(Deadline deadline) throws SQLException {
            deadlines.add(deadline.nanoTime());
            lease.begin(deadline);
        }

        @Override
        public <R> R alone(Deadline deadline, Transaction.Execution<R> execution) throws SQLException {
            deadlines.add(deadline.nanoTime());
            return lease.alone(deadline, execution);
        }

        @Override
        public void release() {
            lease.release();
        }
    }
}
