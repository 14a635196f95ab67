package io.signalbox.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command to register a user; immutable.
 *
 * @param email the e-mail address
 * @param username another name to log in with, if wanted
 * @param displayName the name to show, if wanted: any text of at most 200 characters without control characters
 * @param password the password as {@link UserService#hashPassword} prepared it; without one the user cannot log in by
 *     password
 * @param roles the roles to grant, besides the default ones; at most 100
 */
public record RegisterUser(
        EmailAddress email,
        @Nullable Username username,
        @Nullable String displayName,
        @Nullable HashedPassword password,
        Set<RoleName> roles) {

    private static final int MAX_ROLES = 100;

    /**
     * Checks the values and copies the roles.
     *
     * @throws InvalidValueException if the display name is none, or there are too many roles
     */
    public RegisterUser {
        if (displayName != null) {
            TextRules.requirePlain("display name", displayName, UserNames.MAX_DISPLAY_NAME);
        }
        requireFew(roles);
        roles = Set.copyOf(roles);
    }

    static void requireFew(Set<?> roles) {
        if (roles.size() > MAX_ROLES) {
            throw new InvalidValueException(
                    "set of roles", "it has " + roles.size() + ", and at most " + MAX_ROLES + " are allowed");
        }
    }

    /** A command with nothing but the e-mail address. */
    public static RegisterUser of(EmailAddress email) {
        return new RegisterUser(email, null, null, null, Set.of());
    }

    /** The same command with that username. */
    public RegisterUser withUsername(Username value) {
        return new RegisterUser(email, value, displayName, password, roles);
    }

    /** The same command with that display name. */
    public RegisterUser withDisplayName(String value) {
        return new RegisterUser(email, username, value, password, roles);
    }

    /** The same command with that password. */
    public RegisterUser withPassword(HashedPassword value) {
        return new RegisterUser(email, username, displayName, value, roles);
    }

    /** The same command with those roles. */
    public RegisterUser withRoles(Set<RoleName> values) {
        return new RegisterUser(email, username, displayName, password, values);
    }
}
