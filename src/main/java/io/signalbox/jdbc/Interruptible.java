package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import org.jspecify.annotations.Nullable;

/**
 * What a cancel is meant for: the wait for a physical connection, then the statement that runs on it. The connection is taken
 * out before it goes back, and while a cancel is on its way it cannot be: so no cancel ever meets the next who gets it.
 *
 * <p>Safe for use by any number of threads.
 */
final class Interruptible {

    private @Nullable PhysicalConnection present; // both guarded by this
    private @Nullable Deadline wait;

    synchronized @Nullable PhysicalConnection set(@Nullable PhysicalConnection physical) {
        PhysicalConnection before = present;
        present = physical;
        return before;
    }

    /** A wait begins, or, with null, has ended. */
    synchronized void waits(@Nullable Deadline until) {
        wait = until;
    }

    /** Ends the wait, or stops the statement that runs, if either is the case; what stands alone does both in turn. */
    synchronized void cancel() {
        if (wait != null) {
            wait.cancel();
        }
        if (present != null) {
            present.cancel();
        }
    }
}
