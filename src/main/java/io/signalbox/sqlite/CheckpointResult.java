package io.signalbox.sqlite;

import java.time.Duration;

/**
 * What a checkpoint has come to.
 *
 * @param mode how far it was to go
 * @param complete whether it went so far; else a reader or another process was in the way
 * @param logFrames pages in the log
 * @param copiedFrames how many of them are in the database, too
 * @param took how long it took
 */
public record CheckpointResult(
        CheckpointMode mode, boolean complete, long logFrames, long copiedFrames, Duration took) {}
