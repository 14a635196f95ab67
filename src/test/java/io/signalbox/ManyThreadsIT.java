package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.jdbc.WriteQueueStatistics;
import io.signalbox.sqlite.Durability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many threads, each of which reads 100 records and writes each back with an X appended. Nothing fails, nothing is lost, and
 * when the first has finished the slowest has done at least four fifths of its work.
 */
@Timeout(600)
class ManyThreadsIT {

    private static final int RECORDS = 100;
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final double SMALLEST_SHARE = 0.8;

    @Nested
    class CrashSafe {
        @RegisterExtension
        final TestDatabase test = TestDatabase.ofTracks().with("signalbox.durability", Durability.CRASH_SAFE);

        @ParameterizedTest(name = "{0} threads")
        @ValueSource(ints = {16, 64, 256})
        void nothingFailsNothingIsLostAndNobodyStarves(int threads) throws Exception {
            run(test.database(), threads);
        }
    }

    @Nested
    class PowerSafe {
        @RegisterExtension
        final TestDatabase test = TestDatabase.ofTracks().with("signalbox.durability", Durability.POWER_SAFE);

        @ParameterizedTest(name = "{0} threads")
        @ValueSource(ints = {16, 64, 256})
        void nothingFailsNothingIsLostAndNobodyStarves(int threads) throws Exception {
            run(test.database(), threads);
        }
    }

    private static void run(Database db, int threads) throws Exception {
        Appending appending = Appending.onRows(db, RECORDS);
        Shares shares = new Shares(threads);
        Phaser gate = new Phaser(1 + threads); // it wakes all from one thread; of a latch each wakes the next
        List<Actor<Void>> actors = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int mine = thread;
            actors.add(Actor.does("appending " + thread, () -> {
                gate.arriveAndAwaitAdvance();
                for (int record = 0; record < RECORDS; record++) {
                    appending.append(mine * 7 + record); // the threads meet on the rows, and not all on the same one
                    shares.count(mine);
                }
                shares.finished();
            }));
        }
        Actor.until("all are at the gate", () -> gate.getUnarrivedParties() == 1);
        long begun = System.nanoTime();
        gate.arrive();
        for (Actor<Void> actor : actors) {
            actor.result(DEADLINE);
        }
        String figures = shares + ", " + (System.nanoTime() - begun) / 1_000_000 + " ms, "
                + db.statistics().writer();

        WriteQueueStatistics writer = db.statistics().writer();
        assertThat(appending.counted()).as(figures).isEqualTo((long) threads * RECORDS);
        assertThat(writer.timedOut()).as(figures).isZero();
        assertThat(writer.acquired()).as(figures).isGreaterThanOrEqualTo((long) threads * RECORDS);
        assertThat(shares.smallest()).as(figures).isGreaterThanOrEqualTo((int) (SMALLEST_SHARE * shares.largest()));
    }

    /** What each thread had done when the first had finished. */
    private static final class Shares {
        private final AtomicIntegerArray done;
        private final AtomicReference<int[]> whenTheFirstHadFinished = new AtomicReference<>();

        Shares(int threads) {
            done = new AtomicIntegerArray(threads);
        }

        void count(int thread) {
            done.incrementAndGet(thread);
        }

        void finished() {
            int[] now = new int[done.length()];
            Arrays.setAll(now, done::get);
            whenTheFirstHadFinished.compareAndSet(null, now);
        }

        int smallest() {
            return Arrays.stream(whenTheFirstHadFinished.get()).min().orElseThrow();
        }

        int largest() {
            return Arrays.stream(whenTheFirstHadFinished.get()).max().orElseThrow();
        }

        @Override
        public String toString() {
            return "shares " + smallest() + " to " + largest();
        }
    }
}
