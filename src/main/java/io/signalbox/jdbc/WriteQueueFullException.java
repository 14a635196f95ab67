package io.signalbox.jdbc;

import java.sql.SQLTransientException;

/**
 * Thrown at once when as many transactions wait for the writer as {@link Setting#WRITE_QUEUE_LIMIT} allows. Nothing was
 * begun; the transaction may be tried again, after a while rather than at once.
 */
public final class WriteQueueFullException extends SQLTransientException {

    private static final long serialVersionUID = 1L;

    WriteQueueFullException(String message) {
        super(message, "HYT00");
    }
}
