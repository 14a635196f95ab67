package io.signalbox.identity;

import static io.signalbox.identity.Immediately.IMMEDIATELY;
import static io.signalbox.identity.Immediately.WITHOUT_SYNC;

import io.signalbox.identity.AuthResult.Disabled;
import io.signalbox.identity.AuthResult.InvalidCredentials;
import io.signalbox.identity.AuthResult.Locked;
import io.signalbox.identity.AuthResult.Success;
import io.signalbox.session.Transactions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Logins by password. A login reads in one transaction, hashes outside of any, and writes in a second, short one if
 * there is something to write: a failure to count, a counter to reset, a stronger hash to store. Safe for use by any
 * number of threads.
 *
 * <p>Every login verifies exactly one hash, and one that fails executes the same statements, whether or not the user exists,
 * is enabled, is locked out, or has a hash that can be read; only input that is too long is refused before. Whoever gives the right password is read once more after the hash, so that
 * a lockout or a change of password that came meanwhile is obeyed.
 */
public final class Authenticator {

    private static final System.Logger LOG = System.getLogger(Authenticator.class.getName());
    private static final int MAX_HASH_LENGTH = 512; // of the column
    private static final InvalidCredentials INVALID = new InvalidCredentials();

    private final Transactions transactions;
    private final PasswordHasher hasher;
    private final Clock clock;
    private final LockoutPolicy lockout;
    private final UserChanges changes;
    private final String dummyHash;

    /** An authenticator with {@link LockoutPolicy#DEFAULT}. */
    public Authenticator(Transactions transactions, PasswordHasher hasher, Clock clock, SecureRandom random) {
        this(transactions, hasher, clock, random, LockoutPolicy.DEFAULT);
    }

    /**
     * An authenticator over these. Computes one hash.
     *
     * @param random for the password that stands in where there is none, and for security stamps
     */
    public Authenticator(
            Transactions transactions, PasswordHasher hasher, Clock clock, SecureRandom random, LockoutPolicy lockout) {
        this.transactions = transactions;
        this.hasher = hasher;
        this.clock = clock;
        this.lockout = lockout;
        this.changes = new UserChanges(
                clock, new SecurityStamps(random), new IdentityEvents(clock), new LastAdministrator(null));
        byte[] unguessable = new byte[24];
        random.nextBytes(unguessable);
        this.dummyHash =
                hasher.hash(Base64.getEncoder().encodeToString(unguessable).toCharArray());
    }

    /**
     * Checks who a user is. The array is not changed: clear it afterwards.
     *
     * @param login an e-mail address or a username, as typed; bad input of any kind is {@link InvalidCredentials}
     * @param password the password, as typed; likewise
     * @throws IllegalStateException if the calling thread is inside a unit of work
     * @throws PersistenceException if the user could not be read, or the failure not be counted
     */
    public AuthResult authenticate(@Nullable String login, char @Nullable [] password) {
        OutsideTransaction.require(transactions, "authenticate");
        if (login == null || login.length() > LoginName.MAX_LENGTH) {
            return INVALID;
        }
        LoginName name = LoginName.parse(login).orElse(LoginName.NOBODY);
        return check(em -> LoginAccount.find(em, name), password, this::admit);
    }

    /**
     * Checks the password of a user who is logged in, before something that asks for it again. Counts as a login if it is
     * wrong, and writes nothing if it is right.
     *
     * @param password as in {@link #authenticate}
     * @throws IllegalStateException if the calling thread is inside a unit of work
     * @throws PersistenceException if the user could not be read, or the failure not be counted
     */
    public AuthResult verifyPassword(long userId, char @Nullable [] password) {
        OutsideTransaction.require(transactions, "verifyPassword");
        return check(em -> LoginAccount.find(em, userId), password, (account, typed) -> success(account, false));
    }

    /**
     * Changes a password, if the current one is right and is still the current one when the new one is written; else
     * nothing changes. The security stamp changes, and the user need not change the password any more.
     *
     * @param current as in {@link #authenticate}
     * @param next as {@link UserService#hashPassword} prepared it
     * @throws IllegalStateException if the calling thread is inside a unit of work
     * @throws PersistenceException if something could not be read or written
     */
    public AuthResult changePassword(long userId, char @Nullable [] current, HashedPassword next) {
        OutsideTransaction.require(transactions, "changePassword");
        return check(
                em -> LoginAccount.find(em, userId),
                current,
                (account, typed) -> transactions.write(
                                IMMEDIATELY, em -> changes.changePassword(em, userId, account.passwordHash(), next))
                        ? new Success(account.id(), account.name(), account.roles(), false, false)
                        : INVALID);
    }

