package io.signalbox.identity;

/**
 * The root of what this package throws when a request cannot be fulfilled. No message holds a password, a hash or a
 * token.
 */
public abstract class IdentityException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IdentityException(String message) {
        super(message);
    }
}
