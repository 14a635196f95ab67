package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.history.Anomaly;
import io.signalbox.history.HistoryRecorder;
import io.signalbox.history.HistoryRecorder.Connections;
import io.signalbox.history.HistoryRecorder.History;
import io.signalbox.history.Recorded.Outcome;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Isolation, judged by recorded histories: 32 threads append to lists and read them, in each mode and with transactions
 * among them that only read, and a checker finds an order in which they could have run one after the other, or why there is
 * none. With {@code -Pfull} 20 000 transactions, else 2 000; {@code -Dsignalbox.it.seed=...} repeats one.
 */
@Timeout(1200)
class HistoryIT {

    private static final int TRANSACTIONS = Boolean.getBoolean("signalbox.it.full") ? 20_000 : 2_000;

    private static final long SEED = Long.getLong("signalbox.it.seed", System.nanoTime());

    @RegisterExtension
    final TestDataSource test =
            TestDataSource.with("?durability=CRASH_SAFE&write_timeout=60s&reader_timeout=60s&readers=8");

    @ParameterizedTest
    @EnumSource
    void transactionsAreStrictlySerializable(TransactionMode mode) throws Exception {
        History history = record(() -> {
            SqliteConnection connection = test.connect();
            connection.setTransactionMode(mode);
            return connection;
        });
        assertThat(history.anomalies()).as(what(history)).isEmpty();
        assertThat(history.transactions()).hasSize(TRANSACTIONS);
        assertThat(history.count(Outcome.COMMITTED)).as(what(history)).isGreaterThan(TRANSACTIONS / 10);
    }

    @Test
    void transactionsOfBothModesAreStrictlySerializableTogether() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        History history = record(() -> {
            SqliteConnection connection = test.connect();
            connection.setTransactionMode(
                    opened.incrementAndGet() % 2 == 0 ? TransactionMode.IMMEDIATE : TransactionMode.UPGRADE);
            return connection;
        });
        assertThat(history.anomalies()).as(what(history)).isEmpty();
    }

    /** The negative control: what is found wrong where the move to the writer proves nothing. */
    @Test
    void withoutTheProofThatNothingWasCommittedTheCheckerFindsAnomalies() throws Exception {
        Engines.Hold hold = Engines.hold(test.dataSource().configuration());
        try {
            History history = record(() -> unproved(hold.engine()));
            assertThat(history.anomalies())
                    .as(what(history))
                    .extracting(Anomaly::kind)
                    .containsAnyOf(Anomaly.Kind.LOST_APPEND, Anomaly.Kind.ANTI_DEPENDENCY);
        } finally {
            hold.release();
        }
    }

    private static SqliteConnection unproved(LeaseSource engine) throws SQLException {
        SqliteConnection connection = new LazyConnection(new Unproved(engine), false);
        connection.setTransactionMode(TransactionMode.UPGRADE);
        return connection;
    }

    private History record(Connections writers) throws Exception {
        return HistoryRecorder.record(writers, test.dataSource()::getReadOnlyConnection, SEED, TRANSACTIONS);
    }

    private static String what(History history) {
        return "seed %d, %d transactions, %d of them committed"
                .formatted(SEED, history.transactions().size(), history.count(Outcome.COMMITTED));
    }

    /** The leases of an engine, for transactions that move to the writer whatever was committed meanwhile. */
    private record Unproved(LeaseSource engine) implements LeaseSource {
        @Override
        public Lease reader(Deadline deadline, String statement) throws SQLException {
            return engine.reader(deadline, statement);
        }

        @Override
        public Lease writer(Deadline deadline, String statement) throws SQLException {
            return engine.writer(deadline, statement);
        }

        @Override
        public SqliteConfiguration configuration() {
            return engine.configuration();
        }

        @Override
        public void requireUnchanged(Snapshot snapshot) {
            // the proof that is missing
        }
    }
}
