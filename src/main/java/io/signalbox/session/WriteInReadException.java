package io.signalbox.session;

import jakarta.persistence.PersistenceException;

/**
 * Thrown when a unit of work that only reads starts one that writes: a snapshot cannot become a write transaction
 * without the risk of a lost update. Declare the outer unit a {@code write}.
 */
public final class WriteInReadException extends PersistenceException {

    private static final long serialVersionUID = 1L;

    WriteInReadException(String message) {
        super(message);
    }
}
