package io.signalbox.identity;

/** Thrown when a text cannot be an e-mail address, a username, a name or a description. Never repeats the text. */
public final class InvalidValueException extends IdentityException {

    private static final long serialVersionUID = 1L;

    private final String kind;
    private final String reason;

    InvalidValueException(String kind, String reason) {
        super("The " + kind + " was refused: " + reason);
        this.kind = kind;
        this.reason = reason;
    }

    /** What the text was to be, {@code e-mail address} for instance. */
    public String kind() {
        return kind;
    }

    /** Why it cannot be. */
    public String reason() {
        return reason;
    }
}
