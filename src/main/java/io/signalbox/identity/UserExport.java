package io.signalbox.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored about a user, to be handed to that user; immutable. It holds no hash, token or stamp.
 *
 * @param user the user
 * @param grants the roles
 * @param tokens what was issued
 * @param events what happened to the user or was done by the user, in order
 */
public record UserExport(UserView user, List<Grant> grants, List<Token> tokens, List<Event> events) {

    /** Copies the lists. */
    public UserExport {
        grants = List.copyOf(grants);
        tokens = List.copyOf(tokens);
        events = List.copyOf(events);
    }

    /**
     * A role that the user has.
     *
     * @param role its name
     * @param grantedAt since when
     */
    public record Grant(String role, Instant grantedAt) {}

    /**
     * A token that was issued to the user, without the token.
     *
     * @param purpose what it is for
     * @param label what the application called it, if anything
     * @param createdAt when it was issued
     * @param expiresAt when it ends
     */
    public record Token(TokenPurpose purpose, @Nullable String label, Instant createdAt, Instant expiresAt) {}

    /**
     * What happened.
     *
     * @param at when
     * @param action what
     * @param role the name of the role, if it was about one
     * @param byUser true if the user did it, to whomever
     */
    public record Event(Instant at, String action, @Nullable String role, boolean byUser) {}
}
