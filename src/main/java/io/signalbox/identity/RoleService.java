package io.signalbox.identity;

import io.signalbox.identity.IdentityEvents.Action;
import io.signalbox.session.Transactions;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Creation of roles, and their grants to users. Creating and granting again changes nothing, however many threads do
 * it at once. Each method joins a unit of work that is active. Safe for use by any number of threads.
 */
public final class RoleService {

    private static final int MAX_DESCRIPTION = 500;

    private static final String INSERT = """
            insert into roles (name, name_normalized, description, is_default, created_at)
            values (:name, :normalized, :description, :isDefault, :now)
            on conflict do nothing
            returning id
            """;

    private static final String ROTATE_STAMP = """
            update users set security_stamp = :stamp, updated_at = :now, version = version + 1 where id = :user
            """;

    private static final String FIND = """
            select new io.signalbox.identity.RoleView(r.id, r.name, r.description, r.isDefault)
            from Role r where r.nameNormalized = :name
            """;

    private static final String COUNT_USERS = "select count(u) from User u where u.id = :id";
    private static final String ROLES_OF = "select r.name from UserRole ur join ur.role r where ur.user.id = :user";

    private final Transactions transactions;
    private final Clock clock;
    private final SecurityStamps stamps;
    private final IdentityEvents events;
    private final RoleGrants grants;

    /** A service over these. */
    public RoleService(Transactions transactions, Clock clock, SecureRandom random) {
        this.transactions = transactions;
        this.clock = clock;
        this.stamps = new SecurityStamps(random);
        this.events = new IdentityEvents(clock);
        this.grants = new RoleGrants(clock);
    }

    /**
     * Creates a role.
     *
     * @param description what it is for, if wanted: at most 500 characters without control characters
     * @param isDefault whether every user who registers from now on gets it
     * @throws DuplicateRoleException if there is one of that name; a unit of work around this one may go on
     * @throws InvalidValueException if the description is none
     */
    public RoleView create(RoleName name, @Nullable String description, boolean isDefault) {
        return insert(name, description, isDefault).orElseThrow(() -> new DuplicateRoleException(name));
    }

    /**
     * Returns the role of that name as it is, or creates it. Does not write if it exists.
     *
     * @param description for a new role only; as in {@link #create}
     * @param isDefault for a new role only
     * @throws InvalidValueException if the description is none
     */
    public RoleView findOrCreate(RoleName name, @Nullable String description, boolean isDefault) {
        return find(name)
                .or(() -> insert(name, description, isDefault))
                .or(() -> find(name))
                .orElseThrow(() -> new UnknownRoleException(name));
    }

    /** The role of that name; empty if there is none. */
    public Optional<RoleView> find(RoleName name) {
        return transactions.read(em -> find(em, name));
    }

    /**
     * Grants a role to a user.
     *
     * @param grantedBy the user who grants it; null if no user does
     * @return true if the user did not have the role
     * @throws UnknownUserException if the user or the granter does not exist
     * @throws UnknownRoleException if the role does not exist
     */
    public boolean grant(long userId, RoleName role, @Nullable Long grantedBy) {
        return transactions.write(em -> {
            RoleView found = requireAll(em, userId, role, grantedBy);
            boolean changed = grants.grant(em, userId, role, grantedBy);
            if (changed) {
                events.append(em, Action.ROLE_GRANTED, grantedBy, userId, found.name());
            }
            return changed;
        });
    }

    /**
     * Revokes a role from a user, whose security stamp changes then: what was issued with the role ends with it.
     *
     * @param revokedBy the user who revokes it; null if no user does
     * @return true if the user had the role
     * @throws UnknownUserException if the user or the revoker does not exist
     * @throws UnknownRoleException if the role does not exist
     */
    public boolean revoke(long userId, RoleName role, @Nullable Long revokedBy) {
        return transactions.write(em -> {
            RoleView found = requireAll(em, userId, role, revokedBy);
            boolean changed = grants.revoke(em, userId, role);
            if (changed) {
                rotateStamp(em, userId);
                events.append(em, Action.ROLE_REVOKED, revokedBy, userId, found.name());
            }
            return changed;
        });
    }

    /**
     * The names of a user's roles, read in one statement.
     *
     * @return an immutable set that is ordered, and compares, without regard to case; empty if there is no such user
     */
    public SortedSet<String> rolesOf(long userId) {
        List<String> names = transactions.read(em -> em.createQuery(ROLES_OF, String.class)
                .setParameter("user", userId)
                .getResultList());
        return RoleNames.sorted(names.stream());
    }

    private Optional<RoleView> insert(RoleName name, @Nullable String description, boolean isDefault) {
        if (description != null) {
            TextRules.requirePlain("role description", description, MAX_DESCRIPTION);
        }
        return transactions.write(em -> {
            Optional<Long> id = SqlResults.id(em.createNativeQuery(INSERT, Long.class)
                    .setParameter("name", name.name())
                    .setParameter("normalized", name.normalized())
                    .setParameter("description", description)
                    .setParameter("isDefault", isDefault ? 1 : 0)
                    .setParameter("now", clock.millis()));
            id.ifPresent(created -> events.append(em, Action.ROLE_CREATED, null, null, name.name()));
            return id.map(created -> new RoleView(created, name.name(), description, isDefault));
        });
    }

    private static Optional<RoleView> find(EntityManager em, RoleName name) {
        return em.createQuery(FIND, RoleView.class).setParameter("name", name.normalized()).getResultList().stream()
                .findFirst();
    }

    private static RoleView requireAll(EntityManager em, long userId, RoleName role, @Nullable Long actor) {
        requireUser(em, userId);
        if (actor != null) {
            requireUser(em, actor);
        }
        return find(em, role).orElseThrow(() -> new UnknownRoleException(role));
    }

    private static void requireUser(EntityManager em, long id) {
        if (em.createQuery(COUNT_USERS, Long.class).setParameter("id", id).getSingleResult() == 0) {
            throw new UnknownUserException(id);
        }
    }

    private void rotateStamp(EntityManager em, long userId) {
        em.createNativeQuery(ROTATE_STAMP)
                .setParameter("stamp", stamps.next())
                .setParameter("now", clock.millis())
                .setParameter("user", userId)
                .executeUpdate();
    }
}
