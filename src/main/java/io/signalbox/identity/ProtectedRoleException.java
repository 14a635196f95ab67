package io.signalbox.identity;

/** Thrown when a built-in role was to be renamed or deleted, or a default one to be deleted. Nothing was written. */
public final class ProtectedRoleException extends IdentityException {

    private static final long serialVersionUID = 1L;

    ProtectedRoleException(RoleName role, String reason) {
        super("The role " + role.name() + " was left as it is: " + reason);
    }
}
