package io.signalbox.identity;

/** Thrown when another user has the e-mail address, in this or another spelling. Nothing was written. */
public final class DuplicateEmailException extends IdentityException {

    private static final long serialVersionUID = 1L;

    DuplicateEmailException(EmailAddress email) {
        super("The e-mail address " + email.address() + " belongs to a user already; log in, or register another one");
    }
}
