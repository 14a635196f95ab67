package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.signalbox.Actor;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How much later than its deadline a wait for the writer ends, where the writer is stuck. It measures time, and so has as many
 * threads beside it that only park for as long: what the machine adds to their waits it adds to ours.
 */
@Timeout(120)
class DeadlineOverrunIT {

    private static final int ROUNDS = Boolean.getBoolean("signalbox.it.full") ? 200 : 20;
    private static final int OF_A_KIND = 8;
    private static final Duration WAIT = Duration.ofMillis(50);
    private static final Duration ALLOWED = Duration.ofMillis(20);

    @RegisterExtension
    final TestDataSource test = TestDataSource.fresh();

    private interface Wait {
        void until(long nanoTime) throws SQLException;
    }

    @Test
    void aWaitForAStuckWriterEndsWhenAPlainParkDoes() throws Exception {
        try (Keeper stuck = Keeper.of("stuck", test.transaction(), "insert into t(name) values('stuck')")) {
            CyclicBarrier barrier = new CyclicBarrier(2 * OF_A_KIND);
            List<Actor<Long>> controls = new ArrayList<>();
            List<Actor<Long>> waiters = new ArrayList<>();
            for (int i = 0; i < OF_A_KIND; i++) {
                controls.add(Actor.start("control", () -> worstOverrun(barrier, DeadlineOverrunIT::park)));
                waiters.add(Actor.start("waiter", () -> worstOverrun(barrier, this::waitForTheWriter)));
            }
            long control = worst(controls);
            long waiter = worst(waiters);
            System.out.printf(
                    "overrun of %d waits: control %d us, writer %d us%n", ROUNDS * OF_A_KIND, control, waiter);
            assertThat(waiter).as("µs").isLessThanOrEqualTo(control + TimeUnit.NANOSECONDS.toMicros(ALLOWED.toNanos()));
        }
    }

    private static long worst(List<Actor<Long>> actors) throws Exception {
        long worst = 0;
        for (Actor<Long> actor : actors) {
            worst = Math.max(worst, actor.result(Duration.ofMinutes(1)));
        }
        return worst;
    }

    /** In microseconds; the first round, which loads classes, does not count. */
    private static long worstOverrun(CyclicBarrier barrier, Wait wait) throws Exception {
        long worst = 0;
        for (int round = 0; round <= ROUNDS; round++) {
            barrier.await();
            long deadline = System.nanoTime() + WAIT.toNanos();
            wait.until(deadline);
            long overrun = System.nanoTime() - deadline;
            assertThat(overrun).as("it has waited").isNotNegative();
            worst = round == 0 ? 0 : Math.max(worst, overrun);
        }
        return worst / 1_000;
    }

    private static void park(long deadline) {
        for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void waitForTheWriter(long deadline) throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            connection.setTransactionTimeout(Duration.ofNanos(deadline - System.nanoTime()));
            assertThat(catchThrowable(() -> execute(connection, "insert into t(name) values('late')")))
                    .isInstanceOf(WriterTimeoutException.class);
        }
    }
}
