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
 */
public record TransactionStatistics(long begun, long committed, long rolledBack, long outcomeUnknown, long retried) {}
