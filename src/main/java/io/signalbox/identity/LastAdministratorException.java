package io.signalbox.identity;

/** Thrown when nobody would be left who is enabled and has the guarded role. Nothing was written. */
public final class LastAdministratorException extends IdentityException {

    private static final long serialVersionUID = 1L;

    LastAdministratorException(RoleName role, long userId) {
        super("User " + userId + " is the last who has the role " + role.name()
                + " and may log in; grant it to another user first");
    }
}
