package io.signalbox.jdbc;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A moment until which the thread that made it waits, on the clock that does not jump; it can be cancelled.
 *
 * <p>Safe for use by any number of threads.
 */
final class Deadline {

    private final Thread thread = Thread.currentThread();
    private final long nanoTime;
    private volatile boolean cancelled;

    /**
     * A moment.
     *
     * @param nanoTime a value of {@link System#nanoTime}
     */
    Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    static Deadline after(Duration wait) {
        return new Deadline(System.nanoTime() + wait.toNanos());
    }

    long nanoTime() {
        return nanoTime;
    }

    /** Nanoseconds left; zero or less when it has passed. */
    long remaining() {
        return remaining(System.nanoTime());
    }

    /** {@link #remaining()} at the given value of the same clock. */
    long remaining(long now) {
        return nanoTime - now;
    }

    /** Wakes the thread, if it waits, for it to give up. */
    void cancel() {
        cancelled = true;
        LockSupport.unpark(thread);
    }

    boolean isCancelled() {
        return cancelled;
    }
}
