package io.signalbox.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A queue of units of work with one thread that writes them, each in a transaction of its own and in the order of submission.
 * For those who hand work over and go on; who waits for the result anyway calls {@link Transactions#write}, where threads share
 * the syncs of their commits.
 *
 * <p>The thread is started when there is work, and ends one second after it has run out. It keeps the JVM alive until then, so
 * that no work is lost with a {@code main} that returns.
 *
 * <p>Safe for use by any number of threads.
 */
public final class WriteExecutor implements AutoCloseable {

    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(30);
    private static final long LINGER = TimeUnit.SECONDS.toNanos(1);

    private final Transactions transactions;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<SubmittedWork<?>> waiting = new ArrayDeque<>(); // guarded by lock, as all below
    private @Nullable SubmittedWork<?> running;
    private @Nullable Thread thread;
    private boolean closed;

    /**
     * An empty queue.
     *
     * @param transactions what runs the units of work: a {@code Database}
     * @param capacity how many units may wait; one more is refused
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public WriteExecutor(Transactions transactions, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, but is " + capacity);
        }
        this.transactions = transactions;
        this.capacity = capacity;
    }

    /** {@link #submit(TransactionOptions, Work)} with {@link TransactionOptions#DEFAULT}. */
    public <T extends @Nullable Object> CompletableFuture<T> submit(Work<T, ?> work) {
        return submit(TransactionOptions.DEFAULT, work);
    }

    /**
     * Puts a unit of work at the end of the queue.
     *
     * <p>The future completes when the transaction is committed, with the result of the work, or with what {@link
     * Transactions#write} throws: what the work threw, as it is, or why it could not be committed. To cancel it takes the unit
     * out of the queue, or rolls it back; {@code cancel} returns false once the commit has begun, so nothing of a unit that is
     * cancelled is ever committed. {@code cancel(true)} interrupts it as well. Dependent actions run on the writing thread unless
     * they are asked to run elsewhere ({@code thenApplyAsync}): have them be quick. To wait there for a unit that waits
     * itself is refused with an {@link IllegalStateException}.
     *
     * @throws RejectedExecutionException if the queue is full or closed; the unit will not run
     */
    public <T extends @Nullable Object> CompletableFuture<T> submit(TransactionOptions options, Work<T, ?> work) {
        SubmittedWork<T> submitted = new SubmittedWork<>(this, options, work);
        lock.lock();
        try {
            refuseWhenClosedOrFull();
            waiting.add(submitted);
            if (thread == null || !thread.isAlive()) {
                thread = new Thread(this::work, "signalbox-write-executor");
                thread.setDaemon(false);
                thread.start();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return submitted;
    }

    private void refuseWhenClosedOrFull() {
        if (closed) {
            throw new RejectedExecutionException("the queue is closed: the unit of work will not run");
        }
        if (waiting.size() >= capacity) {
            throw new RejectedExecutionException(
                    "the queue is full, " + capacity
                            + " units of work wait: this one will not run. Submit more slowly, wait for results, or allow more.");
        }
    }

    /** How many units wait; the one that is being written does not. */
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (SubmittedWork<?> next = next(); next != null; next = next()) {
            next.run(transactions);
        }
    }

    /** The next unit, once there is one; null if the thread is to end. */
    private @Nullable SubmittedWork<?> next() {
        lock.lock();
        try {
            running = null;
            changed.signalAll();
            boolean unused = Thread.interrupted(); // it was meant for the unit that is over
            awaitWork();
            running = waiting.poll();
            if (running == null) {
                thread = null;
            }
            return running;
        } finally {
            lock.unlock();
        }
    }

    private void awaitWork() {
        long left = LINGER;
        while (waiting.isEmpty() && !closed && left > 0) {
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                return; // nobody here interrupts: whoever does wants the thread to end
            }
        }
    }

    /** Takes a unit that was cancelled out of the queue. */
    void remove(SubmittedWork<?> submitted) {
        lock.lock();
        try {
            waiting.remove(submitted);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts a unit, if it is the one that is being written. */
    void interrupt(SubmittedWork<?> submitted) {
        lock.lock();
        try {
            if (running == submitted && thread != null) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isWritingThread() {
        lock.lock();
        try {
            return thread == Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    /** {@link #close(Duration)} with 30 seconds. */
    @Override
    public void close() {
        boolean unused = close(CLOSE_DEADLINE);
    }

    /**
     * Refuses further units, and waits until those that were accepted are written. At the deadline, or if the calling thread is
     * interrupted (it stays so), what is left is cancelled, and the unit that is being written interrupted.
     *
     * @return true if all that was accepted has been written, or has failed for a reason of its own
     * @throws IllegalStateException on the writing thread, which would wait for itself
     */
    public boolean close(Duration deadline) {
        if (isWritingThread()) {
            throw new IllegalStateException("the writing thread would wait for itself: close the queue elsewhere");
        }
        List<SubmittedWork<?>> left = drain(deadline);
        left.forEach(submitted -> submitted.cancel(true));
        return left.isEmpty();
    }

    /** Waits until all is done; what is not. */
    private List<SubmittedWork<?>> drain(Duration deadline) {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            long nanos = deadline.toNanos();
            while (nanos > 0 && (running != null || !waiting.isEmpty())) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return left();
    }

    private List<SubmittedWork<?>> left() {
        lock.lock();
        try {
            List<SubmittedWork<?>> left = new ArrayList<>(waiting);
            if (running != null) {
                left.add(running);
            }
            return left;
        } finally {
            lock.unlock();
        }
    }
}
