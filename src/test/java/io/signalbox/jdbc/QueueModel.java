package io.signalbox.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A queue for the writer whose threads and whose time are the model checker's. Its clock stands still until a thread moves
 * it; whoever the time has come for is woken by that thread, as it would be by its timer.
 */
final class QueueModel {

    /** A deadline that does not come. */
    static final long NEVER = Long.MAX_VALUE / 2;

    final WriteQueue queue;
    private final AtomicLong clock = new AtomicLong();
    private final List<Runner> runners = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private int inside; // plain: the permit guards it, or the check fails

    QueueModel(int maxOvertakes) {
        this(maxOvertakes, 0);
    }

    QueueModel(int maxOvertakes, int limit) {
        this.queue = new WriteQueue(
                new WriteQueue.Rules(new Overtaking.Rules(maxOvertakes, Duration.ofHours(1)), limit, false),
                clock::get,
                new NoWaits(),
                new NoWaits());
    }

    /** What a thread does. */
    interface Steps {
        void run() throws Exception;
    }

    /** The checker cannot transform the real one. */
    private static final class NoWaits implements WaitTimes {
        @Override
        public void record(long nanos) {
            // nobody asks
        }

        @Override
        public long count() {
            return 0;
        }

        @Override
        public long sum() {
            return 0;
        }

        @Override
        public long percentile(double percentile) {
            return 0;
        }

        @Override
        public long max() {
            return 0;
        }
    }

    private static final class Runner implements Runnable {
        private final Steps steps;
        private @Nullable Throwable failure;

        Runner(Steps steps) {
            this.steps = steps;
        }

        @Override
        public void run() {
            try {
                steps.run();
            } catch (Throwable t) {
                failure = t;
            }
        }
    }

    Thread start(Steps steps) {
        Runner runner = new Runner(steps);
        Thread thread = new Thread(runner);
        runners.add(runner);
        threads.add(thread);
        thread.start();
        return thread;
    }

    /** Waits for the permit, has it, and gives it back. */
    void use(long deadline) throws SQLException {
        WritePermit permit = acquire(deadline);
        release(permit);
    }

    /** Has the permit if nobody else does. */
    void useIfFree() throws SQLException {
        Optional<WritePermit> free = queue.tryAcquire("statement");
        if (free.isPresent()) {
            release(entered(free.get()));
        }
    }

    WritePermit acquire(long deadline) throws SQLException {
        return entered(queue.acquire(new Deadline(deadline), "statement", () -> {}));
    }

    private WritePermit entered(WritePermit permit) {
        check(permit.thread() == Thread.currentThread(), "the permit is another thread's");
        check(++inside == 1, "two hold the permit");
        return permit;
    }

    void release(WritePermit permit) {
        inside--;
        queue.release(permit);
    }

    /** The time has come for a thread. */
    void passTime(long now, Thread thread) {
        clock.set(now);
        LockSupport.unpark(thread);
    }

    /** Returns when all threads have come to their end. Nobody waits then, and the permit is there. */
    void end() throws Exception {
        for (Thread thread : threads) {
            thread.join();
        }
        for (Runner runner : runners) {
            if (runner.failure != null) {
                throw new AssertionError("a thread failed: " + runner.failure, runner.failure);
            }
        }
        check(queue.statistics().waiting() == 0, "somebody is left in the queue");
        check(queue.holder().isEmpty(), "the permit was not given back");
    }

    /** {@link #end()}, and the permit can be had at once. */
    void endOpen() throws Exception {
        end();
        use(clock.get());
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
