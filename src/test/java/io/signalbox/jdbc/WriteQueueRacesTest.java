package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A waiter that is granted the permit in the same moment in which it would give up. The queue is brought to a standstill by
 * holding its lock: the waiter is awake then, and sees what was done meanwhile when it is let go.
 */
class WriteQueueRacesTest {

    /** Long enough to bring the queue to a standstill before it has passed. */
    private static final Duration SOON = Duration.ofSeconds(1);

    @Test
    void aPermitThatIsHandedOverAtTheDeadlineIsTaken() throws Exception {
        QueueFixture at = QueueFixture.strict();
        WritePermit held = at.acquire("holder");
        Deadline deadline = Deadline.after(SOON);
        Actor<WritePermit> waiter = at.waiter("waiter", deadline);

        ReentrantLock standstill = at.standstill();
        standstill.lock();
        try {
            // this thread                     waiter
            // it may have been on its way to its first look still: then it makes that after the deadline
            Actor.until(
                    "the waiter wants to give up",
                    () -> standstill.hasQueuedThread(waiter.thread()) && deadline.remaining() <= 0);
            at.queue.release(held); //         is granted it
        } finally {
            standstill.unlock(); //            looks
        }
        at.queue.release(waiter.result());
        assertThat(at.queue.statistics().timedOut()).isZero();
    }

    @Test
    void aPermitThatIsFreeAtTheDeadlineIsTaken() throws Exception {
        QueueFixture at = QueueFixture.overtaking(1_000);
        WritePermit held = at.acquire("holder");
        Actor<WritePermit> waiter = at.waiter("waiter", Deadline.after(SOON));

        ReentrantLock standstill = at.standstill();
        standstill.lock();
        try {
            Actor.until("the waiter wants to give up", () -> standstill.hasQueuedThread(waiter.thread()));
            at.queue.release(held);
            assertThat(at.queue.holder()).isEmpty();
        } finally {
            standstill.unlock();
        }
        at.queue.release(waiter.result());
    }

    @Test
    void aPermitThatIsHandedOverToAnInterruptedWaiterIsTakenAndTheFlagIsKept() throws Exception {
        QueueFixture at = QueueFixture.strict();
        WritePermit held = at.acquire("holder");
        Actor<Boolean> waiter = Actor.start("waiter", () -> {
            at.queue.release(at.acquire("interrupted while it is served"));
            return Thread.currentThread().isInterrupted();
        });
        Actor.until("it waits", () -> at.queue.statistics().waiting() == 1);
        waiter.parked();

        ReentrantLock standstill = at.standstill();
        standstill.lock();
        try {
            waiter.thread().interrupt();
            Actor.until("the waiter wants to give up", () -> standstill.hasQueuedThread(waiter.thread()));
            at.queue.release(held);
        } finally {
            standstill.unlock();
        }
        assertThat(waiter.result()).isTrue();
        assertThat(at.queue.holder()).isEmpty();
    }

    @Test
    void anEldestThatGivesUpAfterItWasOvertakenLeavesTheNextInItsPlace() throws Exception {
        QueueFixture at = QueueFixture.overtaking(1_000);
        WritePermit held = at.acquire("holder");
        Actor<WritePermit> eldest = at.waiter("eldest");
        Actor<WritePermit> next = at.waiter("next");

        WritePermit overtaking;
        at.standstill().lock();
        try {
            // this thread                 eldest              next
            at.queue.release(held); //     is woken
            overtaking = at.acquireNow("overtakes");
            eldest.thread().interrupt(); // gives up           does not know
        } finally {
            at.standstill().unlock();
        }
        assertThat(eldest.failure()).isInstanceOf(WriterInterruptedException.class);
        at.queue.release(overtaking); //                       is woken
        at.queue.release(next.result());
    }

    @Test
    void aWaiterThatWakesForNothingTakesNothing() throws Exception {
        QueueFixture at = QueueFixture.overtaking(1_000);
        WritePermit held = at.acquire("holder");
        Actor<WritePermit> eldest = at.waiter("eldest");
        Actor<WritePermit> next = at.waiter("next");

        ReentrantLock standstill = at.standstill();
        standstill.lock();
        try {
            // this thread                          eldest        next
            LockSupport.unpark(next.thread()); //                 wakes, as a thread may without a reason
            Actor.until("the next wants to look", () -> standstill.hasQueuedThread(next.thread()));
            at.queue.release(held); //              is woken
        } finally {
            standstill.unlock(); //                               looks first, and finds the permit free
        }
        WritePermit eldests = eldest.result();
        at.queue.release(eldests);
        at.queue.release(next.result());
    }

