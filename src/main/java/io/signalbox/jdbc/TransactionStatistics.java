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
 * @param foreignWaits how often a transaction that had the writer had to wait for another process
 * @param foreignWaitedMicros how long all of them waited for other processes together, in microseconds
 */
public record TransactionStatistics(
        long begun,
        long committed,
        long rolledBack,
        long outcomeUnknown,
        long retried,
        long foreignWaits,
        long foreignWaitedMicros) {}
