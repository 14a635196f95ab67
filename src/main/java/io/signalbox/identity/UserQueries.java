package io.signalbox.identity;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** What is read about users. Whoever is erased is found by id only. */
final class UserQueries {

    private static final String SELECT = """
            select new io.signalbox.identity.UserView(u.id, u.emailAddress, u.username, u.displayName, u.enabled,
                u.mustChangePassword, case when u.passwordHash is null then false else true end, u.emailConfirmedAt,
                u.lastLoginAt, u.lockedUntil, u.createdAt, u.updatedAt, u.erasedAt, u.version)
            from User u where\s""";

    private static final String BY_ID = SELECT + "u.id = :id";
    private static final String BY_EMAIL = SELECT + "u.erasedAt is null and u.emailNormalized = :name";
    private static final String BY_USERNAME = SELECT + "u.erasedAt is null and u.usernameNormalized = :name";
    private static final String PAGE = SELECT + "u.erasedAt is null and u.id > :after";
    private static final String WITH_PREFIX =
            " and (u.emailNormalized like :prefix escape '!' or u.usernameNormalized like :prefix escape '!')";
    private static final String WITH_ENABLED = " and u.enabled = :enabled";
    private static final String WITH_ROLE =
            " and exists (select 1 from UserRole ur where ur.user = u and ur.role.nameNormalized = :role)";
    private static final String COUNT = "select count(u) from User u where u.erasedAt is null";
    private static final String EXISTS = "select count(u) from User u where u.id = :id";

    private static final String GRANTS = """
            select r.name, ur.grantedAt from UserRole ur join ur.role r where ur.user.id = :id order by r.nameNormalized
            """;
    private static final String TOKENS = """
            select purpose, label, created_at, expires_at from user_tokens where user_id = :id order by id
            """;
    private static final String EVENTS = """
            select at, action, role_name, case when actor_user_id = :id then 1 else 0 end from identity_events
            where subject_user_id = :id or actor_user_id = :id order by id
            """;

    private UserQueries() {}

    static Optional<UserView> find(EntityManager em, long id) {
        return first(em.createQuery(BY_ID, UserView.class).setParameter("id", id));
    }

    static Optional<UserView> find(EntityManager em, EmailAddress email) {
        return first(em.createQuery(BY_EMAIL, UserView.class).setParameter("name", email.normalized()));
    }

    static Optional<UserView> find(EntityManager em, Username username) {
        return first(em.createQuery(BY_USERNAME, UserView.class).setParameter("name", username.normalized()));
    }

    private static Optional<UserView> first(TypedQuery<UserView> query) {
        return query.getResultList().stream().findFirst();
    }

    static UserPage page(EntityManager em, UserQuery wanted) {
        String text = PAGE + wanted.prefix().map(p -> WITH_PREFIX).orElse("")
                + wanted.enabled().map(e -> WITH_ENABLED).orElse("")
                + wanted.role().map(r -> WITH_ROLE).orElse("") + " order by u.id";
        TypedQuery<UserView> query = em.createQuery(text, UserView.class)
                .setParameter("after", wanted.afterId())
                .setMaxResults(wanted.limit() + 1);
        wanted.prefix().ifPresent(prefix -> query.setParameter("prefix", literally(prefix) + '%'));
        wanted.enabled().ifPresent(enabled -> query.setParameter("enabled", enabled));
        wanted.role().ifPresent(role -> query.setParameter("role", role.normalized()));
        return page(query.getResultList(), wanted.limit());
    }

    /** One more than asked for tells that there are more. */
    private static UserPage page(List<UserView> found, int limit) {
        if (found.size() <= limit) {
            return new UserPage(found, OptionalLong.empty());
        }
        List<UserView> users = found.subList(0, limit);
        return new UserPage(users, OptionalLong.of(users.get(limit - 1).id()));
    }

    private static String literally(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    static long count(EntityManager em) {
        return em.createQuery(COUNT, Long.class).getSingleResult();
    }

    static void require(EntityManager em, long id) {
        if (em.createQuery(EXISTS, Long.class).setParameter("id", id).getSingleResult() == 0) {
            throw new UnknownUserException(id);
        }
    }

    static UserExport export(EntityManager em, UserView user) {
        List<UserExport.Grant> grants =
                em.createQuery(GRANTS, Object[].class).setParameter("id", user.id()).getResultList().stream()
                        .map(row -> new UserExport.Grant((String) row[0], (Instant) row[1]))
                        .toList();
        List<UserExport.Token> tokens = SqlResults.rows(
                        em.createNativeQuery(TOKENS).setParameter("id", user.id()))
                .map(row -> new UserExport.Token(
                        TokenPurpose.valueOf((String) Objects.requireNonNull(row[0])),
                        (String) row[1],
                        SqlResults.instant(row[2]),
                        SqlResults.instant(row[3])))
                .toList();
        List<UserExport.Event> events = SqlResults.rows(
                        em.createNativeQuery(EVENTS).setParameter("id", user.id()))
                .map(row -> new UserExport.Event(
                        SqlResults.instant(row[0]),
                        (String) Objects.requireNonNull(row[1]),
                        (String) row[2],
                        SqlResults.number(row[3]) == 1))
                .toList();
        return new UserExport(user, grants, tokens, events);
    }
}
