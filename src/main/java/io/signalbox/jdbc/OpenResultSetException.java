package io.signalbox.jdbc;

import java.sql.SQLNonTransientException;

/**
 * Thrown at the first write of a transaction in {@link TransactionMode#UPGRADE} while result sets of it are open: they read
 * from the snapshot that the transaction would have to leave. Nothing was done and the transaction goes on; close them and
 * write again.
 */
public final class OpenResultSetException extends SQLNonTransientException {

    private static final long serialVersionUID = 1L;

    OpenResultSetException(String message) {
        super(message, "25001");
    }
}
