package io.signalbox.jdbc;

/**
 * What happened in the queue for the writer since it was opened; times in microseconds.
 *
 * <p>The two sums give the means of any span of time from the statistics at its beginning and at its end: the mean hold is
 * the growth of {@code heldMicros} by that of {@code acquired}, the mean number of waiting threads the growth of {@code
 * waitedMicros} by the length of the span.
 *
 * @param waiting threads that wait now
 * @param longest the most that ever waited at once
 * @param held whether a transaction holds the writer now
 * @param acquired how often the writer was acquired
 * @param timedOut how often a thread gave up at its deadline
 * @param refused how often a thread was refused because too many waited
 * @param waitP50Micros half of the acquisitions waited no longer
 * @param waitP99Micros 99 of 100 acquisitions waited no longer
 * @param waitP999Micros 999 of 1000 acquisitions waited no longer
 * @param waitMaxMicros the longest wait that ended with the writer
 * @param waitedMicros all waits that ended with the writer, together
 * @param holdP50Micros half of the holds that have ended were no longer
 * @param holdP99Micros 99 of 100 holds were no longer
 * @param holdP999Micros 999 of 1000 holds were no longer
 * @param holdMaxMicros the longest hold that has ended
 * @param heldMicros all holds that have ended, together; one begins when a thread is given the writer, although it may
 *     have to be woken yet, and ends when the writer is given back
 */
public record WriteQueueStatistics(
        int waiting,
        int longest,
        boolean held,
        long acquired,
        long timedOut,
        long refused,
        long waitP50Micros,
        long waitP99Micros,
        long waitP999Micros,
        long waitMaxMicros,
        long waitedMicros,
        long holdP50Micros,
        long holdP99Micros,
        long holdP999Micros,
        long holdMaxMicros,
        long heldMicros) {}
