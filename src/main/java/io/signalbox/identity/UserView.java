package io.signalbox.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user as it was when it was read, without any secret; immutable.
 *
 * @param id the id
 * @param email the e-mail address as it was typed
 * @param username the username as it was typed, if there is one
 * @param displayName the name to show, if there is one; any text
 * @param enabled false if the user may not log in
 * @param mustChangePassword true if the user has to choose another password at the next login
 * @param hasPassword true if the user can log in by password
 * @param emailConfirmedAt when the e-mail address was confirmed, if it was
 * @param lastLoginAt when the user logged in last, five minutes late at most; null if never
 * @param lockedUntil until when the user is locked out, or was
 * @param createdAt when the user registered
 * @param updatedAt when the user was last edited; a login is no edit
 * @param erasedAt when the personal data were erased, if they were
 * @param version to be given with the next edit
 */
public record UserView(
        long id,
        String email,
        @Nullable String username,
        @Nullable String displayName,
        boolean enabled,
        boolean mustChangePassword,
        boolean hasPassword,
        @Nullable Instant emailConfirmedAt,
        @Nullable Instant lastLoginAt,
        @Nullable Instant lockedUntil,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant erasedAt,
        long version) {}
