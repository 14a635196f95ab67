package io.signalbox.identity;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@link Bootstrap#ensure} did; immutable.
 *
 * @param rolesCreated the names of the roles that were not there
 * @param userId the id of the first user, if one was wanted
 * @param userCreated true if the user was not there
 * @param generatedPassword the random password of a user who was created, if no other was given: show it now, for it is
 *     nowhere else
 */
public record BootstrapReport(
        List<String> rolesCreated, OptionalLong userId, boolean userCreated, Optional<String> generatedPassword) {

    /** Copies the list. */
    public BootstrapReport {
        rolesCreated = List.copyOf(rolesCreated);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "BootstrapReport[rolesCreated=" + rolesCreated + ", userId=" + userId + ", userCreated=" + userCreated
                + "]";
    }
}
