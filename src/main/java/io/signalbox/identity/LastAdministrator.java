package io.signalbox.identity;

import jakarta.persistence.EntityManager;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rule that somebody who may log in has the role of the administrators, once somebody has it. */
final class LastAdministrator {

    private static final String COUNT = """
            select count(case when u.id = :user then 1 end), count(*)
            from users u join users_roles ur on ur.user_id = u.id join roles r on r.id = ur.role_id
            where r.name_normalized = :role and u.enabled = 1 and u.erased_at is null
            """;

    private final @Nullable RoleName role;

    LastAdministrator(@Nullable RoleName role) {
        this.role = role;
    }

    /** Refuses if the user is the only one; the transaction holds the writer. */
    void requireAnotherThan(EntityManager em, long user) {
        if (role == null) {
            return;
        }
        var query = em.createNativeQuery(COUNT).setParameter("user", user).setParameter("role", role.normalized());
        @Nullable Object[] counts = SqlResults.rows(query).findFirst().orElseThrow();
        if (SqlResults.number(counts[0]) == 1 && SqlResults.number(counts[1]) == 1) {
            throw new LastAdministratorException(Objects.requireNonNull(role), user);
        }
    }

    /** {@link #requireAnotherThan(EntityManager, long)} if that is the role that is to be taken away. */
    void requireAnotherThan(EntityManager em, long user, RoleName revoked) {
        if (revoked.equals(role)) {
            requireAnotherThan(em, user);
        }
    }
}
