package io.signalbox.jdbc;

import java.sql.SQLTransientException;

/**
 * Thrown when another process held the write lock until the deadline. Nothing was begun; the transaction may be tried
 * again.
 */
public final class ForeignLockTimeoutException extends SQLTransientException {

    private static final long serialVersionUID = 1L;

    ForeignLockTimeoutException(String message) {
        super(message, "HYT00");
    }
}
