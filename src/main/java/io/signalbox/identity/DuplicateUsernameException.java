package io.signalbox.identity;

/** Thrown when another user has the username, in this or another spelling. Nothing was written. */
public final class DuplicateUsernameException extends IdentityException {

    private static final long serialVersionUID = 1L;

    DuplicateUsernameException(Username username) {
        super("The username " + username.name() + " belongs to a user already; choose another one");
    }
}
