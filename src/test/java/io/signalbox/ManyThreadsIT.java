package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.WritingLoad.Shares;
import io.signalbox.jdbc.WriteQueueStatistics;
import io.signalbox.sqlite.Durability;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many threads, each of which reads 100 records and writes each back with an X appended. Nothing fails, nothing is lost, and
 * when the first has finished the slowest has done at least four fifths as much as the one that has done most. For that they go on for some
 * seconds, as those of FairnessIT: of one second a thread that is not scheduled for some time slices misses a fifth.
 */
@Timeout(600)
class ManyThreadsIT {

    /** Of each thread. What few threads do is over within some time slices, and their shares would tell of those. */
    private static int records(int threads) {
        return Math.max(100, 12_800 / threads);
    }

    private static final double SMALLEST_SHARE = 0.8;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);

    @Nested
    class CrashSafe { // a thread is done in an instant: FairnessIT lets it go on until its share tells something
        @RegisterExtension
        final TestDatabase test = TestDatabase.ofTracks().with("signalbox.durability", Durability.CRASH_SAFE);

        @ParameterizedTest(name = "{0} threads")
        @ValueSource(ints = {16, 64, 256})
        void nothingFailsAndNothingIsLost(int threads) throws Exception {
            run(test.database(), threads, Duration.ZERO, 0);
        }
    }

    @Nested
    class PowerSafe {
        @RegisterExtension
        final TestDatabase test = TestDatabase.ofTracks().with("signalbox.durability", Durability.POWER_SAFE);

        @ParameterizedTest(name = "{0} threads")
        @ValueSource(ints = {16, 64, 256})
        void nothingFailsNothingIsLostAndNobodyStarves(int threads) throws Exception {
            run(test.database(), threads, LONG_ENOUGH, SMALLEST_SHARE);
        }
    }

    private static void run(Database db, int threads, Duration time, double smallestShare) throws Exception {
        int records = records(threads);
        AtomicLong done = new AtomicLong();
        Appending appending = Appending.onRows(db, records);
        Shares shares = WritingLoad.run(threads, records, time, new WritingLoad.Target() {
            @Override
            public void write(int thread, int number) {
                appending.append(thread * 7 + number); // the threads meet on the rows, and not all on the same one
                done.incrementAndGet();
            }

            @Override
            public void holdTheWriter(Runnable meanwhile) {
                db.writeWithoutResult(em -> {
                    em.createNativeQuery("update track set name = name").executeUpdate();
                    meanwhile.run();
                });
            }

            @Override
            public WriteQueueStatistics statistics() {
                return db.statistics().writer();
            }
        });

        WriteQueueStatistics writer = db.statistics().writer();
        assertThat(appending.counted()).as(shares::toString).isEqualTo(done.get());
        assertThat(writer.timedOut()).as(shares::toString).isZero();
        assertThat(writer.acquired()).as(shares::toString).isGreaterThanOrEqualTo(done.get());
        assertThat(done.get()).as(shares::toString).isGreaterThanOrEqualTo((long) threads * records);
        assertThat((double) shares.smallest())
                .as(shares::toString)
                .isGreaterThanOrEqualTo(smallestShare * shares.largest());
    }
}
