package io.signalbox.jdbc;

/**
 * What happened in the queue for the writer since it was opened; times in microseconds.
 *
 * @param waiting threads that wait now
 * @param longest the most that ever waited at once
 * @param held whether a transaction holds the writer now
 * @param acquired how often the writer was acquired
 * @param timedOut how often a thread gave up at its deadline
 * @param waitP50Micros half of the acquisitions waited no longer
 * @param waitP99Micros 99 of 100 acquisitions waited no longer
 * @param waitMaxMicros the longest wait that ended with the writer
 */
public record WriteQueueStatistics(
        int waiting,
        int longest,
        boolean held,
        long acquired,
        long timedOut,
        long waitP50Micros,
        long waitP99Micros,
        long waitMaxMicros) {}
