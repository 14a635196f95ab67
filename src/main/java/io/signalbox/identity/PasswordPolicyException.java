package io.signalbox.identity;

/** Thrown when a new password is too short, too long or not well-formed text. Never repeats the password. */
public final class PasswordPolicyException extends IdentityException {

    private static final long serialVersionUID = 1L;

    PasswordPolicyException(String reason) {
        super("The password was refused: " + reason);
    }
}
