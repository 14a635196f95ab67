package io.signalbox.session;

import io.signalbox.jdbc.TransactionMode;
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
 */
public record TransactionOptions(Optional<Duration> timeout, Optional<TransactionMode> mode) {

    /** The data source's own settings. */
    public static final TransactionOptions DEFAULT = new TransactionOptions(Optional.empty(), Optional.empty());

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the timeout is negative or zero
     */
    public TransactionOptions {
        Objects.requireNonNull(mode, "mode");
        timeout.filter(t -> t.isNegative() || t.isZero()).ifPresent(t -> {
            throw new IllegalArgumentException("timeout must be positive, but is " + t);
        });
    }

    /** The default options with this timeout. */
    public static TransactionOptions timeout(Duration timeout) {
        return DEFAULT.withTimeout(timeout);
    }

    /** The default options in this mode. */
    public static TransactionOptions mode(TransactionMode mode) {
        return DEFAULT.withMode(mode);
    }

    /** These options with another timeout. */
    public TransactionOptions withTimeout(Duration value) {
        return new TransactionOptions(Optional.of(value), mode);
    }

    /** These options in another mode. */
    public TransactionOptions withMode(TransactionMode value) {
        return new TransactionOptions(timeout, Optional.of(value));
    }
}
