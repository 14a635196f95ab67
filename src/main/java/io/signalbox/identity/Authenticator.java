package io.signalbox.identity;

import io.signalbox.identity.AuthResult.Disabled;
import io.signalbox.identity.AuthResult.InvalidCredentials;
import io.signalbox.identity.AuthResult.Locked;
import io.signalbox.identity.AuthResult.Success;
import io.signalbox.session.Transactions;
import jakarta.persistence.PersistenceException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logins by password. A login reads in one transaction, hashes outside of any, and writes in a second, short one if
 * there is something to write: a failure to count, a counter to reset, a stronger hash to store. Safe for use by any
 * number of threads.
 *
 * <p>Every login hashes exactly once, whether or not the user exists, is enabled, or has a hash that can be read; only
 * input that is too long is refused before. Whoever gives the right password is read once more after the hash, so that
 * a lockout or a change of password that came meanwhile is obeyed.
 */
public final class Authenticator {

    private static final System.Logger LOG = System.getLogger(Authenticator.class.getName());
    private static final InvalidCredentials INVALID = new InvalidCredentials();

    private final Transactions transactions;
    private final PasswordHasher hasher;
    private final Clock clock;
    private final LockoutPolicy lockout;
    private final String dummyHash;

    /** An authenticator with {@link LockoutPolicy#DEFAULT}. */
    public Authenticator(Transactions transactions, PasswordHasher hasher, Clock clock, SecureRandom random) {
        this(transactions, hasher, clock, random, LockoutPolicy.DEFAULT);
    }

    /**
     * An authenticator over these. Computes one hash.
     *
     * @param random for the password that stands in where there is none
     */
    public Authenticator(
            Transactions transactions, PasswordHasher hasher, Clock clock, SecureRandom random, LockoutPolicy lockout) {
        this.transactions = transactions;
        this.hasher = hasher;
        this.clock = clock;
        this.lockout = lockout;
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
        if (login == null || password == null || isTooLong(login, password)) {
            return INVALID;
        }
        Optional<LoginName> name = LoginName.parse(login);
        Optional<LoginAccount> account = name.flatMap(this::find);
        String hash =
                account.map(LoginAccount::passwordHash).filter(hasher::supports).orElse(dummyHash);
        boolean matches = hasher.verify(password, hash);
        if (account.isEmpty()) {
            return INVALID;
        }
        if (!matches || !account.get().hasHash(hash)) {
            countFailure(account.get());
            return INVALID;
        }
        return name.flatMap(this::find)
                .filter(current -> current.hasHash(hash))
                .map(current -> admit(current, hash, password))
                .orElse(INVALID);
    }

    private static boolean isTooLong(String login, char[] password) {
        return login.length() > LoginName.MAX_LENGTH || password.length > EncodedPassword.MAX_BYTES;
    }

    private Optional<LoginAccount> find(LoginName name) {
        return transactions.read(em -> LoginAccount.find(em, name));
    }

    private void countFailure(LoginAccount account) {
        Instant now = clock.instant();
        transactions.writeWithoutResult(em -> LoginRecords.countFailure(em, account.id(), now, lockout));
    }

    private AuthResult admit(LoginAccount account, String hash, char[] password) {
        Instant now = clock.instant();
        if (!account.enabled()) {
            return new Disabled();
        }
        Instant until = account.lockedUntil();
        if (until != null && until.isAfter(now)) {
            return new Locked(until);
        }
        String stronger = hasher.needsRehash(hash) ? hasher.hash(password) : null;
        boolean rehashed = recordSuccess(account, stronger, now);
        return new Success(account.id(), account.roles(), account.mustChangePassword(), rehashed);
    }

    /** Writes what a success leaves to write, and returns whether the hash was replaced. Never fails the login. */
    private boolean recordSuccess(LoginAccount account, @Nullable String stronger, Instant now) {
        boolean worthWriting = LoginRecords.isSuccessWorthWriting(account, now);
        if (!worthWriting && stronger == null) {
            return false;
        }
        try {
            return transactions.write(em -> {
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