    @Test
    void whoeverWasHandedThePermitBeforeCloseMayKeepIt() throws Exception {
        QueueFixture at = QueueFixture.strict();
        WritePermit held = at.acquire("holder");
        Actor<WritePermit> waiter = at.waiter("waiter");

        Actor<Void> closer;
        at.standstill().lock();
        try {
            at.queue.release(held);
            closer = Actor.does("closer", () -> at.queue.close(Deadline.after(QueueFixture.AN_HOUR)));
        } finally {
            at.standstill().unlock();
        }
        WritePermit kept = waiter.result();
        at.queue.release(kept);
        closer.result();
    }

    /** Whatever comes first of time-out, interrupt and grant: the permit is never lost and never held by two. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    @SuppressWarnings("ThreadPriorityCheck") // the more the threads alternate the better
    void inAThousandRacesNoPermitIsLostAndNoneIsGrantedTwice(int maxOvertakes) throws Exception {
        WriteQueue queue = new WriteQueue(
                new WriteQueue.Rules(new Overtaking.Rules(maxOvertakes, Duration.ofMillis(1)), 0, false));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger acquired = new AtomicInteger();
        AtomicInteger timedOut = new AtomicInteger();
        AtomicInteger interrupted = new AtomicInteger();
        List<Actor<Void>> actors = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            actors.add(Actor.does("racer " + i, () -> {
                for (int round = 0; round < 1_000; round++) {
                    long patience = ThreadLocalRandom.current().nextLong(50_000);
                    try {
                        WritePermit permit =
                                queue.acquire(new Deadline(System.nanoTime() + patience), "race", () -> {});
                        assertThat(inside.incrementAndGet()).as("holders").isEqualTo(1);
                        Thread.yield(); // a transaction's work
                        inside.decrementAndGet();
                        acquired.incrementAndGet();
                        queue.release(permit);
                    } catch (WriterTimeoutException e) {
                        timedOut.incrementAndGet();
                    } catch (WriterInterruptedException e) {
                        assertThat(Thread.interrupted()).isTrue();
                        interrupted.incrementAndGet();
                    }
                    Thread.interrupted();
                }
            }));
        }
        Actor<Void> disturber = Actor.does("disturber", () -> {
            while (actors.stream().anyMatch(actor -> actor.thread().isAlive())) {
                actors.get(ThreadLocalRandom.current().nextInt(actors.size()))
                        .thread()
                        .interrupt();
                Thread.yield();
            }
        });
        for (Actor<Void> actor : actors) {
            actor.result();
        }
        disturber.result();

        WriteQueueStatistics seen = queue.statistics();
        assertThat(acquired.get() + timedOut.get() + interrupted.get()).isEqualTo(4_000);
        assertThat(seen.acquired()).isEqualTo(acquired.get());
        assertThat(seen.timedOut()).isEqualTo(timedOut.get());
        assertThat(seen.waiting()).isZero();
        assertThat(seen.held()).isFalse();
        queue.release(queue.acquire(new Deadline(System.nanoTime()), "the permit is there", () -> {}));
    }

    @Test
    void theStatisticsAddUp() throws Exception {
        QueueFixture at = QueueFixture.overtaking(4);
        List<Actor<Void>> actors = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            actors.add(Actor.does("actor " + i, () -> {
                for (int round = 0; round < 200; round++) {
                    at.queue.release(at.acquire("round"));
                }
            }));
        }
        for (Actor<Void> actor : actors) {
            actor.result();
        }
        WriteQueueStatistics seen = at.queue.statistics();
        assertThat(seen.acquired()).isEqualTo(1_600);
        assertThat(seen.timedOut()).isZero();
        assertThat(seen.waiting()).isZero();
        assertThat(seen.held()).isFalse();
        assertThat(seen.longest()).isBetween(0, 7);
        assertThat(seen.waitP50Micros()).isLessThanOrEqualTo(seen.waitP99Micros());
        assertThat(seen.waitP99Micros()).isLessThanOrEqualTo(seen.waitP999Micros());
        assertThat(seen.waitP999Micros()).isLessThanOrEqualTo(seen.waitMaxMicros());
    }
}
