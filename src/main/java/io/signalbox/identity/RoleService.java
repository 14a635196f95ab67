package io.signalbox.identity;

import static io.signalbox.identity.Immediately.IMMEDIATELY;

import io.signalbox.identity.IdentityEvents.Action;
import io.signalbox.session.Transactions;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Roles, and their grants to users. Creating, granting and revoking again changes nothing, however many threads do it at
 * once. Each method joins a unit of work that is active, and there what it throws marks the unit rollback-only where
 * nothing else is said. A change is written past the entities: clear or refresh those that are loaded. With each change its
 * event is written. Safe for use by any number of threads.
 */
public final class RoleService {

    private static final int MAX_DESCRIPTION = 500;

    private static final String ROTATE_STAMP = """
            update users set security_stamp = :stamp, updated_at = :now, version = version + 1 where id = :user
            """;

    private static final String ALL = """
            select new io.signalbox.identity.RoleView(r.id, r.name, r.description, r.isDefault, r.builtIn)
            from Role r order by r.nameNormalized
            """;
    private static final String HAS_ROLE = """
            select count(ur) from UserRole ur where ur.user.id = :user and ur.role.nameNormalized = :role
            """;
    private static final String ROLES_OF = "select r.name from UserRole ur join ur.role r where ur.user.id = :user";

    private final Transactions transactions;
    private final Clock clock;
    private final SecurityStamps stamps;
    private final IdentityEvents events;
    private final RoleGrants grants;
    private final RoleChanges changes;
    private final LastAdministrator administrators;

    /** A service over these, which guards no role. */
    public RoleService(Transactions transactions, Clock clock, SecureRandom random) {
        this(transactions, clock, random, null);
    }

    /**
     * A service over these.
     *
     * @param administrators the role that the last user who has it and may log in does not lose; null for none
     */
    public RoleService(Transactions transactions, Clock clock, SecureRandom random, @Nullable RoleName administrators) {
        this.transactions = transactions;
        this.clock = clock;
        this.stamps = new SecurityStamps(random);
        this.events = new IdentityEvents(clock);
        this.grants = new RoleGrants(clock);
        this.changes = new RoleChanges(clock, events);
        this.administrators = new LastAdministrator(administrators);
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
        requireDescription(description);
        return find(name)
                .or(() -> insert(name, description, isDefault))
                .or(() -> find(name))
                .orElseThrow(() -> new UnknownRoleException(name));
    }

    /** The role of that name; empty if there is none. */
    public Optional<RoleView> find(RoleName name) {
        return transactions.read(em -> RoleChanges.find(em, name));
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
        return transactions.write(IMMEDIATELY, em -> {
            requireUsers(em, userId, grantedBy);
            return grant(em, userId, role, grantedBy);
        });
    }

    /**
     * Revokes a role from a user, whose security stamp changes then: what was issued with the role ends with it.
     *
     * @param revokedBy the user who revokes it; null if no user does
     * @return true if the user had the role
     * @throws UnknownUserException if the user or the revoker does not exist
     * @throws UnknownRoleException if the role does not exist
     * @throws LastAdministratorException if nobody else is an administrator
     */
    public boolean revoke(long userId, RoleName role, @Nullable Long revokedBy) {
        return transactions.write(IMMEDIATELY, em -> {
            requireUsers(em, userId, revokedBy);
            return revoke(em, userId, role, revokedBy);
        });
    }

    /**
     * Grants and revokes what is needed for the user to have exactly those roles; revocations change the security stamp.
     *
     * @param roles at most 100
     * @param by the user who does it; null if no user does
     * @throws InvalidValueException if there are too many roles
     * @throws UnknownUserException if the user, or the one who does it, does not exist
     * @throws UnknownRoleException if a role does not exist
     * @throws LastAdministratorException if nobody else is an administrator
     */
    public RoleDifference setRoles(long userId, Set<RoleName> roles, @Nullable Long by) {
        RegisterUser.requireFew(roles);
        return transactions.write(IMMEDIATELY, em -> {
            requireUsers(em, userId, by);
            SortedSet<String> before = rolesOf(em, userId);
            roles.stream()
                    .sorted(Comparator.comparing(RoleName::normalized))
                    .forEach(role -> grant(em, userId, role, by));
            SortedSet<String> surplus =
                    RoleNames.sorted(before.stream().filter(name -> !roles.contains(RoleName.of(name))));
            surplus.forEach(name -> revoke(em, userId, RoleName.of(name), by));
            SortedSet<String> added =
                    RoleNames.sorted(rolesOf(em, userId).stream().filter(name -> !before.contains(name)));
            return new RoleDifference(added, surplus);
        });
    }

