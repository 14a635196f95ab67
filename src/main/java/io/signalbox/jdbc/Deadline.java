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
        return nanoTime - System.nanoTime();
    }
}
