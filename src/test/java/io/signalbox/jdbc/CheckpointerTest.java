package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.Warnings;
import io.signalbox.sqlite.CheckpointMode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the log is copied, and when it is begun anew. */
@Timeout(50)
class CheckpointerTest extends CheckpointedEngine {

    @Test
    void noCommitMakesACheckpoint() throws Exception {
        open("?wal_limit=64MiB");
        commit(150);
        assertThat(log().logFrames()).isGreaterThan(1_300);
        assertThat(log().copiedFrames()).isZero();
    }

    @Test
    void onlyWhereNobodyElseDoesTheyKeepTheLogInBounds() throws Exception {
        commit(200);
        assertThat(log().logFrames()).as("four times the limit").isBetween(1L, 1_100L);
    }

    @Test
    void whatIsNotWorthTwoSyncsIsLeftAlone() throws Exception {
        open(FOUR_TIMES_THE_LIMIT);
        commit(2);
        engine.checkpointer().run();
        assertThat(counted().checkpoints()).isZero();
        assertThat(counted().leftFrames()).isPositive();
        assertThat(counted().logBytes()).isGreaterThan(36_000);
    }

    @Test
    void itIsCopiedWhileATransactionWrites() throws Exception {
        try (SqliteConnection writing = connect()) {
            commit(2);
            writing.setAutoCommit(false);
            execute(writing, "delete from t");
            engine.checkpointer().run();
            assertThat(counted().checkpoints()).isOne();
            assertThat(counted().leftFrames()).isZero();
            assertThat(counted().restarts()).isZero();
            writing.rollback();
        }
    }

    @Test
    void fromA32ndOfTheLimitOnTheNextTransactionBeginsTheLogAnew() throws Exception {
        open(FOUR_TIMES_THE_LIMIT);
        commit(2);
        engine.checkpointer().run();
        assertThat(counted().restarts()).isZero();
        commit(2);
        long before = acquisitions();
        engine.checkpointer().run();
        assertThat(counted().restarts()).isOne();
        assertThat(counted().checkpoints())
                .as("without the writer, and then with it")
                .isEqualTo(2);
        assertThat(acquisitions()).isEqualTo(before + 1);
        assertThat(blocked).isEmpty();
        assertBegunAnew();
    }

    /** Below half of its limit it may as well grow. */
    @Test
    void nobodyWaitsWhereSomebodyReadsFromAShortLog() throws Exception {
        commit(10);
        try (SqliteConnection reader = reading()) {
            long before = acquisitions();
            engine.checkpointer().run();
            assertThat(acquisitions()).isEqualTo(before);
            assertThat(counted().leftFrames()).isZero();
            assertThat(counted().blocked()).isZero();
            reader.rollback();
            engine.checkpointer().run();
            assertThat(counted().restarts()).isOne();
        }
    }

    @Test
    void whatHasReadForLongIsNotWaitedFor() throws Exception {
        try (Warnings warnings = new Warnings(DatabaseListener.class.getName());
                SqliteConnection reader = Actor.on("report", this::reading)) {
            commit(35);
            time.addAndGet(Duration.ofSeconds(2).toNanos());
            long before = acquisitions();
            engine.checkpointer().run();
            commit(1);
            engine.checkpointer().run();
            assertThat(acquisitions()).as("the writer is left alone").isEqualTo(before + 1);
            assertThat(counted().blocked()).isEqualTo(2);
            assertThat(blocked).singleElement().satisfies(told -> {
                assertThat(told.reader().orElseThrow().thread()).isEqualTo("report");
                assertThat(told.readerAge()).contains(Duration.ofSeconds(2));
                assertThat(told.result().leftFrames()).isPositive();
            });
            assertThat(warnings.seen())
                    .singleElement()
                    .asString()
                    .contains("thread 'report' has read for 2000 ms", "select count(*) from t");
            reader.rollback();
            engine.checkpointer().run();
            assertThat(counted().restarts()).isOne();
            assertBegunAnew();
        }
    }

    @Test
    void aLogBelowItsLimitIsNobodysFault() throws Exception {
        try (SqliteConnection reader = reading()) {
            commit(20);
            time.addAndGet(Duration.ofSeconds(2).toNanos());
            engine.checkpointer().run();
            assertThat(counted().blocked()).isOne();
            assertThat(blocked).isEmpty();
            reader.rollback();
        }
    }

    /** Who comes reads from the database alone, and is in nobody's way. */
    @Test
    void whoReadsForAShortTimeIsWaitedForAndWhoComesIsNot() throws Exception {
        commit(18);
        SqliteConnection before = reading();
        Actor<Void> background = Actor.does("background", engine.checkpointer()::run);
        Actor.until("it holds the writer", () -> engine.statistics().writer().held());
        assertThat(counted().leftFrames()).isZero();
        try (SqliteConnection after = reading()) {
            before.close();
            background.result();
            assertThat(counted().restarts()).isOne();
            assertThat(engine.statistics().readersHeld()).isOne();
            assertBegunAnew();
            after.rollback();
        }
    }

