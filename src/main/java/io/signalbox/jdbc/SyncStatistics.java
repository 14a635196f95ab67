package io.signalbox.jdbc;

/**
 * The syncs of the log since the database was opened; times in microseconds.
 *
 * @param syncs how often the log was forced to disk
 * @param commits how many commits waited for that, together
 * @param p50Micros half of the syncs took no longer
 * @param p99Micros 99 of 100 syncs took no longer
 * @param p999Micros 999 of 1000 syncs took no longer
 * @param maxMicros the longest sync
 * @param syncedMicros all of them together
 */
public record SyncStatistics(
        long syncs, long commits, long p50Micros, long p99Micros, long p999Micros, long maxMicros, long syncedMicros) {}
