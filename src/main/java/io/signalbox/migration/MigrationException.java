package io.signalbox.migration;

/** Thrown when a migration failed; the cause tells which script, and why. */
public final class MigrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MigrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
