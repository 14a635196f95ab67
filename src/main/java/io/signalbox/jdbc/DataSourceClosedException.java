package io.signalbox.jdbc;

import java.sql.SQLNonTransientConnectionException;

/**
 * Thrown when a connection is used whose data source is closed.
 */
public final class DataSourceClosedException extends SQLNonTransientConnectionException {

    private static final long serialVersionUID = 1L;

    DataSourceClosedException(String message) {
        super(message, "08003");
    }

    DataSourceClosedException(String message, Throwable cause) {
        super(message, "08003", cause);
    }

    /** In the midst of a transaction. */
    static DataSourceClosedException of(Throwable cause) {
        return new DataSourceClosedException(
                "the database was closed, and what was not committed is rolled back", cause);
    }
}
