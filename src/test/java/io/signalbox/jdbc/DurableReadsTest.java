package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.sqlite.Durability;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is committed is seen before it is durable, unless reads are to be durable: then they wait for the sync. */
@Timeout(120)
class DurableReadsTest {

    @RegisterExtension
    final SyncedEngine committed = SyncedEngine.with("?reads=COMMITTED");

    @RegisterExtension
    final SyncedEngine durable = SyncedEngine.with("?reads=DURABLE");

    private interface Read {
        List<String> on(SyncedEngine database) throws SQLException;
    }

    private static final String QUERY = "select name from t";

    enum Way {
        AUTOCOMMIT(database -> {
            try (SqliteConnection connection = database.connect()) {
                return texts(connection, QUERY);
            }
        }),
        TRANSACTION(database -> {
            try (SqliteConnection connection = new LazyConnection(database.engine(), true)) {
                connection.setAutoCommit(false);
                return texts(connection, QUERY);
            }
        }),
        UPGRADE(database -> {
            try (SqliteConnection connection = database.transaction()) {
                connection.setTransactionMode(TransactionMode.UPGRADE);
                return texts(connection, QUERY);
            }
        }),
        /** It answers before, and says that it is committed afterwards. */
        WRITER_THAT_WRITES_NOTHING(database -> {
            try (SqliteConnection connection = database.transaction()) {
                List<String> names = texts(connection, QUERY);
                connection.commit();
                return names;
            }
        });

        private final Read read;

        Way(Read read) {
            this.read = read;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCommittedIsSeenBeforeItIsDurable(Way way) throws Exception {
        committed.disk().hold();
        Actor<Void> committing = committed.inserting("a");
        committed.untilCommitted(1);
        assertThat(way.read.on(committed)).containsExactly("a");
        assertThat(committing.thread().isAlive()).isTrue();
        committed.disk().release();
        committing.result();
    }

    @ParameterizedTest
    @EnumSource
    void aDurableReadWaitsForTheSyncOfWhatItSees(Way way) throws Exception {
        durable.disk().hold();
        Actor<Void> committing = durable.inserting("a");
        durable.untilForced(1);
        Actor<List<String>> reading = Actor.start("reads", () -> way.read.on(durable));
        Actor.until(
                "it waits",
                () -> List.of(reading.thread().getStackTrace()).toString().contains("WalSync$Request.await"));
        durable.disk().release();
        assertThat(reading.result()).containsExactly("a");
        committing.result();
    }

    /** Nobody waits for the sync of such a commit, so the first who reads it asks for it. */
    @ParameterizedTest
    @EnumSource
    void theFirstReadSyncsWhatWasCommittedWithoutAndTheNextDoesNot(Way way) throws Exception {
        try (SqliteConnection connection = durable.transaction()) {
            connection.setTransactionDurability(Durability.CRASH_SAFE);
            execute(connection, "insert into t(name) values('a')");
            connection.commit();
        }
        assertThat(durable.disk().forces()).isZero();
        assertThat(way.read.on(durable)).containsExactly("a");
        assertThat(durable.disk().forces()).isEqualTo(1);
        assertThat(way.read.on(durable)).containsExactly("a");
        assertThat(durable.disk().forces()).isEqualTo(1);
    }

    @Test
    void theReadingOfWhatWasCommittedWaitsToo() throws Exception {
        try (SqliteConnection connection = durable.transaction()) {
            connection.setTransactionDurability(Durability.CRASH_SAFE);
            execute(connection, "insert into t(name) values('a')");
            try (CommittedSnapshot snapshot = connection.snapshotAfterCommit()) {
                connection.commit();
                assertThat(durable.disk().forces()).isZero();
                try (SqliteConnection reading = snapshot.open()) {
                    assertThat(texts(reading, QUERY)).containsExactly("a");
                    assertThat(durable.disk().forces()).isEqualTo(1);
                }
            }
        }
    }
}
