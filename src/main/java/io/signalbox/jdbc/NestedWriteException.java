package io.signalbox.jdbc;

import java.sql.SQLNonTransientException;

/**
 * Thrown at once when a thread that holds the writer asks for it a second time, through another connection: it would wait for itself.
 */
public final class NestedWriteException extends SQLNonTransientException {

    private static final long serialVersionUID = 1L;

    NestedWriteException(String message) {
        super(message, "25001");
    }
}
