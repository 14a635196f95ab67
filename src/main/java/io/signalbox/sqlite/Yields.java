package io.signalbox.sqlite;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Lets other threads run, for one that would sleep for a moment only, as long as they give the processor back soon.
 *
 * <p>To sleep and to be woken takes longer than many a wait, and longest where a processor has nothing else to do. Beside threads that compute, a yield lasts
 * as long as all of them may: after one that was slow there is none for a while.
 *
 * <p>Safe for use by any number of threads.
 */
final class Yields {

    /** Nanoseconds; a thread that computes keeps the processor for longer. */
    static final long SLOW = TimeUnit.MILLISECONDS.toNanos(2);

    /** There is none for so many times as long as the slow one took. */
    static final int REST = 32;

    private final LongSupplier clock;
    private final Runnable yield;
    private volatile long next;

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies upon it: whoever may not yield sleeps
    Yields() {
        this(System::nanoTime, Thread::yield);
    }

    /** By that clock, in nanoseconds. */
    Yields(LongSupplier clock, Runnable yield) {
        this.clock = clock;
        this.yield = yield;
        this.next = clock.getAsLong();
    }

    /** Lets others run until that is so, so often at most. */
    void until(BooleanSupplier reached, int most) {
        int left = most;
        while (left > 0 && !reached.getAsBoolean() && tryYield()) {
            left--;
        }
    }

    /** Lets others run; false if it has not, because that has taken long of late. */
    boolean tryYield() {
        long begun = clock.getAsLong();
        if (begun - next < 0) {
            return false;
        }
        yield.run();
        long took = clock.getAsLong() - begun;
        if (took > SLOW) {
            next = begun + took + took * REST;
        }
        return true;
    }
}