    @Test
    void thatWaitIsShortAndNotBegunAgainAtOnce() throws Exception {
        try (SqliteConnection reader = reading()) {
            commit(24);
            Actor<Void> background = Actor.does("background", engine.checkpointer()::run);
            Actor.until(
                    "it waits for the reader",
                    () -> LockSupport.getBlocker(background.thread()) == engine.checkpointer());
            time.addAndGet(Duration.ofMillis(51).toNanos());
            background.result();
            assertThat(counted().blocked()).isOne();
            assertThat(counted().longestHeldMicros()).isEqualTo(51_000);
            reader.rollback();
            texts(reader, "select 'another snapshot' from t");
            long before = acquisitions();
            engine.checkpointer().run();
            assertThat(acquisitions()).as("writers have waited enough").isEqualTo(before);
            reader.rollback();
            time.addAndGet(Duration.ofMillis(9 * 51).toNanos());
            engine.checkpointer().run();
            assertThat(counted().restarts()).isOne();
        }
    }

    @Test
    void aLogThatIsTooLongIsCutWhenNobodyReads() throws Exception {
        commit(35);
        try (SqliteConnection upgrading = connect()) {
            upgrading.setTransactionMode(TransactionMode.UPGRADE);
            upgrading.setAutoCommit(false);
            texts(upgrading, "select count(*) from t");
            engine.checkpointer().rest();
            assertThat(counted().leftFrames()).as("it is copied").isZero();
            assertThat(log().logFrames()).as("and not cut").isGreaterThan(300);
            execute(upgrading, "insert into t(name) values('no conflict')");
            upgrading.rollback();
        }
        engine.checkpointer().rest();
        assertThat(log().logFrames()).isZero();
        commit(1);
        try (SqliteConnection reader = reading()) {
            assertThat(texts(reader, "select count(*) from t")).containsExactly("36");
        }
    }

    /** Its reader is not in SQLite's way; but what is cut looks to it as if somebody had committed. */
    @Test
    void whoHasReadWhatIsCopiedAndIsAboutToUpgradeMeetsNoConflict() throws Exception {
        commit(35);
        engine.maintenance().checkpoint(CheckpointMode.PASSIVE);
        try (SqliteConnection upgrading = connect()) {
            upgrading.setTransactionMode(TransactionMode.UPGRADE);
            upgrading.setAutoCommit(false);
            texts(upgrading, "select count(*) from t");
            engine.checkpointer().rest();
            execute(upgrading, "insert into t(name) values('no conflict')");
            upgrading.commit();
        }
    }

    @Test
    void noReaderIsLostOnTheWay() throws Exception {
        commit(35);
        engine.checkpointer().rest();
        openAllReaders();
    }

    @Test
    void aLogThatIsNotIsKeptForItIsSyncedFasterThanOneThatGrows() throws Exception {
        commit(20);
        engine.checkpointer().rest();
        assertThat(log().logFrames()).isGreaterThan(180);
        assertThat(counted().checkpoints()).isZero();
    }

    @Test
    void afterAFailedSyncThereIsNone() throws Exception {
        commit(15);
        disk.fail(new IOException("no more"));
        try {
            commit(1);
        } catch (CommitOutcomeUnknownException e) {
            disk.fail(null);
        }
        engine.checkpointer().run();
        engine.checkpointer().rest();
        assertThat(counted().checkpoints()).isZero();
        assertThat(counted().logBytes()).as("it is not even looked at").isZero();
    }

    /** A checkpoint that is asked for waits for the one that is being made: SQLite would refuse it. */
    @Test
    void allAreMadeOnTheSameConnection() throws Exception {
        commit(35);
        Actor<Void> background = Actor.does("background", () -> {
            for (int i = 0; i < 100; i++) {
                engine.checkpointer().run();
                engine.checkpointer().rest();
            }
        });
        for (int i = 0; i < 100; i++) {
            assertThat(engine.maintenance().checkpoint(CheckpointMode.PASSIVE).complete())
                    .isTrue();
            assertThat(engine.maintenance().checkpoint(CheckpointMode.RESTART).complete())
                    .isTrue();
        }
        background.result();
        assertThat(blocked).isEmpty();
    }

    @Test
    void whereTheWriterIsNotToBeHadItIsTriedAgainAndNobodyIsWarned() throws Exception {
        open(LIMIT + "&write_timeout=20ms");
        commit(18);
        try (Warnings warnings = new Warnings(Checkpointer.class.getName());
                SqliteConnection writing = connect()) {
            writing.setAutoCommit(false);
            execute(writing, "delete from t");
            Actor.does("background", engine.checkpointer()::run).result();
            assertThat(counted().leftFrames()).isZero();
            assertThat(counted().restarts()).isZero();
            writing.rollback();
            engine.checkpointer().run();
            assertThat(counted().restarts()).isOne();
            assertThat(warnings.seen()).isEmpty();
        }
    }
}
