package io.signalbox.jdbc;

import static io.signalbox.jdbc.QueueFixture.AN_HOUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the queue promises to those who wait in it; {@link WriteQueueRacesTest} has what happens at the same moment. */
class WriteQueueTest {

    private static final Deadline PASSED = new Deadline(System.nanoTime());

    /** A bulkhead that forgets to take a timed-out waiter out of its queue grants it the next permit, which is gone. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aWaiterThatTimesOutLeavesNoTrace(int maxOvertakes) throws Exception {
        QueueFixture at = QueueFixture.overtaking(maxOvertakes);
        WritePermit held = at.acquire("holder");

        Actor<WritePermit> late = Actor.start("late", () -> at.acquireNow("late"));
        assertThat(late.failure()).isInstanceOf(WriterTimeoutException.class);
        assertThat(at.queue.statistics().waiting()).isZero();

        at.queue.release(held);
        assertThat(at.queue.holder()).isEmpty();
        at.queue.release(at.acquireNow("next"));
        assertThat(at.queue.statistics().timedOut()).isEqualTo(1);
    }

    @Test
    void aWaiterBehindOneThatTimesOutIsServed() throws Exception {
        QueueFixture at = QueueFixture.strict();
        WritePermit held = at.acquire("holder");
        Actor<WritePermit> first = at.waiter("first", Deadline.after(Duration.ofSeconds(1)));
        Actor<WritePermit> second = at.waiter("second");

        assertThat(first.failure()).isInstanceOf(WriterTimeoutException.class);
        at.queue.release(held);
        assertThat(second.result().thread().getName()).isEqualTo("second");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000})
    void waitersAreServedInTheOrderInWhichTheyCame(int maxOvertakes) throws Exception {
        QueueFixture at = QueueFixture.overtaking(maxOvertakes);
        WritePermit held = at.acquire("holder");
        List<String> served = Collections.synchronizedList(new ArrayList<>());
        List<Actor<Void>> waiters = new ArrayList<>();
        List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        for (String name : names) {
            int before = waiters.size();
            waiters.add(Actor.does(name, () -> {
                WritePermit permit = at.acquire(name);
                served.add(name);
                at.queue.release(permit);
            }));
            Actor.until(name + " waits", () -> at.queue.statistics().waiting() > before);
        }

        at.queue.release(held);
        for (Actor<Void> waiter : waiters) {
            waiter.result();
        }
        assertThat(served).isEqualTo(names);
        assertThat(at.queue.statistics().longest()).isEqualTo(names.size());
    }

    @Test
    void whoeverTakesThePermitOnlyIfItIsFreeNeverWaits() throws Exception {
        QueueFixture at = QueueFixture.strict();
        WritePermit held = at.queue.tryAcquire("holder").orElseThrow();
        assertThat(at.queue.tryAcquire("the same thread")).isEmpty();
        assertThat(Actor.on("another", () -> at.queue.tryAcquire("another"))).isEmpty();
        assertThat(at.queue.holder()).contains(held);
        at.queue.release(held);
        at.queue.close(PASSED);
        assertThatThrownBy(() -> at.queue.tryAcquire("late")).isInstanceOf(DataSourceClosedException.class);
    }

    @Test
    void aWaiterThatIsInterruptedLeavesNoTrace() throws Exception {
        QueueFixture at = QueueFixture.strict();
        WritePermit held = at.acquire("holder");
        Actor<Boolean> interrupted = Actor.start("interrupted", () -> {
            assertThatThrownBy(() -> at.acquire("interrupted"))
                    .isInstanceOf(WriterInterruptedException.class)
                    .hasMessageContaining("nothing was begun");
            return Thread.currentThread().isInterrupted();
        });
        Actor.until("it waits", () -> at.queue.statistics().waiting() == 1);
        Actor<WritePermit> next = at.waiter("next");

        interrupted.thread().interrupt();
        assertThat(interrupted.result()).as("the interrupt flag is kept").isTrue();
        assertThat(at.queue.statistics().waiting()).isEqualTo(1);
        at.queue.release(held);
        at.queue.release(next.result());
        assertThat(at.queue.statistics().timedOut()).isZero();
    }

    @Test
    void whoNeedNotWaitIsNotAskedForItsInterruptFlag() throws Exception {
        QueueFixture at = QueueFixture.strict();
        Actor<Boolean> flagged = Actor.start("flagged", () -> {
            Thread.currentThread().interrupt();
            at.queue.release(at.acquire("at once"));
            return Thread.currentThread().isInterrupted();
        });
        assertThat(flagged.result()).isTrue();
    }

    @Test
    void aThreadThatHoldsThePermitAndWantsAnotherIsToldSoAtOnce() throws Exception {
        QueueFixture at = QueueFixture.strict();
        WritePermit held = at.acquire("update outer");
        assertThatThrownBy(() -> at.acquire("update inner"))
                .isInstanceOf(NestedWriteException.class)
                .hasMessageContaining("update outer")
                .hasMessageContaining("update inner")
                .hasMessageContaining("'" + Thread.currentThread().getName() + "'");
        at.queue.release(held);
        at.queue.release(at.acquireNow("after it"));
    }

    @Test
    void toReleaseTwiceDoesNothing() throws Exception {
        QueueFixture at = QueueFixture.strict();
        WritePermit first = at.acquire("first");
        Actor<WritePermit> waiter = at.waiter("waiter");
        at.queue.release(first);
        WritePermit second = waiter.result();
        at.queue.release(first);
        assertThat(at.queue.holder()).containsSame(second);
        at.queue.release(second);
        at.queue.release(second);
        assertThat(at.queue.holder()).isEmpty();
    }

    @Test
    void theTimeoutSaysWhoIsInTheWayAndWhoElseWaits() throws Exception {
        QueueFixture at = QueueFixture.strict();
        Actor<WritePermit> holder = Actor.start("the holder", () -> at.acquire("update track set name = ?"));
        WritePermit held = holder.result();
        Actor<WritePermit> ahead = at.waiter("ahead");

        Throwable timeout = Actor.start("late", () -> at.queue.acquire(PASSED, "late", () -> {}))
                .failure();
        assertThat(timeout)
                .isInstanceOf(WriterTimeoutException.class)
                .hasMessageContaining("thread 'the holder' has held it for ")
                .hasMessageContaining("first statement: update track set name = ?")
                .hasMessageContaining("number 2 in the queue")
                .hasMessageContaining("1 others wait")
                .hasMessageContaining("signalbox.write_timeout")
                .hasMessageNotContaining("acquired at:");
        assertThat(((SQLException) timeout).getSQLState()).isEqualTo("HYT00");
        at.queue.release(held);
        at.queue.release(ahead.result());
    }

    @Test
    void withDiagnosticsTheTimeoutShowsTheStackOfTheHolder() throws Exception {
        QueueFixture at =
                QueueFixture.of(new WriteQueue(new WriteQueue.Rules(new Overtaking.Rules(0, AN_HOUR), 0, true)));
        WritePermit held = at.acquire("holder");
        assertThat(Actor.start("late", () -> at.acquireNow("late")).failure())
                .hasMessageContaining("acquired at:")
                .hasMessageContaining("WriteQueueTest.withDiagnosticsTheTimeoutShowsTheStackOfTheHolder(");
        at.queue.release(held);
    }

    @Test
    void theStatisticsAddUpWhatWasWaitedAndWhatWasHeld() throws Exception {
        AtomicLong clock = new AtomicLong();
        QueueFixture at = QueueFixture.by(clock::get, new Overtaking.Rules(0, AN_HOUR));
        WritePermit held = at.acquire("holder");
        clock.set(2_000_000);
        Actor<WritePermit> waiter = at.waiter("waiter");
        clock.set(5_000_000);
        at.queue.release(held);
        WritePermit next = waiter.result();
        assertThat(at.queue.statistics().heldMicros()).as("only what has ended").isEqualTo(5_000);
        clock.set(5_700_000);
        at.queue.release(next);
        assertThat(at.queue.statistics().heldMicros()).isEqualTo(5_700);
        assertThat(at.queue.statistics().waitedMicros()).isEqualTo(3_000);
        assertThat(at.queue.statistics().waitP999Micros()).isBetween(2_990L, 3_010L);
    }

    @Test
    void closeWakesAllWhoWaitAndRefusesWhoComes() throws Exception {
        QueueFixture at = QueueFixture.strict();
        WritePermit held = at.acquire("holder");
        List<Actor<WritePermit>> waiters = List.of(at.waiter("a"), at.waiter("b"), at.waiter("c"));

        Actor<Void> closer = Actor.does("closer", () -> at.queue.close(Deadline.after(AN_HOUR)));
        for (Actor<WritePermit> waiter : waiters) {
            assertThat(waiter.failure()).isInstanceOf(DataSourceClosedException.class);
        }
        assertThatThrownBy(() -> Actor.on("newcomer", () -> at.acquire("newcomer")))
                .hasCauseInstanceOf(DataSourceClosedException.class);
        assertThat(closer.parked().thread().isAlive())
                .as("close waits for the holder")
                .isTrue();
        at.queue.release(held);
        closer.result();
        assertThat(at.queue.statistics().waiting()).isZero();
        assertThat(at.queue.statistics().held()).isFalse();
    }

    @Test
    void closeWaitsNoLongerThanItsDeadline() throws Exception {
        QueueFixture at = QueueFixture.strict();
        at.acquire("a holder that never ends");
        Actor.does("closer", () -> at.queue.close(Deadline.after(Duration.ofMillis(10))))
                .result();
    }

    @Test
    void closeDoesNotWaitForAHolderWhoseThreadHasEnded() throws Exception {
        QueueFixture at = QueueFixture.strict();
        Actor.on("ended", () -> at.acquire("never given back"));
        Actor.does("closer", () -> at.queue.close(Deadline.after(AN_HOUR))).result();
    }

    @Test
    void anInterruptDoesNotShortenCloseAndIsKept() throws Exception {
        QueueFixture at = QueueFixture.strict();
        WritePermit held = at.acquire("holder");
        Actor<Boolean> closer = Actor.start("closer", () -> {
            Thread.currentThread().interrupt();
            at.queue.close(Deadline.after(AN_HOUR));
            return Thread.currentThread().isInterrupted();
        });
        Actor.until("it waits", () -> at.isBeingClosed());
        closer.parked();
        at.queue.release(held);
        assertThat(closer.result()).isTrue();
    }
}
