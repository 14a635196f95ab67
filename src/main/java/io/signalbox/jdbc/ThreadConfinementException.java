package io.signalbox.jdbc;

import java.sql.SQLNonTransientException;

/**
 * Thrown when a connection that is in use by one thread is used by another. The message names both.
 */
public final class ThreadConfinementException extends SQLNonTransientException {

    private static final long serialVersionUID = 1L;

    ThreadConfinementException(String message) {
        super(message, "25000");
    }
}
