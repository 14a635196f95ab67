package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Four processes with eight threads each append to the same rows, while one with the plain driver holds the write lock for two
 * seconds now and then, and a fifth is killed in the midst of it: no row is lost, and nobody is told of a lock.
 */
@Timeout(1200)
class SeveralProcessesIT {

    /** How long a process may take for all it does. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final boolean FULL = Boolean.getBoolean("signalbox.it.full");
    private static final int PROCESSES = 4;
    private static final int THREADS = 8;
    private static final int ROUNDS = FULL ? 500 : 25;
    private static final int HOLDS = FULL ? 10 : 2;
    private static final Duration HOLD = Duration.ofSeconds(2);
    private static final int BEFORE_THE_KILL = 20;

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks();

    private final AtomicLong longestWait = new AtomicLong();

    @Test
    void noRowIsLostAndNoLockErrorSurfaces() throws Exception {
        Appending rows = Appending.onRows(test.database(), 10);
        List<Actor<Integer>> processes = new ArrayList<>();
        AtomicInteger ended = new AtomicInteger();
        for (int process = 0; process < PROCESSES; process++) {
            processes.add(Actor.start("process " + process, () -> acknowledged(ended)));
        }
        Actor<Integer> killed = Actor.start("the process that is killed", this::killed);
        int holds = hold(rows, ended);
        for (Actor<Integer> process : processes) {
            assertThat(process.result(PATIENCE)).isEqualTo(THREADS * ROUNDS);
        }
        int acknowledged = killed.result(PATIENCE);
        int all = PROCESSES * THREADS * ROUNDS + acknowledged;
        // what the killed one had committed, and could not tell any more
        assertThat(rows.counted()).isBetween((long) all, (long) all + THREADS);
        System.out.println(all + " transactions of " + PROCESSES
                + " processes and of one that was killed; the lock held "
                + holds + " times for " + HOLD.toSeconds() + " s; the longest wait for the writer " + longestWait
                + " ms");
        assertThat(holds).isPositive();
    }

    private int acknowledged(AtomicInteger ended) throws Exception {
        try (AppendingProcess process = AppendingProcess.on(test.path(), THREADS, ROUNDS)) {
            int acknowledged = process.acknowledged(Integer.MAX_VALUE);
            assertThat(process.status()).isZero();
            longestWait.accumulateAndGet(process.longestWait().toMillis(), Math::max);
            return acknowledged;
        } finally {
            ended.incrementAndGet();
        }
    }

    private int killed() throws Exception {
        try (AppendingProcess process = AppendingProcess.on(test.path(), THREADS, Integer.MAX_VALUE)) {
            int before = process.acknowledged(BEFORE_THE_KILL);
            process.kill();
            return before + process.acknowledged(Integer.MAX_VALUE);
        }
    }

    /** Each time when some have been served since the last. */
    private int hold(Appending rows, AtomicInteger ended) throws Exception {
        int holds = 0;
        try (ForeignProcess other = ForeignProcess.on(test.path())) {
            while (holds < HOLDS && ended.get() < PROCESSES) {
                long before = rows.counted();
                Actor.until("somebody is served", () -> rows.counted() > before || ended.get() == PROCESSES);
                other.take().letGoAfter(HOLD);
                other.awaitDone();
                holds++;
            }
        }
        return holds;
    }
}
