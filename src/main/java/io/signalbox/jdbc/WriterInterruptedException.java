package io.signalbox.jdbc;

import java.sql.SQLTransientException;

/**
 * Thrown when a thread was interrupted in the queue for the writer. Nothing was begun, and the thread's interrupt flag is set.
 */
public final class WriterInterruptedException extends SQLTransientException {

    private static final long serialVersionUID = 1L;

    WriterInterruptedException(String message) {
        super(message, "HY008");
    }
}
