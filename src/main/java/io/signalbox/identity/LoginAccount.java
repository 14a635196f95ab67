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
        String name,
        @Nullable String passwordHash,
        String securityStamp,
        boolean enabled,
        boolean mustChangePassword,
        int failedLoginCount,
        @Nullable Instant lockedUntil,
        @Nullable Instant lastLoginAt,
        SortedSet<String> roles) {

    private static final String SELECT = """
            select u.id as id, u.emailNormalized as name, u.passwordHash as hash, u.securityStamp as stamp, u.enabled as enabled,
                u.mustChangePassword as mustChange,
                u.failedLoginCount as failures, u.lockedUntil as lockedUntil, u.lastLoginAt as lastLoginAt, r.name as role
            from User u left join UserRole ur on ur.user = u left join ur.role r
            where u.erasedAt is null and\s""";

    private static final String BY_ID = SELECT + "u.id = :name";
    private static final String BY_EMAIL = SELECT + "u.emailNormalized = :name";
    private static final String BY_USERNAME = SELECT + "u.usernameNormalized = :name";

    static Optional<LoginAccount> find(EntityManager em, LoginName login) {
        return find(em, login.isEmail() ? BY_EMAIL : BY_USERNAME, login.normalized());
    }

    static Optional<LoginAccount> find(EntityManager em, long id) {
        return find(em, BY_ID, id);
    }

    private static Optional<LoginAccount> find(EntityManager em, String query, Object name) {
        List<Tuple> rows =
                em.createQuery(query, Tuple.class).setParameter("name", name).getResultList();
        return rows.isEmpty() ? Optional.empty() : Optional.of(of(rows));
    }

    private static LoginAccount of(List<Tuple> rows) {
        Tuple first = rows.get(0);
        return new LoginAccount(
                first.get("id", Long.class),
                first.get("name", String.class),
                first.get("hash", String.class),
                first.get("stamp", String.class),
                first.get("enabled", Boolean.class),
                first.get("mustChange", Boolean.class),
                first.get("failures", Integer.class),
                first.get("lockedUntil", Instant.class),
                first.get("lastLoginAt", Instant.class),
                RoleNames.sorted(
                        rows.stream().map(row -> row.get("role", String.class)).filter(Objects::nonNull)));
    }

    LoginState state(Instant now) {
        return new LoginState(id, name, roles, enabled, lockedUntil(now).isPresent(), mustChangePassword);
    }

    /** When the lockout ends, if there is one. */
    Optional<Instant> lockedUntil(Instant now) {
        return Optional.ofNullable(lockedUntil).filter(until -> until.isAfter(now));
    }

    boolean hasHash(String hash) {
        return hash.equals(passwordHash);
    }

    /** True if the password is still the one it was; another login may have stored a stronger hash of it. */
    boolean hasPasswordOf(LoginAccount before) {
        return passwordHash != null
                && (passwordHash.equals(before.passwordHash) || securityStamp.equals(before.securityStamp));
    }

    /** Without the hash and the stamp. */
    @Override
    public String toString() {
        return "LoginAccount[id=" + id + "]";
    }
}
