package io.signalbox.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a backup was not made or not restored. The database, and a file that was to be replaced, are as they were; nothing
 * half done is left.
 */
public sealed class BackupException extends SQLException permits VerificationException {

    private static final long serialVersionUID = 1L;

    /** Says what happened, and what to do. */
    public BackupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
