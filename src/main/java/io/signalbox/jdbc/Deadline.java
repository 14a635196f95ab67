package io.signalbox.jdbc;

import java.time.Duration;

/**
 * A moment until which to wait, on the clock that does not jump.
 *
 * @param nanoTime a value of {@link System#nanoTime}
 */
record Deadline(long nanoTime) {

    static Deadline after(Duration wait) {
        return new Deadline(System.nanoTime() + wait.toNanos());
    }

    /** Nanoseconds left; zero or less when it has passed. */
    long remaining() {
        return remaining(System.nanoTime());
    }

    /** {@link #remaining()} at the given value of the same clock. */
    long remaining(long now) {
        return nanoTime - now;
    }
}
