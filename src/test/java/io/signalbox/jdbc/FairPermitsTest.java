package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static ReentrantLock standstill(FairPermits permits) throws ReflectiveOperationException {
        Field lock = FairPermits.class.getDeclaredField("lock");
        lock.setAccessible(true);
        return (ReentrantLock) lock.get(permits);
    }

    /** Else whoever is preempted while he has it makes all others sleep. */
    private static void assertNobodyNeedsTheLock(FairPermits permits) throws Exception {
        ReentrantLock lock = standstill(permits);
        lock.lock();
        try {
            Actor<Boolean> other = Actor.start("other", () -> {
                permits.release();
                return permits.tryAcquire() && !permits.tryAcquire();
            });
            assertThat(other.result()).isTrue();
        } finally {
            lock.unlock();
        }
    }

    @Test
    void whileNobodyWaitsNobodyNeedsTheLock() throws Exception {
        assertNobodyNeedsTheLock(new FairPermits(0));
    }

    @Test
    void norOnceWhoWaitedHasHisPermit() throws Exception {
        FairPermits permits = new FairPermits(0);
        Actor<Boolean> granted = Actor.start("granted", () -> permits.acquire(never()));
        Actor.until("it waits", () -> permits.waiting() == 1);
        permits.release();
        assertThat(granted.result()).isTrue();
        assertNobodyNeedsTheLock(permits);
    }

    @Test
    void norOnceWhoWaitedHasGivenUp() throws Exception {
        FairPermits permits = new FairPermits(0);
        assertThat(permits.acquire(Deadline.after(Duration.ofNanos(1)))).isFalse();
        assertNobodyNeedsTheLock(permits);
    }

    /** What is given back after the last look, and before one is in the queue. */
    @Test
    void whoBeginsToWaitMissesNoPermit() throws Exception {
        AtomicReference<FairPermits> permits = new AtomicReference<>();
        AtomicReference<Actor<Void>> giver = new AtomicReference<>();
        permits.set(new FairPermits(0, new Overtaking.Rules(8, Duration.ofHours(1)), () -> {
            if (giver.get() == null) { // read when one begins to wait
                giver.set(Actor.does("giver", () -> permits.get().release()));
                Actor.until("it is given back, or its giver waits for the lock", () -> {
                    Thread.State state = giver.get().thread().getState();
                    return state == Thread.State.WAITING || state == Thread.State.TERMINATED;
                });
            }
            return 0;
        }));
        assertThat(permits.get().acquire(never())).isTrue();
        giver.get().result();
    }

    @Test
    void untilTheEldestRunsWhoComesMayTakeAFreePermitBeforeItSoOften() throws Exception {
        FairPermits permits = new FairPermits(1, new Overtaking.Rules(2, Duration.ofHours(1)));
        assertThat(permits.tryAcquire()).isTrue();
        Actor<Boolean> eldest = Actor.start("eldest", () -> permits.acquire(never()));
        Actor.until("it waits", () -> permits.waiting() == 1);

        ReentrantLock standstill = standstill(permits);
        standstill.lock();
        try {
            // this thread                                eldest
            permits.release(); //                         is woken, and cannot look
            assertThat(permits.tryAcquire()).as("once").isTrue();
            permits.release(); //                         is woken
            assertThat(permits.tryAcquire()).as("twice").isTrue();
            permits.release(); //                         has it
            assertThat(permits.tryAcquire()).as("a third time").isFalse();
            assertThat(permits.waiting()).isZero();
        } finally {
            standstill.unlock();
        }
        assertThat(eldest.result()).isTrue();
    }

    @Test
    void whereTwoAreFreeTheEldestWakesTheNext() throws Exception {
        FairPermits permits = new FairPermits(2, new Overtaking.Rules(1_000, Duration.ofHours(1)));
        assertThat(permits.tryAcquire()).isTrue();
        assertThat(permits.tryAcquire()).isTrue();
        Actor<Boolean> eldest = Actor.start("eldest", () -> permits.acquire(never()));
        Actor.until("it waits", () -> permits.waiting() == 1);
        Actor<Boolean> next = Actor.start("next", () -> permits.acquire(never()));
        Actor.until("both wait", () -> permits.waiting() == 2);

        ReentrantLock standstill = standstill(permits);
        standstill.lock();
        try {
            // this thread           eldest                         next
            permits.release(); //    is woken, and cannot look      sleeps
            permits.release(); //    is woken                       sleeps
        } finally {
            standstill.unlock();
        }
        assertThat(eldest.result()).isTrue();
        assertThat(next.result()).isTrue();
    }

    /** Deadlines and interrupts that come while a permit is being handed over, and others who would wait for ever. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void amongManyWhoGiveUpNoneIsLostAndNoneIsGivenTwice(int overtakes) throws Exception {
        FairPermits permits = new FairPermits(2, new Overtaking.Rules(overtakes, Duration.ofMillis(1)));
        AtomicInteger held = new AtomicInteger();
        List<Actor<Void>> actors = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Random random = new Random(i);
            actors.add(Actor.does("actor " + i, () -> {
                for (int round = 0; round < 3000; round++) {
                    Deadline deadline =
                            random.nextBoolean() ? never() : Deadline.after(Duration.ofNanos(random.nextInt(50_000)));
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
