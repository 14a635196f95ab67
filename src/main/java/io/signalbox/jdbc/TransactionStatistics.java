package io.signalbox.jdbc;

/**
 * How many transactions there were since the database was opened; those that only read are counted, statements in autocommit
 * that do are not.
 *
 * @param begun transactions that were begun
 * @param committed transactions that were committed
 * @param rolledBack transactions that were rolled back, by whomever
 * @param outcomeUnknown transactions of which nobody knows
 * @param retried attempts beyond the first of units of work that met a conflict
 * @param foreignWaits how often a transaction that had the writer had to wait for SQLite's write lock, which another process had;
 *     or, for a moment, a reader: one that meets the log's index while it is being written takes the lock to read it once more
 * @param foreignWaitedMicros how long all of them waited for that together, in microseconds
 */
public record TransactionStatistics(
        long begun,
        long committed,
        long rolledBack,
        long outcomeUnknown,
        long retried,
        long foreignWaits,
        long foreignWaitedMicros) {}
