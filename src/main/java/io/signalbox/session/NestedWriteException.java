package io.signalbox.session;

import jakarta.persistence.PersistenceException;

/**
 * Thrown when {@link Transactions#writeThenRead} is called inside a transaction of the same thread: it would have to commit
 * what is the outer transaction's to commit. Nothing was done.
 */
public final class NestedWriteException extends PersistenceException {

    private static final long serialVersionUID = 1L;

    NestedWriteException(String message) {
        super(message);
    }
}
