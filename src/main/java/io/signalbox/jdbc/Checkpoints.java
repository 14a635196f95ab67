package io.signalbox.jdbc;

import io.signalbox.sqlite.CheckpointMode;
import io.signalbox.sqlite.CheckpointResult;

/**
 * Counts the checkpoints of the background.
 *
 * <p>Safe for use by any number of threads.
 */
final class Checkpoints {

    private final LogLimits limits;
    private long frames; // guarded by this, as all below
    private long left;
    private long copies;
    private long restarts;
    private long blocked;
    private long copyMicros;
    private long heldMicros;
    private long longestHeldMicros;

    Checkpoints(LogLimits limits) {
        this.limits = limits;
    }

    synchronized void seen(CheckpointResult result) {
        frames = result.logFrames();
        left = result.leftFrames();
        if (result.mode() != CheckpointMode.NOOP) {
            copies++;
            copyMicros += result.took().toNanos() / 1_000;
        }
    }

    /** The writer was held, to begin the log anew. */
    synchronized void held(long nanos, boolean complete) {
        long micros = nanos / 1_000;
        heldMicros += micros;
        longestHeldMicros = Math.max(longestHeldMicros, micros);
        if (complete) {
            restarts++;
        }
    }

    synchronized void blocked() {
        blocked++;
    }

    synchronized CheckpointStatistics statistics() {
        return new CheckpointStatistics(
                limits.bytes(frames), left, copies, restarts, blocked, copyMicros, heldMicros, longestHeldMicros);
    }
}
