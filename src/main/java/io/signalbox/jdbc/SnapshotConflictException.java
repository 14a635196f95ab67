package io.signalbox.jdbc;

import java.sql.SQLTransactionRollbackException;

/**
 * Thrown at the first write of a transaction in {@link TransactionMode#UPGRADE} when another transaction has committed
 * since the snapshot that it has read from: what it would write rests on what is no longer so. The transaction is rolled
 * back; try it again from the start, in {@link TransactionMode#IMMEDIATE} if it conflicts often.
 */
public final class SnapshotConflictException extends SQLTransactionRollbackException {

    private static final long serialVersionUID = 1L;

    SnapshotConflictException(String message) {
        super(message, "40001");
    }
}
