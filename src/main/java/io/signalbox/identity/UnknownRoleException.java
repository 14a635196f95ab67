package io.signalbox.identity;

/** Thrown when no role has that name. */
public final class UnknownRoleException extends IdentityException {

    private static final long serialVersionUID = 1L;

    UnknownRoleException(RoleName role) {
        super("There is no role " + role.name() + "; create it first");
    }
}
