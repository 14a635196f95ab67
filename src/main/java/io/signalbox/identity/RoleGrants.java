package io.signalbox.identity;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements that change users_roles; each runs in the transaction of the EntityManager. */
final class RoleGrants {

    private static final String GRANT = """
            insert into users_roles (user_id, role_id, granted_at, granted_by)
            select :user, r.id, :at, :by from roles r where r.name_normalized = :role
            on conflict (user_id, role_id) do nothing
            """;

    private static final String GRANT_DEFAULTS = """
            insert into users_roles (user_id, role_id, granted_at)
            select :user, r.id, :at from roles r where r.is_default = 1
            on conflict (user_id, role_id) do nothing
            """;

    private static final String REVOKE = """
            delete from users_roles
            where user_id = :user and role_id = (select r.id from roles r where r.name_normalized = :role)
            """;

    private final Clock clock;

    RoleGrants(Clock clock) {
        this.clock = clock;
    }

    /** True if the user has the role now and had not; the user and the granter exist. */
    boolean grant(EntityManager em, long user, RoleName role, @Nullable Long by) {
        int rows = em.createNativeQuery(GRANT)
                .setParameter("user", user)
                .setParameter("role", role.normalized())
                .setParameter("at", clock.millis())
                .setParameter("by", by)
                .executeUpdate();
        return rows == 1;
    }

    /** Grants the named roles and the default ones to a user who has none. */
    void grantToNewUser(EntityManager em, long user, Set<RoleName> roles) {
        for (RoleName role : roles) {
            if (!grant(em, user, role, null)) {
                throw new UnknownRoleException(role);
            }
        }
        em.createNativeQuery(GRANT_DEFAULTS)
                .setParameter("user", user)
                .setParameter("at", clock.millis())
                .executeUpdate();
    }

    /** True if the user had the role and has it no more. */
    boolean revoke(EntityManager em, long user, RoleName role) {
        int rows = em.createNativeQuery(REVOKE)
                .setParameter("user", user)
                .setParameter("role", role.normalized())
                .executeUpdate();
        return rows == 1;
    }
}
