package io.signalbox.identity;

import static io.signalbox.identity.Immediately.IMMEDIATELY;

import io.signalbox.session.Transactions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens: 256 random bits that are handed out once and stored as their SHA-256, so that a copy of the database opens
 * nothing. Each has a purpose and an end, and belongs to a user. It ends with the user's security stamp, too: when a
 * password or an e-mail address changes, a role is revoked, or the user is disabled or erased.
 *
 * <p>A token that is not good is an empty result, whatever is wrong with it. Each method joins a unit of work that is
 * active. Safe for use by any number of threads: of any number that consume or rotate one token exactly one succeeds.
 */
public final class TokenService {

    private static final Duration LONGEST = Duration.ofDays(3660);
    private static final Duration LEEWAY = Duration.ofSeconds(10);
    private static final int MAX_LABEL = 200;
    private static final int MAX_PURGE = 100_000;

    private final Transactions transactions;
    private final Clock clock;
    private final SecureRandom random;
    private final SecurityStamps families;
    private final TokenRecords records;
    private final Duration leeway;

    /** A service over these; a consumed token that comes again within ten seconds is refused and nothing more. */
    public TokenService(Transactions transactions, Clock clock, SecureRandom random) {
        this(transactions, clock, random, LEEWAY);
    }

    /**
     * A service over these.
     *
     * @param reuseLeeway for how long a consumed token that comes again is refused and nothing more, because two requests of
     *     one browser may have raced; later it counts as stolen
     * @throws IllegalArgumentException if the leeway is negative
     */
    public TokenService(Transactions transactions, Clock clock, SecureRandom random, Duration reuseLeeway) {
        if (reuseLeeway.isNegative()) {
            throw new IllegalArgumentException("reuseLeeway must not be negative, but is " + reuseLeeway);
        }
        this.transactions = transactions;
        this.clock = clock;
        this.random = random;
        this.families = new SecurityStamps(random);
        this.records = new TokenRecords(new IdentityEvents(clock));
        this.leeway = reuseLeeway;
    }

    /**
     * Issues a token, the first of a family of its own.
     *
     * @param lifetime from one millisecond to ten years
     * @param label what the user may call it, if anything: at most 200 characters without control characters
     * @throws UnknownUserException if there is no such user, or only an erased one; a unit of work around this one may go on
     * @throws InvalidValueException if the label is none
     * @throws IllegalArgumentException if the lifetime is out of its bounds
     */
    public IssuedToken issue(long userId, TokenPurpose purpose, Duration lifetime, @Nullable String label) {
        if (label != null) {
            TextRules.requirePlain("token label", label, MAX_LABEL);
        }
        Instant now = now();
        TokenSecret secret = TokenSecret.next(random);
        Instant expires = expiry(now, lifetime);
        String family = families.next();
        if (!transactions.write(
                IMMEDIATELY, em -> records.insert(em, userId, purpose, secret, family, label, now, expires))) {
            throw new UnknownUserException(userId);
        }
        return new IssuedToken(secret.text(), expires);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private static Instant expiry(Instant now, Duration lifetime) {
        if (lifetime.compareTo(Duration.ofMillis(1)) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("lifetime must be between 1 ms and " + LONGEST + ", but is " + lifetime);
        }
        return Instant.ofEpochMilli(now.plus(lifetime).toEpochMilli());
    }

    /** Whom the token stands for, if it is good for that purpose; read in one statement. */
    public Optional<TokenPrincipal> verify(@Nullable String token, TokenPurpose purpose) {
        Instant now = now();
        return TokenSecret.parse(token)
                .flatMap(secret -> transactions.read(em -> TokenRecords.find(em, secret, purpose, now)))
                .map(TokenRecords.Found::principal);
    }

    /**
     * Uses the token up. One that was used up longer ago than the leeway may have been stolen, by whoever comes first or by
     * whoever comes second: its family is revoked.
     *
     * @return whom it stood for; empty if it was not good
     */
    public Optional<TokenPrincipal> consume(@Nullable String token, TokenPurpose purpose) {
        Instant now = now();
        return TokenSecret.parse(token)
                .flatMap(secret ->
                        transactions.write(IMMEDIATELY, em -> records.consume(em, secret, purpose, now, leeway)))
                .map(TokenRecords.Found::principal);
    }

    /**
     * Uses the token up, as {@link #consume} does, and issues the next of its family.
     *
     * @param lifetime of the next one, from one millisecond to ten years
     * @throws IllegalArgumentException if the lifetime is out of its bounds
     */
    public Optional<IssuedToken> rotate(@Nullable String token, TokenPurpose purpose, Duration lifetime) {
        Instant now = now();
        Instant expires = expiry(now, lifetime);
        return TokenSecret.parse(token)
                .flatMap(secret -> transactions.write(
                        IMMEDIATELY,
                        em -> records.consume(em, secret, purpose, now, leeway).map(found -> {
                            TokenSecret next = TokenSecret.next(random);
                            long user = found.principal().userId();
                            records.insert(em, user, purpose, next, found.family(), found.label(), now, expires);
                            return new IssuedToken(next.text(), expires);
                        })));
    }

    /** Ends a token; true if it had not ended yet. */
    public boolean revoke(@Nullable String token) {
        Instant now = now();
        return TokenSecret.parse(token)
                .filter(secret -> transactions.write(IMMEDIATELY, em -> TokenRecords.revoke(em, secret, now)))
                .isPresent();
    }

    /**
     * Ends all tokens of a user.
     *
     * @param by the user who does it; null if no user does
     * @return how many had not ended yet
     */
    public int revokeAll(long userId, @Nullable Long by) {
        Instant now = now();
        return transactions.write(IMMEDIATELY, em -> records.revokeAll(em, userId, now, by));
    }

    /**
     * Deletes tokens that have expired, the eldest first. Call it now and then, until it returns less than the limit.
     *
     * @param limit how many at most, so that no writer waits long: 1 to 100 000
     * @return how many there were
     * @throws IllegalArgumentException if the limit is out of its bounds
     */
    public int purgeExpired(int limit) {
        if (limit < 1 || limit > MAX_PURGE) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_PURGE + ", but is " + limit);
        }
        Instant now = now();
        return transactions.write(IMMEDIATELY, em -> TokenRecords.purge(em, limit, now));
    }
}