    /** All roles, in the order of their names. */
    public List<RoleView> all() {
        return transactions.read(em -> em.createQuery(ALL, RoleView.class).getResultList());
    }

    /** True if the user has the role. */
    public boolean hasRole(long userId, RoleName role) {
        return transactions.read(em -> em.createQuery(HAS_ROLE, Long.class)
                        .setParameter("user", userId)
                        .setParameter("role", role.normalized())
                        .getSingleResult()
                > 0);
    }

    /**
     * A page of the users who have the role, in one statement.
     *
     * @param afterId the id to read on after; 0 for the first page
     * @param limit how many at most: 1 to 500
     */
    public UserPage usersOf(RoleName role, long afterId, int limit) {
        UserQuery query = UserQuery.all().withRole(role).after(afterId).withLimit(limit);
        return transactions.read(em -> UserQueries.page(em, query));
    }

    /**
     * Gives a role another name; whoever has it keeps it.
     *
     * @param by the user who does it; null if no user does
     * @throws UnknownRoleException if there is no role of the old name
     * @throws DuplicateRoleException if there is another of the new one; a unit of work around this one may go on
     * @throws ProtectedRoleException if the role is built in; likewise
     */
    public void rename(RoleName from, RoleName to, @Nullable Long by) {
        refuse(transactions.write(IMMEDIATELY, em -> changes.rename(em, from, to, by)));
    }

    /**
     * Says whether every user who registers from now on gets the role.
     *
     * @param by the user who does it; null if no user does
     * @return true if that was otherwise
     * @throws UnknownRoleException if there is no such role
     */
    public boolean setDefault(RoleName role, boolean value, @Nullable Long by) {
        return transactions.write(IMMEDIATELY, em -> changes.setDefault(em, role, value, by));
    }

    /**
     * Deletes a role that nobody has.
     *
     * @param by the user who does it; null if no user does
     * @return true if there was such a role
     * @throws RoleInUseException if users have it; a unit of work around this one may go on, here and below
     * @throws ProtectedRoleException if it is built in, or a default one
     */
    public boolean delete(RoleName role, @Nullable Long by) {
        boolean[] found = new boolean[1];
        refuse(transactions.write(IMMEDIATELY, em -> {
            Optional<RoleView> view = RoleChanges.find(em, role);
            found[0] = view.isPresent();
            return view.flatMap(present -> changes.delete(em, present, role, by));
        }));
        return found[0];
    }

    /**
     * The names of a user's roles, read in one statement.
     *
     * @return an immutable set that is ordered, and compares, without regard to case; empty if there is no such user
     */
    public SortedSet<String> rolesOf(long userId) {
        return transactions.read(em -> rolesOf(em, userId));
    }

    private static SortedSet<String> rolesOf(EntityManager em, long userId) {
        List<String> names = em.createQuery(ROLES_OF, String.class)
                .setParameter("user", userId)
                .getResultList();
        return RoleNames.sorted(names.stream());
    }

    private Optional<RoleView> insert(RoleName name, @Nullable String description, boolean isDefault) {
        requireDescription(description);
        return transactions.write(IMMEDIATELY, em -> changes.insert(em, name, description, isDefault, false));
    }

    static void requireDescription(@Nullable String description) {
        if (description != null) {
            TextRules.requirePlain("role description", description, MAX_DESCRIPTION);
        }
    }

    private static void requireUsers(EntityManager em, long userId, @Nullable Long actor) {
        UserQueries.require(em, userId);
        if (actor != null) {
            UserQueries.require(em, actor);
        }
    }

    private boolean grant(EntityManager em, long userId, RoleName role, @Nullable Long by) {
        RoleView found = RoleChanges.require(em, role);
        boolean changed = grants.grant(em, userId, role, by);
        if (changed) {
            events.append(em, Action.ROLE_GRANTED, by, userId, found.name());
        }
        return changed;
    }

    private boolean revoke(EntityManager em, long userId, RoleName role, @Nullable Long by) {
        RoleView found = RoleChanges.require(em, role);
        administrators.requireAnotherThan(em, userId, role);
        boolean changed = grants.revoke(em, userId, role);
        if (changed) {
            rotateStamp(em, userId);
            events.append(em, Action.ROLE_REVOKED, by, userId, found.name());
        }
        return changed;
    }

    private static void refuse(Optional<IdentityException> refusal) {
        if (refusal.isPresent()) {
            throw refusal.get();
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
