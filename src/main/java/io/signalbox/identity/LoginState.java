package io.signalbox.identity;

import java.util.SortedSet;

/**
 * A user as a realm sees it, without any secret; immutable.
 *
 * @param userId the id
 * @param name the name for a realm, as in {@link AuthResult.Success}: the normalized e-mail address
 * @param roles the names of the user's roles; immutable, and ordered and compared without regard to case
 * @param enabled false if the user may not log in
 * @param locked true if there were too many wrong passwords
 * @param mustChangePassword true if the user has to choose another password first
 */
public record LoginState(
        long userId,
        String name,
        SortedSet<String> roles,
        boolean enabled,
        boolean locked,
        boolean mustChangePassword) {

    /** True if nothing keeps the user from entering. */
    public boolean mayEnter() {
        return enabled && !locked && !mustChangePassword;
    }
}