    /**
     * The user of that login, without a password: for whoever is known in another way, by a certificate, a token or an
     * earlier login. Reads one statement.
     *
     * @param login as in {@link #authenticate}
     * @return empty if there is no such user, or only an erased one
     * @throws PersistenceException if the user could not be read
     */
    public Optional<LoginState> find(@Nullable String login) {
        return Optional.ofNullable(login)
                .filter(typed -> typed.length() <= LoginName.MAX_LENGTH)
                .flatMap(LoginName::parse)
                .flatMap(name -> transactions.read(em -> LoginAccount.find(em, name)))
                .map(account -> account.state(clock.instant()));
    }

    /**
     * Stores a stronger hash of the password that a user has, for a library that verifies hashes by itself. {@link
     * #authenticate} does it unasked.
     *
     * @param login as in {@link #authenticate}
     * @param verified the stored hash that the password was verified against
     * @param stronger the hash of the same password; ignored unless the hasher can read it and finds it strong enough
     * @return true if it was stored; false if there is no such user, or the stored hash is another one by now
     * @throws PersistenceException if it could not be written
     */
    public boolean upgradeHash(@Nullable String login, String verified, String stronger) {
        if (verified.length() > MAX_HASH_LENGTH || hasher.needsRehash(stronger)) {
            return false;
        }
        Optional<LoginState> user = find(login);
        return user.isPresent()
                && transactions.<Boolean, RuntimeException>write(
                        IMMEDIATELY, em -> LoginRecords.rehash(em, user.get().userId(), verified, stronger));
    }

    /** What is done for one who gave the right password and may enter. */
    private interface Admission {
        AuthResult admit(LoginAccount account, char[] password);
    }

    private AuthResult check(
            Function<EntityManager, Optional<LoginAccount>> find, char @Nullable [] password, Admission admission) {
        if (password == null || password.length > EncodedPassword.MAX_BYTES) {
            return INVALID;
        }
        Optional<LoginAccount> account = transactions.read(em -> find.apply(em));
        String hash =
                account.map(LoginAccount::passwordHash).filter(hasher::supports).orElse(dummyHash);
        boolean matches = hasher.verify(password, hash);
        if (!matches || account.filter(found -> found.hasHash(hash)).isEmpty()) {
            countFailure(account, hash);
            return INVALID;
        }
        return transactions
                .read(em -> find.apply(em))
                .filter(current -> current.hasPasswordOf(account.get()))
                .map(current -> status(current).orElseGet(() -> admission.admit(current, password)))
                .orElse(INVALID);
    }

    /**
     * In a transaction of the same statements for everybody. Nobody waits for the disk: of one who does not exist nothing is
     * written, and the time of a sync would tell.
     */
    private void countFailure(Optional<LoginAccount> account, String verified) {
        Instant now = clock.instant();
        long id = account.map(LoginAccount::id).orElse(LoginRecords.NOBODY);
        boolean unreadable = account.map(LoginAccount::passwordHash)
                .filter(hash -> !hash.equals(verified))
                .isPresent();
        transactions.<Boolean, RuntimeException>write(WITHOUT_SYNC, em -> {
            LoginRecords.countFailure(em, id, now, lockout, unreadable);
            return true;
        });
    }

    /** Why one who gave the right password may not enter. */
    private Optional<AuthResult> status(LoginAccount account) {
        if (!account.enabled()) {
            return Optional.of(new Disabled());
        }
        return account.lockedUntil(clock.instant()).map(Locked::new);
    }

    private static Success success(LoginAccount account, boolean rehashed) {
        return new Success(account.id(), account.name(), account.roles(), account.mustChangePassword(), rehashed);
    }

    private AuthResult admit(LoginAccount account, char[] password) {
        String hash = Objects.requireNonNull(account.passwordHash());
        Instant now = clock.instant();
        String stronger = hasher.needsRehash(hash) ? hasher.hash(password) : null;
        return success(account, recordSuccess(account, stronger, now));
    }

    /** Writes what a success leaves to write, and returns whether the hash was replaced. Never fails the login. */
    private boolean recordSuccess(LoginAccount account, @Nullable String stronger, Instant now) {
        boolean worthWriting = LoginRecords.isSuccessWorthWriting(account, now);
        if (!worthWriting && stronger == null) {
            return false;
        }
        try {
            return transactions.write(IMMEDIATELY, em -> {
                if (worthWriting) {
                    LoginRecords.success(em, account.id(), now);
                }
                return stronger != null && LoginRecords.rehash(em, account.id(), account.passwordHash(), stronger);
            });
        } catch (PersistenceException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The login of user " + account.id() + " succeeded but was not recorded",
                    e);
            return false;
        }
    }
}
