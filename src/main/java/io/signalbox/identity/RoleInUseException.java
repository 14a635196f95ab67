package io.signalbox.identity;

/** Thrown when a role that users have was to be deleted. Nothing was written. */
public final class RoleInUseException extends IdentityException {

    private static final long serialVersionUID = 1L;

    RoleInUseException(RoleName role, long users) {
        super("The role " + role.name() + " belongs to " + users + " users; revoke it from them first");
    }
}
