package io.signalbox.sqlite;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits that no interrupt ends; the flag is set again after them. */
final class Uninterruptible {

    private Uninterruptible() {}

    /** Until the thread has ended. */
    static void join(Thread ending) {
        boolean interrupted = false;
        while (ending.isAlive()) {
            try {
                ending.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        restore(interrupted);
    }

    /** Until that is so; whoever makes it so unparks the thread. */
    static void park(Object blocker, BooleanSupplier reached) {
        boolean interrupted = false;
        while (!reached.getAsBoolean()) {
            LockSupport.park(blocker);
            interrupted |= Thread.interrupted();
        }
        restore(interrupted);
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
