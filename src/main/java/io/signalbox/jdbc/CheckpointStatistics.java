package io.signalbox.jdbc;

/**
 * The log, as it was when it was looked at last, and the checkpoints that were made of it in the background since the database was
 * opened; times in microseconds.
 *
 * @param logBytes how much of the log is in use; its file may be longer
 * @param leftFrames pages of it that are not in the database yet
 * @param checkpoints how often some of it was copied
 * @param restarts how often all of it was, so that the next transaction begins it anew
 * @param blocked how often that was tried and somebody was in the way
 * @param copyMicros all the time that this took
 * @param heldMicros how much of that while the writer was held
 * @param longestHeldMicros the longest time that the writer was held
 */
public record CheckpointStatistics(
        long logBytes,
        long leftFrames,
        long checkpoints,
        long restarts,
        long blocked,
        long copyMicros,
        long heldMicros,
        long longestHeldMicros) {}
