package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Permits are given in order of arrival, and none is lost. */
@Timeout(50)
class FairPermitsTest {

    private static Deadline never() {
        return Deadline.after(Duration.ofHours(1));
    }

    @Test
    void theyAreGivenInOrderOfArrivalAndNobodyOvertakes() throws Exception {
        FairPermits permits = new FairPermits(1);
        assertThat(permits.tryAcquire()).isTrue();
        Queue<String> order = new ConcurrentLinkedQueue<>();
        List<Actor<Void>> waiters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String name = "waiter " + i;
            int before = i;
            waiters.add(Actor.does(name, () -> {
                permits.acquire(never());
                order.add(name);
                assertThat(permits.tryAcquire()).as("there is one").isFalse();
                permits.release();
            }));
            Actor.until("it waits", () -> permits.waiting() == before + 1);
        }
        permits.release();
        for (Actor<Void> waiter : waiters) {
            waiter.result();
        }
        assertThat(order).containsExactly("waiter 0", "waiter 1", "waiter 2", "waiter 3", "waiter 4");
        assertThat(permits.tryAcquire()).isTrue();
    }

    @Test
    void whoComesWhileOthersWaitWaitsToo() throws Exception {
        FairPermits permits = new FairPermits(0);
        Actor<Boolean> waiter = Actor.start("waiter", () -> permits.acquire(never()));
        Actor.until("it waits", () -> permits.waiting() == 1);
        permits.release();
        assertThat(permits.tryAcquire()).as("it is the waiter's").isFalse();
        assertThat(waiter.result()).isTrue();
    }

    @Test
    void aWaitEndsAtItsDeadlineOrWithACancelOrAnInterruptAndLeavesNoTrace() throws Exception {
        FairPermits permits = new FairPermits(0);
        assertThat(permits.acquire(Deadline.after(Duration.ofNanos(1)))).isFalse();

        Deadline[] cancelled = new Deadline[1];
        Actor<Boolean> waiter = Actor.start("cancelled", () -> {
            cancelled[0] = never();
            return permits.acquire(cancelled[0]);
        });
        Actor.until("it waits", () -> permits.waiting() == 1);
        cancelled[0].cancel();
        assertThat(waiter.result()).isFalse();

        Actor<Boolean> interrupted = Actor.start("interrupted", () -> permits.acquire(never()));
        Actor.until("it waits", () -> permits.waiting() == 1);
        interrupted.thread().interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);

        assertThat(permits.waiting()).isZero();
        permits.release();
        assertThat(permits.tryAcquire()).isTrue();
    }

    @Test
    void anInterruptIsKeptByWhoWaitsUninterruptibly() throws Exception {
        FairPermits permits = new FairPermits(0);
        Actor<Boolean> waiter = Actor.start("waiter", () -> {
            permits.acquireUninterruptibly();
            return Thread.interrupted();
        });
        Actor.until("it waits", () -> permits.waiting() == 1);
        waiter.thread().interrupt();
        permits.release();
        assertThat(waiter.result()).isTrue();
    }

    @Test
    void onceOpenThereIsOneForEverybody() throws Exception {
        FairPermits permits = new FairPermits(0);
        Actor<Boolean> first = Actor.start("first", () -> permits.acquire(never()));
        Actor<Boolean> second = Actor.start("second", () -> permits.acquire(never()));
        Actor.until("they wait", () -> permits.waiting() == 2);
        permits.open();
        assertThat(first.result()).isTrue();
        assertThat(second.result()).isTrue();
        assertThat(permits.tryAcquire()).isTrue();
        assertThat(permits.acquire(never())).isTrue();
    }

    /** Deadlines, cancels and interrupts that come while a permit is being handed over. */
    @Test
    void amongManyWhoGiveUpNoneIsLostAndNoneIsGivenTwice() throws Exception {
        FairPermits permits = new FairPermits(2);
        AtomicInteger held = new AtomicInteger();
        List<Actor<Void>> actors = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Random random = new Random(i);
            actors.add(Actor.does("actor " + i, () -> {
                for (int round = 0; round < 3000; round++) {
                    Deadline deadline = Deadline.after(Duration.ofNanos(random.nextInt(50_000)));
                    if (random.nextInt(10) == 0) {
                        Thread.currentThread().interrupt();
                    }
                    boolean acquired = false;
                    try {
                        acquired = permits.acquire(deadline);
                    } catch (InterruptedException e) {
                        // it has none
                    }
                    if (acquired) {
                        assertThat(held.incrementAndGet()).isLessThanOrEqualTo(2);
                        Thread.yield();
                        held.decrementAndGet();
                        permits.release();
                    }
                    Thread.interrupted();
                }
            }));
        }
        for (Actor<Void> actor : actors) {
            actor.result();
        }
        assertThat(permits.waiting()).isZero();
        assertThat(permits.tryAcquire()).isTrue();
        assertThat(permits.tryAcquire()).isTrue();
        assertThat(permits.tryAcquire()).isFalse();
    }
}
