package io.signalbox.identity;

import io.signalbox.identity.IdentityEvents.Action;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements on tokens; each runs in the transaction of the EntityManager. */
final class TokenRecords {

    private static final String INSERT = """
            insert into user_tokens (user_id, purpose, token_hash, family, security_stamp, label, created_at, expires_at)
            select u.id, :purpose, :hash, :family, u.security_stamp, :label, :now, :expires
            from users u where u.id = :user and u.erased_at is null
            """;

    /** What makes a token good, its hash and purpose apart. */
    private static final String GOOD = """
            t.consumed_at is null and t.revoked_at is null and t.expires_at > :now
            and u.enabled = 1 and u.erased_at is null and u.security_stamp = t.security_stamp
            """;

    private static final String FIND = """
            select t.id, u.id, t.expires_at, t.family, t.label, r.name
            from user_tokens t join users u on u.id = t.user_id
            left join users_roles ur on ur.user_id = u.id left join roles r on r.id = ur.role_id
            where t.token_hash = :hash and t.purpose = :purpose and\s""" + GOOD;

    private static final String CONSUME =
            "update user_tokens set consumed_at = :now, last_used_at = :now where id = :id and consumed_at is null";

    private static final String FAMILY_OF_REUSED = """
            select user_id, family from user_tokens
            where token_hash = :hash and purpose = :purpose and consumed_at <= :before and revoked_at is null
            """;

    private static final String REVOKE_FAMILY =
            "update user_tokens set revoked_at = :now where family = :family and revoked_at is null";
    private static final String REVOKE = "update user_tokens set revoked_at = :now"
            + " where token_hash = :hash and revoked_at is null and consumed_at is null and expires_at > :now";
    private static final String REVOKE_ALL = "update user_tokens set revoked_at = :now"
            + " where user_id = :user and revoked_at is null and consumed_at is null and expires_at > :now";
    private static final String PURGE = "delete from user_tokens where id in ("
            + "select id from user_tokens where expires_at <= :now order by expires_at limit :limit)";

    private final IdentityEvents events;

    TokenRecords(IdentityEvents events) {
        this.events = events;
    }

    /** A token that was found good. */
    record Found(long id, String family, @Nullable String label, TokenPrincipal principal) {}

    /** False if there is no such user. */
    boolean insert(
            EntityManager em,
            long user,
            TokenPurpose purpose,
            TokenSecret secret,
            String family,
            @Nullable String label,
            Instant now,
            Instant expires) {
        return em.createNativeQuery(INSERT)
                        .setParameter("user", user)
                        .setParameter("purpose", purpose.name())
                        .setParameter("hash", secret.hash())
                        .setParameter("family", family)
                        .setParameter("label", label)
                        .setParameter("now", now.toEpochMilli())
                        .setParameter("expires", expires.toEpochMilli())
                        .executeUpdate()
                == 1;
    }

    static Optional<Found> find(EntityManager em, TokenSecret secret, TokenPurpose purpose, Instant now) {
        Query query = em.createNativeQuery(FIND)
                .setParameter("hash", secret.hash())
                .setParameter("purpose", purpose.name())
                .setParameter("now", now.toEpochMilli());
        List<@Nullable Object[]> rows = SqlResults.rows(query).toList();
        return rows.isEmpty() ? Optional.empty() : Optional.of(found(rows));
    }

    private static Found found(List<@Nullable Object[]> rows) {
        @Nullable Object[] first = rows.get(0);
        var roles = RoleNames.sorted(rows.stream().map(row -> (String) row[5]).filter(Objects::nonNull));
        return new Found(
                SqlResults.number(first[0]),
                (String) Objects.requireNonNull(first[3]),
                (String) first[4],
                new TokenPrincipal(SqlResults.number(first[1]), roles, SqlResults.instant(first[2])));
    }

    /** The token, if it was good and is consumed now; the transaction holds the writer. */
    Optional<Found> consume(EntityManager em, TokenSecret secret, TokenPurpose purpose, Instant now, Duration leeway) {
        Optional<Found> found = find(em, secret, purpose, now).filter(token -> consumed(em, token.id(), now));
        if (found.isEmpty()) {
            revokeReused(em, secret, purpose, now, leeway);
        }
        return found;
    }

    private static boolean consumed(EntityManager em, long id, Instant now) {
        return em.createNativeQuery(CONSUME)
                        .setParameter("id", id)
                        .setParameter("now", now.toEpochMilli())
                        .executeUpdate()
                == 1;
    }

    private void revokeReused(
            EntityManager em, TokenSecret secret, TokenPurpose purpose, Instant now, Duration leeway) {
        Query query = em.createNativeQuery(FAMILY_OF_REUSED)
                .setParameter("hash", secret.hash())
                .setParameter("purpose", purpose.name())
                .setParameter("before", now.minus(leeway).toEpochMilli());
        SqlResults.rows(query).findFirst().ifPresent(row -> {
            em.createNativeQuery(REVOKE_FAMILY)
                    .setParameter("family", row[1])
                    .setParameter("now", now.toEpochMilli())
                    .executeUpdate();
            events.append(em, Action.TOKEN_REUSED, null, SqlResults.number(row[0]), null);
        });
    }

    static boolean revoke(EntityManager em, TokenSecret secret, Instant now) {
        return em.createNativeQuery(REVOKE)
                        .setParameter("hash", secret.hash())
                        .setParameter("now", now.toEpochMilli())
                        .executeUpdate()
                == 1;
    }

    int revokeAll(EntityManager em, long user, Instant now, @Nullable Long by) {
        int revoked = em.createNativeQuery(REVOKE_ALL)
                .setParameter("user", user)
                .setParameter("now", now.toEpochMilli())
                .executeUpdate();
        if (revoked > 0) {
            events.append(em, Action.TOKENS_REVOKED, by, user, null);
        }
        return revoked;
    }

    static int purge(EntityManager em, int limit, Instant now) {
        return em.createNativeQuery(PURGE)
                .setParameter("now", now.toEpochMilli())
                .setParameter("limit", limit)
                .executeUpdate();
    }
}
