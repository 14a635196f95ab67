package io.signalbox.identity;

import static io.signalbox.identity.Immediately.IMMEDIATELY;

import io.signalbox.identity.BootstrapSpec.FirstUser;
import io.signalbox.session.Transactions;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The roles and the first user that an application needs at its start. Any number of threads and processes may ensure the
 * same at once and again: all that is missing is created in one transaction, and what is there is left as it is, passwords
 * and grants included. No password is built in.
 */
public final class Bootstrap {

    private static final int PASSWORD_BYTES = 18;

    private final Transactions transactions;
    private final UserService users;
    private final RoleChanges roles;
    private final SecureRandom random;

    /** A bootstrap over these. */
    public Bootstrap(Transactions transactions, UserService users, Clock clock, SecureRandom random) {
        this.transactions = transactions;
        this.users = users;
        this.roles = new RoleChanges(clock, new IdentityEvents(clock));
        this.random = random;
    }

    /**
     * Creates what is missing. Reads, and if nothing is missing does no more; computes a hash only if the user is missing.
     *
     * @throws UnknownRoleException if the user is to have a role that is neither there nor in the specification
     * @throws DuplicateUsernameException if the username belongs to a user with another e-mail address
     * @throws PasswordPolicyException if the password that was given is none
     * @throws IllegalStateException if the calling thread is inside a unit of work
     */
    public BootstrapReport ensure(BootstrapSpec spec) {
        OutsideTransaction.require(transactions, "ensure");
        Optional<BootstrapReport> complete = transactions.read(em -> complete(em, spec));
        return complete.orElseGet(() -> create(spec));
    }

    private static Optional<BootstrapReport> complete(EntityManager em, BootstrapSpec spec) {
        boolean hasRoles = spec.roles().stream()
                .allMatch(role -> RoleChanges.find(em, role.name()).isPresent());
        Optional<UserView> user = spec.user().flatMap(first -> UserQueries.find(em, first.email()));
        return hasRoles && user.isPresent() == spec.user().isPresent()
                ? Optional.of(report(List.of(), user.map(UserView::id), false, null))
                : Optional.empty();
    }

    private static BootstrapReport report(
            List<String> rolesCreated, Optional<Long> user, boolean created, @Nullable String password) {
        OptionalLong id = user.map(OptionalLong::of).orElseGet(OptionalLong::empty);
        return new BootstrapReport(rolesCreated, id, created, Optional.ofNullable(password));
    }

    private BootstrapReport create(BootstrapSpec spec) {
        Optional<FirstUser> missing =
                spec.user().filter(first -> users.find(first.email()).isEmpty());
        String generated = missing.filter(first -> first.password() == null)
                .map(first -> randomPassword())
                .orElse(null);
        Optional<HashedPassword> password = missing.map(first -> hash(first, generated));
        return transactions.write(IMMEDIATELY, em -> create(em, spec, password, generated));
    }

    private BootstrapReport create(
            EntityManager em, BootstrapSpec spec, Optional<HashedPassword> password, @Nullable String generated) {
        List<String> created = createRoles(em, spec);
        Optional<Long> there = spec.user()
                .flatMap(first -> UserQueries.find(em, first.email()))
                .map(UserView::id);
        if (spec.user().isEmpty() || there.isPresent()) {
            return report(created, there, false, null);
        }
        long id = register(em, spec.user().get(), password.orElseThrow(), generated != null);
        return report(created, Optional.of(id), true, generated);
    }

    private List<String> createRoles(EntityManager em, BootstrapSpec spec) {
        return spec.roles().stream()
                .map(role -> roles.insert(em, role.name(), role.description(), role.isDefault(), true))
                .flatMap(Optional::stream)
                .map(RoleView::name)
                .toList();
    }

    private String randomPassword() {
        byte[] bits = new byte[PASSWORD_BYTES];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().encodeToString(bits);
    }

    private HashedPassword hash(FirstUser first, @Nullable String generated) {
        char[] password = first.password() == null
                ? Objects.requireNonNull(generated).toCharArray()
                : first.password().get();
        try {
            return users.hashPassword(password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private long register(EntityManager em, FirstUser first, HashedPassword password, boolean mustChange) {
        RegisterUser command = new RegisterUser(first.email(), first.username(), null, password, first.roles());
        long id = users.register(command).id();
        if (mustChange) {
            em.createNativeQuery("update users set must_change_password = 1 where id = :id")
                    .setParameter("id", id)
                    .executeUpdate();
        }
        return id;
    }
}
