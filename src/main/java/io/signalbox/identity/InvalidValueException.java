package io.signalbox.identity;

/** Thrown when a text cannot be an e-mail address, a username, a name or a description. Never repeats the text. */
public final class InvalidValueException extends IdentityException {

    private static final long serialVersionUID = 1L;

    InvalidValueException(String kind, String reason) {
        super("The " + kind + " was refused: " + reason);
    }
}
