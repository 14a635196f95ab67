package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.jdbc.ForeignLockTimeoutException;
import io.signalbox.jdbc.WriterInterruptedException;
import io.signalbox.session.TransactionOptions;
import jakarta.persistence.LockTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another process holds the write lock: that costs time, and nothing else. */
@Timeout(180)
class ForeignProcessIT {

    private static final Duration HOLD = Duration.ofSeconds(2);
    private static final int THREADS = 16;
    private static final int ROUNDS = 30;

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks().with("signalbox.write_timeout", "30s");

    @Test
    void sixteenThreadsLoseNothingWhileAnotherProcessHoldsTheLock() throws Exception {
        Database db = test.database();
        Appending appending = Appending.onRows(db, 10);
        CyclicBarrier half = new CyclicBarrier(THREADS + 1);
        try (ForeignProcess other = ForeignProcess.on(test.path())) {
            List<Actor<Void>> threads = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                threads.add(Actor.does("appending " + thread, () -> {
                    // this thread                              other process
                    appendRounds(appending, first);
                    half.await();
                    half.await(); //                            takes the lock
                    appendRounds(appending, first); //          holds it, and lets go after 2 s
                }));
            }
            half.await();
            other.take();
            half.await();
            Actor.until(
                    "all wait but one, which has the permit",
                    () -> db.statistics().writer().waiting() == THREADS - 1);
            other.letGoAfter(HOLD);
            for (Actor<Void> thread : threads) {
                thread.result();
            }
            other.awaitDone();
        }
        assertThat(appending.counted()).isEqualTo(2 * THREADS * ROUNDS);
        assertThat(db.statistics().writer().waitMaxMicros()).isGreaterThan(HOLD.toMillis() * 900);
        assertThat(db.statistics().writer().timedOut()).isZero();
    }

    private static void appendRounds(Appending appending, int first) {
        for (int round = 0; round < ROUNDS; round++) {
            appending.append(first + round);
        }
    }

    @Test
    void aHoldLongerThanTheTimeoutIsReportedAsWhatItIsAndTheNextTransactionWorks() throws Exception {
        Database db = test.database();
        Appending appending = Appending.onRows(db, 1);
        try (ForeignProcess other = ForeignProcess.on(test.path()).take()) {
            assertThatThrownBy(() -> db.write(TransactionOptions.timeout(Duration.ofMillis(200)), em -> {
                        em.persist(new Track("late"));
                        return true;
                    }))
                    .isInstanceOf(LockTimeoutException.class)
                    .hasRootCauseInstanceOf(ForeignLockTimeoutException.class)
                    .rootCause()
                    .hasMessageContaining("another process")
                    .hasMessageContaining("signalbox.write_timeout");
            assertThat(appending.counted()).as("readers go on").isZero();
            other.letGo();
            appending.append(0);
        }
        assertThat(appending.counted()).isEqualTo(1);
    }

    @Test
    void aKilledProcessFreesTheLockAndWhatItWroteIsGone() throws Exception {
        Database db = test.database();
        Appending appending = Appending.onRows(db, 1);
        try (ForeignProcess other = ForeignProcess.on(test.path()).take()) {
            Actor<Void> waiter = Actor.does("waiter", () -> appending.append(0));
            Actor.until(
                    "it has the permit, and waits for the lock",
                    () -> db.statistics().writer().held());
            other.kill();
            waiter.result();
        }
        assertThat(db.<List<String>, RuntimeException>read(
                        em -> em.createQuery("select t.name from Track t", String.class)
                                .getResultList()))
                .containsExactly("X");
    }

    @Test
    void whoWaitsForAnotherProcessCanBeInterrupted() throws Exception {
        Database db = test.database();
        Appending appending = Appending.onRows(db, 1);
        try (ForeignProcess other = ForeignProcess.on(test.path()).take()) {
            Actor<Boolean> waiter = Actor.start("waiter", () -> {
                assertThatThrownBy(() -> appending.append(0))
                        .isInstanceOf(LockTimeoutException.class)
                        .hasRootCauseInstanceOf(WriterInterruptedException.class);
                return Thread.interrupted();
            });
            Actor.until(
                    "it has the permit, and waits for the lock",
                    () -> db.statistics().writer().held());
            waiter.thread().interrupt();
            assertThat(waiter.result()).as("the interrupt flag").isTrue();
            other.letGo();
        }
        appending.append(0);
        assertThat(appending.counted()).isEqualTo(1);
    }
}
