package io.signalbox.identity;

/** Thrown when no user has that id. */
public final class UnknownUserException extends IdentityException {

    private static final long serialVersionUID = 1L;

    UnknownUserException(long userId) {
        super("There is no user with id " + userId);
    }
}
