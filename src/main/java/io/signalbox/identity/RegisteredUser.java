package io.signalbox.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link RegisterUser}; immutable.
 *
 * @param id the new user's id
 * @param email the e-mail address
 * @param username the username, if there is one
 * @param createdAt the time of registration, in milliseconds
 */
public record RegisteredUser(
        long id, EmailAddress email, @Nullable Username username, Instant createdAt) {}
