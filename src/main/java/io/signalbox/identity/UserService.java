package io.signalbox.identity;

import static io.signalbox.identity.Immediately.IMMEDIATELY;

import io.signalbox.session.Transactions;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Registration of users, and all that becomes of them later. The unique index of the database decides whether an e-mail
 * address or a username is free, so that of any number of concurrent registrations exactly one succeeds. Safe for use by
 * any number of threads.
 *
 * <p>Each method joins a unit of work that is active, and there what it throws marks the unit rollback-only where nothing
 * else is said; what hashes a password refuses to run inside one. A change is written past the entities: clear or refresh
 * those that are loaded. With each change its event is written.
 *
 * <p>What changes the security stamp ends whatever {@link TokenService} issued before: another e-mail address, another
 * password, and being disabled or erased.
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
    private final UserChanges changes;

    /** A service over these, which guards no role. */
    public UserService(Transactions transactions, PasswordHasher hasher, Clock clock, SecureRandom random) {
        this(transactions, hasher, clock, random, null);
    }

    /**
     * A service over these.
     *
     * @param administrators the role that the last user who has it and may log in does not lose; null for none
     */
    public UserService(
            Transactions transactions,
            PasswordHasher hasher,
            Clock clock,
            SecureRandom random,
            @Nullable RoleName administrators) {
        this.transactions = transactions;
        this.hasher = hasher;
        this.clock = clock;
        this.stamps = new SecurityStamps(random);
        this.events = new IdentityEvents(clock);
        this.grants = new RoleGrants(clock);
        this.changes = new UserChanges(clock, stamps, events, new LastAdministrator(administrators));
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
        Optional<Long> id = transactions.write(IMMEDIATELY, em -> {
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

    /** The user with that id, also one who is erased; empty if there is none. */
    public Optional<UserView> find(long id) {
        return transactions.read(em -> UserQueries.find(em, id));
    }

    /** The user with that e-mail address; empty if there is none. */
    public Optional<UserView> find(EmailAddress email) {
        return transactions.read(em -> UserQueries.find(em, email));
    }

    /** The user with that username; empty if there is none. */
    public Optional<UserView> find(Username username) {
        return transactions.read(em -> UserQueries.find(em, username));
    }

    /** A page of the users that the query is about, erased ones apart, in one statement. */
    public UserPage search(UserQuery query) {
        return transactions.read(em -> UserQueries.page(em, query));
    }

    /** How many users there are, erased ones apart. */
    public long count() {
        return transactions.read(UserQueries::count);
    }

    /** All that is stored about a user, without any secret; empty if there is no such user. */
    public Optional<UserExport> export(long id) {
        return transactions.read(em -> UserQueries.find(em, id).map(user -> UserQueries.export(em, user)));
    }

    /**
     * Gives a user other names.
     *
     * @param expectedVersion the version of the user that the change is about
     * @param by the user who does it; null if no user does
     * @throws StaleUserException if the user was edited since; a unit of work around this one may go on, here and below
     * @throws DuplicateUsernameException if another user has the username
     * @throws UnknownUserException if there is no such user, or only an erased one
     */
    public void rename(long id, long expectedVersion, UserNames names, @Nullable Long by) {
        refuse(transactions.write(IMMEDIATELY, em -> changes.rename(em, id, expectedVersion, names, by)));
    }

    /**
     * Gives a user another e-mail address, which is not confirmed yet.
     *
     * @param expectedVersion the version of the user that the change is about
     * @param by the user who does it; null if no user does
     * @throws StaleUserException if the user was edited since; a unit of work around this one may go on, here and below
     * @throws DuplicateEmailException if another user has the e-mail address
     * @throws UnknownUserException if there is no such user, or only an erased one
     */
    public void changeEmail(long id, long expectedVersion, EmailAddress email, @Nullable Long by) {
        refuse(transactions.write(IMMEDIATELY, em -> changes.changeEmail(em, id, expectedVersion, email, by)));
    }

    private static void refuse(Optional<IdentityException> refusal) {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /**
     * Notes that the user reads mail to the e-mail address. Consume the token that proves it in the same unit of work, so
     * that no change of the address comes between.
     *
     * @return true if it was not confirmed
     * @throws UnknownUserException if there is no such user
     */
    public boolean confirmEmail(long id) {
        return transactions.write(IMMEDIATELY, em -> changes.confirmEmail(em, id));
    }

    /**
     * Sets a password without asking for the old one, and ends a lockout: after a reset, or by an administrator. A user
     * changes it with {@link Authenticator#changePassword}.
     *
     * @param mustChange whether the user has to choose another one at the next login
     * @param by the user who does it; null if no user does
     * @throws UnknownUserException if there is no such user, or only an erased one
     */
    public void setPassword(long id, HashedPassword password, boolean mustChange, @Nullable Long by) {
        transactions.write(IMMEDIATELY, em -> {
            changes.setPassword(em, id, password, mustChange, by);
            return true;
        });
    }

    /**
     * Keeps a user from logging in.
     *
     * @param by the user who does it; null if no user does
     * @return true if the user was enabled
     * @throws UnknownUserException if there is no such user
     * @throws LastAdministratorException if nobody else is an administrator
     */
    public boolean disable(long id, @Nullable Long by) {
        return transactions.write(IMMEDIATELY, em -> changes.disable(em, id, by));
    }

    /**
     * Lets a user log in again; an erased one stays disabled.
     *
     * @param by the user who does it; null if no user does
     * @return true if the user was disabled
     * @throws UnknownUserException if there is no such user
     */
    public boolean enable(long id, @Nullable Long by) {
        return transactions.write(IMMEDIATELY, em -> changes.enable(em, id, by));
    }

    /**
     * Forgets a user's wrong passwords and ends the lockout.
     *
     * @param by the user who does it; null if no user does
     * @return true if there was something to forget
     * @throws UnknownUserException if there is no such user
     */
    public boolean unlock(long id, @Nullable Long by) {
        return transactions.write(IMMEDIATELY, em -> changes.unlock(em, id, by));
    }

    /**
     * Erases a user's personal data, roles and tokens, and disables the user for ever. The id and the events stay: they
     * hold no personal data. To overwrite the bytes in the file as well, set {@code signalbox.pragma.secure_delete}.
     *
     * @param by the user who does it; null if no user does
     * @return true if they were not erased
     * @throws UnknownUserException if there is no such user
     * @throws LastAdministratorException if nobody else is an administrator
     */
    public boolean erase(long id, @Nullable Long by) {
        return transactions.write(IMMEDIATELY, em -> changes.erase(em, id, by));
    }

    /**
     * Deletes a user with roles and tokens; the events stay. An application's own rows that refer to the user forbid it:
     * {@link #erase} does not disturb them.
     *
     * @param by the user who does it; null if no user does
     * @return true if there was such a user
     * @throws LastAdministratorException if nobody else is an administrator
     */
    public boolean delete(long id, @Nullable Long by) {
        return transactions.write(IMMEDIATELY, em -> changes.delete(em, id, by));
    }

    /**
     * Imports users, each with the hash of a password that another system made, or with a password, which is hashed before
     * anything is written. A row whose e-mail address or username a user has is left out, so that to import again changes
     * nothing; a row that can be no user is left out, and the others go on. The rows are written in chunks, each in a
     * transaction of its own: whatever ends the import, go on after the rows of the last report, or from the start.
     *
     * @param users the rows, read once and as they are needed; what their iterator throws ends the import
     * @return the counts of all rows
     * @throws IllegalStateException if the calling thread is inside a unit of work
     * @throws jakarta.persistence.PersistenceException if a chunk could not be written; those before it are
     */
    public ImportReport importUsers(Iterator<ImportedUser> users, ImportOptions options) {
        return new UserImport(transactions, this, hasher, clock, stamps).run(users, options);
    }
}
