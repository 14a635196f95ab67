package io.signalbox.identity;

/** Thrown when a role of that name exists, in this or another case. Nothing was written. */
public final class DuplicateRoleException extends IdentityException {

    private static final long serialVersionUID = 1L;

    DuplicateRoleException(RoleName role) {
        super("The role " + role.name() + " exists already; use findOrCreate if that is right");
    }
}
