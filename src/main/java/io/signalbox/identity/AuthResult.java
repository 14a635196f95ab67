package io.signalbox.identity;

import java.time.Instant;
import java.util.SortedSet;

/**
 * The outcome of a login; immutable. All but {@link InvalidCredentials} mean that the password was right, so that
 * nobody learns of a user's state without it.
 */
public sealed interface AuthResult {

    /**
     * The user may enter.
     *
     * @param userId the user's id
     * @param name the user's name for a realm, which is the same however the user logs in: the normalized e-mail address
     * @param roles the names of the user's roles; immutable, and ordered and compared without regard to case
     * @param mustChangePassword true if the user has to choose another password first
     * @param rehashed true if a stronger hash of the same password was stored
     */
    record Success(long userId, String name, SortedSet<String> roles, boolean mustChangePassword, boolean rehashed)
            implements AuthResult {}

    /** No such user, no password, or the wrong one; which of them is not told. */
    record InvalidCredentials() implements AuthResult {}

    /**
     * The password was right, but there were too many wrong ones before.
     *
     * @param until when the user may try again
     */
    record Locked(Instant until) implements AuthResult {}

    /** The password was right, but the user is disabled. */
    record Disabled() implements AuthResult {}
}
