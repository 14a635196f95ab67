package io.signalbox.jdbc;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often, and for how long, the eldest of those who wait may be overtaken by a running thread.
 *
 * <p>To hand something over to a sleeping thread leaves it idle until that thread runs, and each hand-over makes one more
 * thread sleep. So it is bounded and not forbidden.
 *
 * <p>Guarded by the lock of the queue that it belongs to.
 */
final class Overtaking {

    /** Of nobody, ever. */
    static final Rules NONE = new Rules(0, Duration.ZERO);

    /**
     * The bounds.
     *
     * @param most how often the eldest waiter may be overtaken
     * @param patience for how long, from when it became the eldest
     */
    record Rules(int most, Duration patience) {}

    private final Rules rules;
    private final LongSupplier clock;
    private int times;
    private long eldestSince; // who takes the place of one that gave up inherits it

    /** Nobody waits yet. */
    Overtaking(Rules rules, LongSupplier clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /** Another is the eldest from now on. */
    void begin() {
        times = 0;
        eldestSince = rules.most() > 0 ? clock.getAsLong() : 0;
    }

    /** The eldest was overtaken. */
    void count() {
        times++;
    }

    /** True if the eldest may not be overtaken any more. */
    boolean isOver() {
        return times >= rules.most()
                || clock.getAsLong() - eldestSince >= rules.patience().toNanos();
    }
}
