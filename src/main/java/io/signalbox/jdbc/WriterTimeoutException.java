package io.signalbox.jdbc;

import java.sql.SQLTransientException;

/**
 * Thrown when the writer was not free before the deadline. Nothing was begun; the transaction may be tried again.
 */
public final class WriterTimeoutException extends SQLTransientException {

    private static final long serialVersionUID = 1L;

    WriterTimeoutException(String message) {
        super(message, "HYT00");
    }

    WriterTimeoutException(String message, Throwable cause) {
        super(message, "HYT00", cause);
    }
}
