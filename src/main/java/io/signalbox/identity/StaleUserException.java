package io.signalbox.identity;

/** Thrown when a user was edited since the version that was given. Nothing was written. */
public final class StaleUserException extends IdentityException {

    private static final long serialVersionUID = 1L;

    StaleUserException(long userId, long expected, long actual) {
        super("User " + userId + " has version " + actual + " and not " + expected
                + ": somebody edited it; read it again");
    }
}
