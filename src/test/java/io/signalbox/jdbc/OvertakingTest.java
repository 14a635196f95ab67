package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who may take the permit before those who wait, how often, and for how long. */
class OvertakingTest {

    @Test
    void onceTheEldestHasBeenOvertakenOftenEnoughThePermitIsHandedToIt() throws Exception {
        QueueFixture at = QueueFixture.overtaking(2);
        WritePermit held = at.acquire("holder");
        Actor<WritePermit> eldest = at.waiter("eldest");

        at.standstill().lock();
        try {
            // this thread                  eldest
            at.queue.release(held); //      is woken, and cannot look
            WritePermit once = at.acquireNow("overtakes once");
            at.queue.release(once); //      is woken
            WritePermit twice = at.acquireNow("overtakes twice");
            at.queue.release(twice); //     has it
            assertThat(at.queue.holder().orElseThrow().thread()).isSameAs(eldest.thread());
            assertThatThrownBy(() -> at.acquireNow("a third time")).isInstanceOf(WriterTimeoutException.class);
        } finally {
            at.standstill().unlock();
        }
        at.queue.release(eldest.result());
        assertThat(at.queue.holder()).isEmpty();
    }

    /** Who comes at the right moment would get more than its share. */
    @Test
    void nobodyOvertakesButWhoHasJustGivenThePermitBack() throws Exception {
        QueueFixture at = QueueFixture.overtaking(1_000);
        WritePermit held = at.acquire("holder");
        Actor<WritePermit> eldest = at.waiter("eldest");

        at.standstill().lock();
        Actor<Void> other = Actor.does("other", () -> at.queue.release(at.acquire("comes at the right moment")));
        try {
            // this thread                  eldest               other
            at.queue.release(held); //      is woken, and neither can look
            Actor.until("it comes", () -> at.standstill().hasQueuedThread(other.thread()));
        } finally {
            at.standstill().unlock();
        }
        WritePermit eldests = eldest.result();
        Actor.until("it waits", () -> at.queue.statistics().waiting() == 1);
        at.queue.release(eldests);
        other.result();
    }

    @Test
    void whoComesOvertakesOneThatCameAMomentAgo() throws Exception {
        AtomicLong clock = new AtomicLong();
        Overtaking.Rules overtaking = new Overtaking.Rules(1_000, Duration.ofHours(1), Duration.ofNanos(10));
        QueueFixture at = QueueFixture.by(clock::get, overtaking);
        WritePermit first = at.acquire("holder");
        Actor<WritePermit> eldest = at.waiter("eldest");
        Actor<WritePermit> other;

        clock.set(9);
        at.standstill().lock();
        try {
            // this thread                  eldest               other
            other = Actor.start("other", () -> at.acquire("comes"));
            Actor.until("it comes", () -> at.standstill().hasQueuedThread(other.thread()));
            at.queue.release(first); //     is woken
            Actor.until("it looks", () -> at.standstill().hasQueuedThread(eldest.thread())); // after the other
        } finally {
            at.standstill().unlock();
        }
        at.queue.release(other.result());
        at.queue.release(eldest.result());
        assertThat(at.queue.statistics().acquired()).isEqualTo(3);
    }

    @Test
    void whoHasBeenServedCountsAsNotOvertaken() throws Exception {
        QueueFixture at = QueueFixture.overtaking(1);
        WritePermit held = at.acquire("holder");
        Actor<WritePermit> first = at.waiter("first");
        Actor<WritePermit> second = at.waiter("second");

        at.standstill().lock();
        try {
            at.queue.release(held);
            at.queue.release(at.acquireNow("overtakes the first"));
        } finally {
            at.standstill().unlock();
        }
        WritePermit firsts = first.result();
        at.standstill().lock();
        try {
            at.queue.release(firsts);
            at.queue.release(at.acquireNow("overtakes the second"));
            assertThat(at.queue.holder().orElseThrow().thread()).isSameAs(second.thread());
        } finally {
            at.standstill().unlock();
        }
        at.queue.release(second.result());
    }

    @Test
    void onceTheEldestHasLostPatienceThePermitIsHandedToIt() throws Exception {
        Duration patience = Duration.ofMillis(20);
        QueueFixture at = QueueFixture.of(
                new WriteQueue(new WriteQueue.Rules(new Overtaking.Rules(Integer.MAX_VALUE, patience), 0, false)));
        WritePermit held = at.acquire("holder");
        Actor<WritePermit> eldest = at.waiter("eldest");
        Deadline impatient = Deadline.after(patience);
        Actor.until("its patience is at an end", () -> impatient.remaining() <= 0);

        at.standstill().lock();
        try {
            at.queue.release(held);
            assertThat(at.queue.holder().orElseThrow().thread()).isSameAs(eldest.thread());
        } finally {
            at.standstill().unlock();
        }
        at.queue.release(eldest.result());
    }

    @Test
    void whoeverComesAfterTheEldestHasLostPatienceDoesNotOvertakeIt() throws Exception {
        AtomicLong clock = new AtomicLong();
        QueueFixture at = QueueFixture.by(clock::get, new Overtaking.Rules(1_000, Duration.ofNanos(10)));
        WritePermit held = at.acquire("holder");
        Actor<WritePermit> eldest = at.waiter("eldest");

        at.standstill().lock();
        try {
            // this thread                  eldest
            clock.set(9);
            at.queue.release(held); //      is woken, and cannot look
            clock.set(10); //               has lost patience
            assertThatThrownBy(() -> at.queue.acquire(new Deadline(10), "late", () -> {}))
                    .isInstanceOf(WriterTimeoutException.class);
        } finally {
            at.standstill().unlock();
        }
        at.queue.release(eldest.result());
    }

    /** Or all would be impatient in a long queue, and each hand-over would wait for a thread to wake up. */
    @Test
    void patienceIsWithTheEldestFromWhenItIsTheEldest() throws Exception {
        AtomicLong clock = new AtomicLong(1);
        QueueFixture at = QueueFixture.by(clock::get, new Overtaking.Rules(1_000, Duration.ofNanos(10)));
        WritePermit held = at.acquire("holder");
        Actor<WritePermit> first = at.waiter("first");
        Actor<WritePermit> second = at.waiter("second");
        clock.set(100);
        at.queue.release(held); //                        has lost patience, and has it
        WritePermit firsts = first.result();

        at.standstill().lock();
        try {
            // this thread                                second
            at.queue.release(firsts); //                  is woken, and cannot look
            WritePermit overtaking = at.queue.acquire(new Deadline(100), "overtakes", () -> {});
            clock.set(110); //                            has lost patience
            at.queue.release(overtaking); //              has it
            assertThat(at.queue.holder().orElseThrow().thread()).isSameAs(second.thread());
        } finally {
            at.standstill().unlock();
        }
        at.queue.release(second.result());
    }
}
