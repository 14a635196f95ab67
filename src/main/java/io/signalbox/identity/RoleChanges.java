package io.signalbox.identity;

import io.signalbox.identity.IdentityEvents.Action;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What changes a role itself, with its event; each method runs in a transaction that holds the writer. */
final class RoleChanges {

    private static final String INSERT = """
            insert into roles (name, name_normalized, description, is_default, built_in, created_at)
            values (:name, :normalized, :description, :isDefault, :builtIn, :now)
            on conflict do nothing
            returning id
            """;

    private static final String RENAME = """
            update roles set name = :name, name_normalized = :normalized, version = version + 1
            where id = :id and not exists (
                select 1 from roles other where other.name_normalized = :normalized and other.id <> :id)
            """;

    private static final String SET_DEFAULT =
            "update roles set is_default = :value, version = version + 1 where id = :id and is_default <> :value";
    private static final String COUNT_USERS = "select count(*) from users_roles where role_id = :id";

    private static final String FIND = """
            select new io.signalbox.identity.RoleView(r.id, r.name, r.description, r.isDefault, r.builtIn)
            from Role r where r.nameNormalized = :name
            """;

    private final Clock clock;
    private final IdentityEvents events;

    RoleChanges(Clock clock, IdentityEvents events) {
        this.clock = clock;
        this.events = events;
    }

    static Optional<RoleView> find(EntityManager em, RoleName name) {
        return em.createQuery(FIND, RoleView.class).setParameter("name", name.normalized()).getResultList().stream()
                .findFirst();
    }

    static RoleView require(EntityManager em, RoleName name) {
        return find(em, name).orElseThrow(() -> new UnknownRoleException(name));
    }

    /** The role that was made; empty if there is one of that name. */
    Optional<RoleView> insert(
            EntityManager em, RoleName name, @Nullable String description, boolean isDefault, boolean builtIn) {
        Optional<Long> id = SqlResults.id(em.createNativeQuery(INSERT, Long.class)
                .setParameter("name", name.name())
                .setParameter("normalized", name.normalized())
                .setParameter("description", description)
                .setParameter("isDefault", isDefault ? 1 : 0)
                .setParameter("builtIn", builtIn ? 1 : 0)
                .setParameter("now", clock.millis()));
        id.ifPresent(created -> append(em, Action.ROLE_CREATED, name, null));
        return id.map(created -> new RoleView(created, name.name(), description, isDefault, builtIn));
    }

    /** What speaks against it; empty if it was done. */
    Optional<IdentityException> rename(EntityManager em, RoleName from, RoleName to, @Nullable Long by) {
        RoleView role = require(em, from);
        if (role.builtIn()) {
            return Optional.of(
                    new ProtectedRoleException(from, "it is built in, and the application asks for it by its name"));
        }
        int rows = em.createNativeQuery(RENAME)
                .setParameter("id", role.id())
                .setParameter("name", to.name())
                .setParameter("normalized", to.normalized())
                .executeUpdate();
        if (rows == 0) {
            return Optional.of(new DuplicateRoleException(to));
        }
        append(em, Action.ROLE_RENAMED, to, by);
        return Optional.empty();
    }

    boolean setDefault(EntityManager em, RoleName name, boolean value, @Nullable Long by) {
        boolean changed = em.createNativeQuery(SET_DEFAULT)
                        .setParameter("id", require(em, name).id())
                        .setParameter("value", value ? 1 : 0)
                        .executeUpdate()
                == 1;
        if (changed) {
            append(em, Action.ROLE_CHANGED, name, by);
        }
        return changed;
    }

    /** What speaks against it; empty if the role is gone. */
    Optional<IdentityException> delete(EntityManager em, RoleView role, RoleName name, @Nullable Long by) {
        if (role.builtIn()) {
            return Optional.of(new ProtectedRoleException(name, "it is built in, and the application relies on it"));
        }
        if (role.isDefault()) {
            return Optional.of(new ProtectedRoleException(name, "every new user gets it: end that first"));
        }
        long users = SqlResults.id(em.createNativeQuery(COUNT_USERS).setParameter("id", role.id()))
                .orElseThrow();
        if (users > 0) {
            return Optional.of(new RoleInUseException(name, users));
        }
        em.createNativeQuery("delete from roles where id = :id")
                .setParameter("id", role.id())
                .executeUpdate();
        append(em, Action.ROLE_DELETED, name, by);
        return Optional.empty();
    }

    private void append(EntityManager em, Action action, RoleName name, @Nullable Long by) {
        events.append(em, action, by, null, name.name());
    }
}
