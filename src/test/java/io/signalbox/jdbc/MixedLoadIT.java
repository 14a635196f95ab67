package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.PlainProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Mixed load of many threads while two other processes with the plain driver take the write lock now and then: no update is
 * lost, no lock error surfaces, every counter adds up. {@code -Pfull} runs it longer; {@code -Dsignalbox.it.seed=...} repeats
 * what was drawn.
 */
@Timeout(1800)
class MixedLoadIT {

    private static final int OPERATIONS = Boolean.getBoolean("signalbox.it.full") ? 40_000 : 2_000;

    private static final long SEED = Long.getLong("signalbox.it.seed", System.nanoTime());

    /** Counted up by the other processes, and by the load too. */
    private static final int SHARED = 0;

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?write_timeout=60s&reader_timeout=60s");

    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {16, 64, 256})
    void nothingIsLostAndNoLockErrorSurfaces(int threads) throws Exception {
        MixedLoad load = new MixedLoad(test);
        List<Actor<Integer>> others = new ArrayList<>();
        try (PlainProcess one = PlainProcess.on(test.path());
                PlainProcess another = PlainProcess.on(test.path())) {
            for (PlainProcess other : List.of(one, another)) {
                others.add(Actor.start("the other process", () -> takeTheLockNowAndThen(load, other)));
            }
            load.run(threads, OPERATIONS / threads, SEED);
            int counted = 0;
            for (Actor<Integer> other : others) {
                counted += other.result(Duration.ofMinutes(2));
            }
            String what = "seed %d, %d threads, %d conflicts, %d transactions of other processes"
                    .formatted(SEED, threads, load.conflicts(), counted);
            List<Long> expected = load.expected();
            expected.set(SHARED, expected.get(SHARED) + counted);
            assertThat(load.actual()).as(what).isEqualTo(expected);
            assertThat(counted).as(what).isPositive();
        }
    }

    /** Returns how often it has counted. */
    private static int takeTheLockNowAndThen(MixedLoad load, PlainProcess other) throws Exception {
        int counted = 0;
        while (load.awaitPulse()) {
            other.execute("begin immediate");
            other.execute("update counter set n = n + 1 where id = " + SHARED);
            for (int i = 0; i < 20; i++) {
                other.execute("pragma user_version"); // it holds the lock while it is asked this and that
            }
            other.execute("commit");
            counted++;
        }
        return counted;
    }
}
