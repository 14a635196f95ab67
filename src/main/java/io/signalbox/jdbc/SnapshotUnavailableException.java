package io.signalbox.jdbc;

import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a transaction <em>is committed</em>, but the state that it has committed cannot be read by itself: another
 * process has committed in the same moment, or the reader failed. Read what is committed now, in a transaction of its own.
 */
public final class SnapshotUnavailableException extends SQLTransientException {

    private static final long serialVersionUID = 1L;

    SnapshotUnavailableException(String message, @Nullable Throwable cause) {
        super(message, "HY000", cause);
    }
}
