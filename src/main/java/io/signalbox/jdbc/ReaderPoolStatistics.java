package io.signalbox.jdbc;

/**
 * What happened in front of the readers since the database was opened; times in microseconds.
 *
 * @param size how many readers there are
 * @param held how many of them are bound to a transaction, or to a statement in autocommit, now
 * @param waiting threads that wait for one now
 * @param acquired how often one was acquired
 * @param timedOut how often a thread gave up
 * @param waitP50Micros half of the acquisitions waited no longer
 * @param waitP99Micros 99 of 100 acquisitions waited no longer
 * @param waitP999Micros 999 of 1000 acquisitions waited no longer
 * @param waitMaxMicros the longest wait that ended with a reader
 * @param waitedMicros all waits that ended with a reader, together
 */
public record ReaderPoolStatistics(
        int size,
        int held,
        int waiting,
        long acquired,
        long timedOut,
        long waitP50Micros,
        long waitP99Micros,
        long waitP999Micros,
        long waitMaxMicros,
        long waitedMicros) {}
