package io.signalbox.identity;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The append-only record of who did what to whom, and when. */
final class IdentityEvents {

    /** What can happen. */
    enum Action {
        REGISTERED,
        IMPORTED,
        RENAMED,
        EMAIL_CHANGED,
        EMAIL_CONFIRMED,
        PASSWORD_CHANGED,
        PASSWORD_SET,
        DISABLED,
        ENABLED,
        LOCKED_OUT,
        UNLOCKED,
        HASH_UNREADABLE,
        ERASED,
        DELETED,
        ROLE_CREATED,
        ROLE_RENAMED,
        ROLE_CHANGED,
        ROLE_DELETED,
        ROLE_GRANTED,
        ROLE_REVOKED,
        TOKEN_REUSED,
        TOKENS_REVOKED
    }

    private static final String APPEND = """
            insert into identity_events (at, actor_user_id, subject_user_id, action, role_name)
            values (:at, :actor, :subject, :action, :role)
            """;

    private static final String APPEND_GRANTS = """
            insert into identity_events (at, subject_user_id, action, role_name)
            select :at, ur.user_id, :action, r.name
            from users_roles ur join roles r on r.id = ur.role_id
            where ur.user_id = :subject
            order by r.name_normalized
            """;

    private final Clock clock;

    IdentityEvents(Clock clock) {
        this.clock = clock;
    }

    /** Appends one event in the transaction of the EntityManager. */
    void append(EntityManager em, Action action, @Nullable Long actor, @Nullable Long subject, @Nullable String role) {
        em.createNativeQuery(APPEND)
                .setParameter("at", clock.millis())
                .setParameter("actor", actor)
                .setParameter("subject", subject)
                .setParameter("action", action.name())
                .setParameter("role", role)
                .executeUpdate();
    }

    /** Appends a {@link Action#ROLE_GRANTED} for each role of a new user. */
    void appendGrants(EntityManager em, long subject) {
        em.createNativeQuery(APPEND_GRANTS)
                .setParameter("at", clock.millis())
                .setParameter("subject", subject)
                .setParameter("action", Action.ROLE_GRANTED.name())
                .executeUpdate();
    }
}
