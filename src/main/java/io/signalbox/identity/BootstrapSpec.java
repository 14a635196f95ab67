package io.signalbox.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What there has to be before an application starts; immutable.
 *
 * @param roles the roles, which are built in from then on
 * @param user the first user, if wanted
 */
public record BootstrapSpec(List<RoleSpec> roles, Optional<FirstUser> user) {

    /** Copies the list. */
    public BootstrapSpec {
        roles = List.copyOf(roles);
    }

    /** The same with a first user. */
    public BootstrapSpec withUser(FirstUser value) {
        return new BootstrapSpec(roles, Optional.of(value));
    }

    /**
     * The first user; immutable.
     *
     * @param email the e-mail address, by which the user is recognized if there already
     * @param username another name to log in with, if wanted
     * @param roles the roles to grant when the user is created
     * @param password asked for the password only if there is no such user; the array is wiped. Without it a random password
     *     is made, which has to be changed at the first login
     */
    public record FirstUser(
            EmailAddress email,
            @Nullable Username username,
            Set<RoleName> roles,
            @Nullable Supplier<char[]> password) {

        /** Copies the roles. */
        public FirstUser {
            roles = Set.copyOf(roles);
        }
    }
}
