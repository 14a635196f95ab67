package io.signalbox.jdbc;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often, and for how long, the eldest of those who wait may be overtaken.
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
     * @param newcomers for how long also by others than who has just given back what is waited for, from when it came; of the writer
     */
    record Rules(int most, Duration patience, Duration newcomers) {

        /** Of readers by any thread, of the writer only by who has just given it back. */
        Rules(int most, Duration patience) {
            this(most, patience, Duration.ZERO);
        }
    }

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

    /**
     * True if the eldest may be overtaken.
     *
     * @param comesAgain by who has just given back what is waited for
     * @param came when the eldest came
     */
    boolean allows(boolean comesAgain, long came) {
        return !isOver()
                && (comesAgain || clock.getAsLong() - came < rules.newcomers().toNanos());
    }

    /** True if the eldest may not be overtaken any more. */
    boolean isOver() {
        return times >= rules.most()
                || clock.getAsLong() - eldestSince >= rules.patience().toNanos();
    }
}
