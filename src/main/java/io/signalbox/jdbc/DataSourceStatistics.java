package io.signalbox.jdbc;

/**
 * The state of a data source at one moment.
 *
 * @param writer the queue for the writer
 * @param readers how many readers there are
 * @param readersHeld how many of them are bound to a transaction now
 * @param readersWaiting how many transactions wait for one now
 */
public record DataSourceStatistics(WriteQueueStatistics writer, int readers, int readersHeld, int readersWaiting) {}
