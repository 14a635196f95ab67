package io.signalbox.identity;

import java.time.Instant;
import java.util.SortedSet;

/**
 * Whom a good token stands for; immutable.
 *
 * @param userId the user's id
 * @param roles the names of the user's roles now; immutable, and ordered and compared without regard to case
 * @param expiresAt when the token ends
 */
public record TokenPrincipal(long userId, SortedSet<String> roles, Instant expiresAt) {}
