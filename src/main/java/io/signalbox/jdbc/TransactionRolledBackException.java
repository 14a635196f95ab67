package io.signalbox.jdbc;

import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;

/**
 * Thrown when a statement or a commit is tried in a transaction that SQLite has rolled back, because of an earlier
 * failure which is the cause. Nothing of the transaction is left; {@code rollback()} makes the connection usable again.
 */
public final class TransactionRolledBackException extends SQLTransactionRollbackException {

    private static final long serialVersionUID = 1L;

    TransactionRolledBackException(SQLException cause) {
        super(
                "SQLite has rolled this transaction back when an earlier statement failed (" + cause.getMessage()
                        + "): call rollback(), and begin again if need be",
                "40000",
                cause.getErrorCode(),
                cause);
    }
}
