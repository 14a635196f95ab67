package io.signalbox.jdbc;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a thread run that was woken for the writer, before those that read.
 *
 * <p>A woken thread runs when a processor is free, and who reads keeps his for milliseconds. Meanwhile the writer is idle and
 * others wait for it. So who gives a reader back while nobody has the writer and somebody waits for it lets others run: as often as
 * there are processors, since nobody knows behind which of them the woken thread stands, and no oftener until the writer is
 * given back again, so that beside threads that compute it costs little.
 *
 * <p>Safe for use by any number of threads.
 */
final class Precedence {

    private final int most;
    private final Runnable yield;
    private final AtomicInteger left = new AtomicInteger();

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies upon it
    Precedence() {
        this(Runtime.getRuntime().availableProcessors(), Thread::yield);
    }

    /** So often at most, each time. */
    Precedence(int most, Runnable yield) {
        this.most = most;
        this.yield = yield;
    }

    /** The writer was given back, and a thread was woken for it. */
    void begin() {
        left.set(most);
    }

    /** Somebody has the writer. */
    void end() {
        left.set(0);
    }

    /** Lets others run, if somebody was woken and has not come yet; for who has read. */
    void giveWay() {
        if (left.get() > 0 && left.getAndDecrement() > 0) {
            yield.run();
        }
    }

    /** How often others are still let run; 0 or less: not at all. */
    int left() {
        return left.get();
    }
}
