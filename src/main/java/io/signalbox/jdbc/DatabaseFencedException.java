package io.signalbox.jdbc;

import java.sql.SQLNonTransientConnectionException;

/**
 * Thrown by whatever would read or write a database whose log could not be synced to disk. Nothing was done, and what was
 * still to be committed is not. The database is usable again once all who use it in this JVM have closed it and one has
 * opened it.
 */
public final class DatabaseFencedException extends SQLNonTransientConnectionException {

    private static final long serialVersionUID = 1L;

    DatabaseFencedException(String message, Throwable cause) {
        super(message, "08006", cause);
    }
}
