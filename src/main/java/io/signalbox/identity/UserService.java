package io.signalbox.identity;

import io.signalbox.session.Transactions;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Registration of users. The unique index of the database decides whether an e-mail address or a username is free, so
 * that of any number of concurrent registrations exactly one succeeds. Safe for use by any number of threads.
 *
 * <p>{@link #register(RegisterUser)} joins a unit of work that is active; what hashes a password refuses to run inside
 * one.
 */
public final class UserService {

    private static final int MIN_PASSWORD_CODE_POINTS = 8;

    private static final String INSERT = """
            insert into users (email_address, email_normalized, username, username_normalized, display_name,
                password_hash, password_changed_at, security_stamp, created_at, updated_at)
            values (:email, :emailNormalized, :username, :usernameNormalized, :displayName,
                :hash, :passwordChangedAt, :stamp, :now, :now)
            on conflict do nothing
            returning id
            """;

    private static final String COUNT_BY_EMAIL = "select count(u) from User u where u.emailNormalized = :email";

    private final Transactions transactions;
    private final PasswordHasher hasher;
    private final Clock clock;
    private final SecurityStamps stamps;
    private final IdentityEvents events;
    private final RoleGrants grants;

    /** A service over these. */
    public UserService(Transactions transactions, PasswordHasher hasher, Clock clock, SecureRandom random) {
        this.transactions = transactions;
        this.hasher = hasher;
        this.clock = clock;
        this.stamps = new SecurityStamps(random);
        this.events = new IdentityEvents(clock);
        this.grants = new RoleGrants(clock);
    }

    /**
     * Checks and hashes a password, so that it can be stored later. The array is not changed: clear it afterwards.
     *
     * @param password at least 8 code points and at most 1024 bytes of UTF-8, in Unicode normal form KC
     * @throws PasswordPolicyException if it is shorter or longer, or has an unpaired surrogate
     * @throws IllegalStateException if the calling thread is inside a unit of work
     */
    public HashedPassword hashPassword(char[] password) {
        OutsideTransaction.require(transactions, "hashPassword");
        requireLongEnough(password);
        return new HashedPassword(hasher.hash(password));
    }

    private static void requireLongEnough(char[] password) {
        try (EncodedPassword encoded = EncodedPassword.of(password)) {
            if (encoded.codePoints() < MIN_PASSWORD_CODE_POINTS) {
                throw new PasswordPolicyException("it has less than " + MIN_PASSWORD_CODE_POINTS + " characters");
            }
        }
    }

    /**
     * Hashes the password and then registers the user with it, in place of the command's own.
     *
     * @throws IllegalStateException if the calling thread is inside a unit of work
     * @see #hashPassword
     * @see #register(RegisterUser)
     */
    public RegisteredUser register(RegisterUser command, char[] password) {
        return register(command.withPassword(hashPassword(password)));
    }

    /**
     * Registers a user, grants the default roles and those of the command, and records the events, in one transaction.
     *
     * @throws DuplicateEmailException if another user has the e-mail address; a unit of work around this one may go on
     * @throws DuplicateUsernameException if another user has the username; a unit of work around this one may go on
     * @throws UnknownRoleException if a role of the command does not exist; nothing was written
     */
    public RegisteredUser register(RegisterUser command) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        Optional<Long> id = transactions.write(em -> {
            Optional<Long> inserted = insert(em, command, now.toEpochMilli());
            inserted.ifPresent(user -> complete(em, user, command));
            return inserted;
        });
        return new RegisteredUser(id.orElseThrow(() -> duplicate(command)), command.email(), command.username(), now);
    }

    private Optional<Long> insert(EntityManager em, RegisterUser command, long now) {
        Username username = command.username();
        HashedPassword password = command.password();
        return SqlResults.id(em.createNativeQuery(INSERT, Long.class)
                .setParameter("email", command.email().address())
                .setParameter("emailNormalized", command.email().normalized())
                .setParameter("username", username == null ? null : username.name())
                .setParameter("usernameNormalized", username == null ? null : username.normalized())
                .setParameter("displayName", command.displayName())
                .setParameter("hash", password == null ? null : password.hash())
                .setParameter("passwordChangedAt", password == null ? null : now)
                .setParameter("stamp", stamps.next())
                .setParameter("now", now));
    }

    private void complete(EntityManager em, long user, RegisterUser command) {
        events.append(em, IdentityEvents.Action.REGISTERED, null, user, null);
        grants.grantToNewUser(em, user, command.roles());
        events.appendGrants(em, user);
    }

    private IdentityException duplicate(RegisterUser command) {
        @Nullable Username username = command.username();
        long sameEmail = transactions.read(em -> em.createQuery(COUNT_BY_EMAIL, Long.class)
                .setParameter("email", command.email().normalized())
                .getSingleResult());
        return username == null || sameEmail > 0
                ? new DuplicateEmailException(command.email())
                : new DuplicateUsernameException(username);
    }
}
