package io.signalbox.hibernate;

import org.hibernate.HibernateException;

/**
 * Thrown when a query is translated that SQLite cannot answer, or not exactly. Nothing was executed, and the transaction goes
 * on.
 */
public final class UnsupportedQueryException extends HibernateException {

    private static final long serialVersionUID = 1L;

    UnsupportedQueryException(String message) {
        super(message);
    }
}
