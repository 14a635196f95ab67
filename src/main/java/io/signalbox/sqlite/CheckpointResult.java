package io.signalbox.sqlite;

import java.time.Duration;

/**
 * What a checkpoint has come to.
 *
 * @param mode how far it was to go
 * @param complete whether all of the log is in the database, and the mode's own aim was reached; else a reader, a writer or
 *     another process was in the way
 * @param logFrames pages in the log
 * @param copiedFrames how many of them are in the database, too
 * @param took how long it took
 */
public record CheckpointResult(
        CheckpointMode mode, boolean complete, long logFrames, long copiedFrames, Duration took) {

    /** How many pages are in the log only. */
    public long leftFrames() {
        return logFrames - copiedFrames;
    }

    /** The same log, where more was wanted of it than was done. */
    public CheckpointResult as(CheckpointMode wanted) {
        return new CheckpointResult(wanted, false, logFrames, copiedFrames, took);
    }
}
