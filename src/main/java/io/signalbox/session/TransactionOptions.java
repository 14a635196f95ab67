package io.signalbox.session;

import io.signalbox.jdbc.TransactionMode;
import io.signalbox.sqlite.Durability;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The options of one transaction; immutable.
 *
 * @param timeout how long the transaction may take, counted from its begin: its wait for the writer or a reader ends then,
 *     and a statement that still runs is stopped with a {@link jakarta.persistence.QueryTimeoutException}; its commit is not.
 *     Empty means no end, and the data source's own {@code signalbox.write_timeout} and {@code signalbox.reader_timeout} for
 *     the waits
 * @param mode when a transaction that writes takes the writer; empty means the data source's own {@code
 *     signalbox.transaction_mode}. Without effect in {@code read} and where the unit joins another
 * @param attempts how often at most a unit of work that writes is run, from 1 (the default). It is run again where it met a
 *     conflict, which JPA has as an {@link jakarta.persistence.OptimisticLockException}, and never for another reason; so
 *     the work may run more than once, and must do nothing that is not rolled back. Each attempt has an EntityManager of its
 *     own, also where the thread has one open, and from the second on it takes the writer at its first statement ({@code
 *     TransactionMode.IMMEDIATE}), where nobody can come between. Without effect in {@code read} and where the unit joins
 *     another
 * @param durability what the commit survives; empty means the data source's own {@code signalbox.durability}. Without effect in
 *     {@code read}. Where the unit joins another, {@link Durability#POWER_SAFE} holds for the whole transaction, and {@link
 *     Durability#CRASH_SAFE} is without effect
 */
public record TransactionOptions(
        Optional<Duration> timeout, Optional<TransactionMode> mode, int attempts, Optional<Durability> durability) {

    /** The data source's own settings, and one attempt. */
    public static final TransactionOptions DEFAULT =
            new TransactionOptions(Optional.empty(), Optional.empty(), 1, Optional.empty());

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the timeout is negative or zero, or there is not one attempt
     */
    public TransactionOptions {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(durability, "durability");
        timeout.filter(t -> t.isNegative() || t.isZero()).ifPresent(t -> {
            throw new IllegalArgumentException("timeout must be positive, but is " + t);
        });
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, but are " + attempts);
        }
    }

    /** The default options with this timeout. */
    public static TransactionOptions timeout(Duration timeout) {
        return DEFAULT.withTimeout(timeout);
    }

    /** The default options in this mode. */
    public static TransactionOptions mode(TransactionMode mode) {
        return DEFAULT.withMode(mode);
    }

    /** The default options with this durability. */
    public static TransactionOptions durability(Durability durability) {
        return DEFAULT.withDurability(durability);
    }

    /** The default options with so many attempts at most. */
    public static TransactionOptions attempts(int attempts) {
        return DEFAULT.withAttempts(attempts);
    }

    /** These options with another timeout. */
    public TransactionOptions withTimeout(Duration value) {
        return new TransactionOptions(Optional.of(value), mode, attempts, durability);
    }

    /** These options in another mode. */
    public TransactionOptions withMode(TransactionMode value) {
        return new TransactionOptions(timeout, Optional.of(value), attempts, durability);
    }

    /** These options with another number of attempts. */
    public TransactionOptions withAttempts(int value) {
        return new TransactionOptions(timeout, mode, value, durability);
    }

    /** These options with another durability. */
    public TransactionOptions withDurability(Durability value) {
        return new TransactionOptions(timeout, mode, attempts, Optional.of(value));
    }
}
