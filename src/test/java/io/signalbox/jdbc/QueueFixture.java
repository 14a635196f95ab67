package io.signalbox.jdbc;

import io.signalbox.Actor;
import java.lang.reflect.Field;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** A queue for the writer, and the threads that wait in it. */
final class QueueFixture {

    static final Duration AN_HOUR = Duration.ofHours(1);

    final WriteQueue queue;

    private QueueFixture(WriteQueue queue) {
        this.queue = queue;
    }

    /** Whoever waits gets the permit from hand to hand. */
    static QueueFixture strict() {
        return overtaking(0);
    }

    /** The eldest waiter may be overtaken so often, and has all patience. */
    static QueueFixture overtaking(int maxOvertakes) {
        return new QueueFixture(
                new WriteQueue(new WriteQueue.Rules(new Overtaking.Rules(maxOvertakes, AN_HOUR), 0, false)));
    }

    /** So many may wait. */
    static QueueFixture limitedTo(int waiters) {
        return new QueueFixture(new WriteQueue(new WriteQueue.Rules(new Overtaking.Rules(0, AN_HOUR), waiters, false)));
    }

    /** Whose time is the test's. */
    static QueueFixture by(LongSupplier clock, Overtaking.Rules overtaking) {
        WriteQueue.Rules rules = new WriteQueue.Rules(overtaking, 0, false);
        return new QueueFixture(new WriteQueue(rules, clock, new WaitHistogram(), new WaitHistogram()));
    }

    static QueueFixture of(WriteQueue queue) {
        return new QueueFixture(queue);
    }

    WritePermit acquire(String statement) throws SQLException {
        return queue.acquire(Deadline.after(AN_HOUR), statement, () -> {});
    }

    /** Takes the permit if it is to be had without waiting. */
    WritePermit acquireNow(String statement) throws SQLException {
        return queue.acquire(new Deadline(System.nanoTime()), statement, () -> {});
    }

    /** A thread that has taken its place in the queue, and parks. */
    Actor<WritePermit> waiter(String name) {
        return waiter(name, Deadline.after(AN_HOUR));
    }

    Actor<WritePermit> waiter(String name, Deadline deadline) {
        Actor<WritePermit> waiter = Actor.start(name, () -> queue.acquire(deadline, "statement of " + name, () -> {}));
        // a thread that has its place may wait for the queue's lock once more, and would look before those who come to
        // the lock next
        Actor.until(
                name + " is in the queue",
                () -> LockSupport.getBlocker(waiter.thread()) == queue
                        || !waiter.thread().isAlive());
        return waiter.parked();
    }

    /** True once the queue refuses who comes. */
    boolean isBeingClosed() {
        try {
            queue.release(queue.acquire(new Deadline(System.nanoTime()), "is it closed?", () -> {}));
            return false;
        } catch (DataSourceClosedException e) {
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** While it is held nobody in the queue can look at anything: what happens meanwhile happens before they do. */
    ReentrantLock standstill() {
        try {
            Field lock = WriteQueue.class.getDeclaredField("lock");
            lock.setAccessible(true);
            return (ReentrantLock) lock.get(queue);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the queue has no lock any more", e);
        }
    }
}
