package io.signalbox.jdbc;

import java.sql.SQLTransientException;

/**
 * Thrown when no reader was free before the deadline. Nothing was begun; the transaction may be tried again.
 */
public final class ReaderTimeoutException extends SQLTransientException {

    private static final long serialVersionUID = 1L;

    ReaderTimeoutException(String message) {
        super(message, "HYT00");
    }

    ReaderTimeoutException(String message, Throwable cause) {
        super(message, "HYT00", cause);
    }
}
