package io.signalbox.identity;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What a login needs to know of a user, roles included; read in one statement. */
record LoginAccount(
        long id,
        @Nullable String passwordHash,
        boolean enabled,
        boolean mustChangePassword,
        int failedLoginCount,
        @Nullable Instant lockedUntil,
        @Nullable Instant lastLoginAt,
        SortedSet<String> roles) {

    private static final String SELECT = """
            select u.id as id, u.passwordHash as hash, u.enabled as enabled, u.mustChangePassword as mustChange,
                u.failedLoginCount as failures, u.lockedUntil as lockedUntil, u.lastLoginAt as lastLoginAt, r.name as role
            from User u left join UserRole ur on ur.user = u left join ur.role r
            where u.erasedAt is null and\s""";

    private static final String BY_EMAIL = SELECT + "u.emailNormalized = :name";
    private static final String BY_USERNAME = SELECT + "u.usernameNormalized = :name";

    static Optional<LoginAccount> find(EntityManager em, LoginName login) {
        List<Tuple> rows = em.createQuery(login.isEmail() ? BY_EMAIL : BY_USERNAME, Tuple.class)
                .setParameter("name", login.normalized())
                .getResultList();
        return rows.isEmpty() ? Optional.empty() : Optional.of(of(rows));
    }

    private static LoginAccount of(List<Tuple> rows) {
        Tuple first = rows.get(0);
        return new LoginAccount(
                first.get("id", Long.class),
                first.get("hash", String.class),
                first.get("enabled", Boolean.class),
                first.get("mustChange", Boolean.class),
                first.get("failures", Integer.class),
                first.get("lockedUntil", Instant.class),
                first.get("lastLoginAt", Instant.class),
                RoleNames.sorted(
                        rows.stream().map(row -> row.get("role", String.class)).filter(Objects::nonNull)));
    }

    boolean hasHash(String hash) {
        return hash.equals(passwordHash);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "LoginAccount[id=" + id + "]";
    }
}
