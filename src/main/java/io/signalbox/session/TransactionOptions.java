package io.signalbox.session;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The options of one transaction; immutable.
 *
 * @param timeout how long the transaction may wait for the writer or a reader, counted from its begin; empty means the
 *     data source's own {@code signalbox.write_timeout} and {@code signalbox.reader_timeout}
 */
public record TransactionOptions(Optional<Duration> timeout) {

    /** The data source's own settings. */
    public static final TransactionOptions DEFAULT = new TransactionOptions(Optional.empty());

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the timeout is negative or zero
     */
    public TransactionOptions {
        Objects.requireNonNull(timeout, "timeout");
        timeout.filter(t -> t.isNegative() || t.isZero()).ifPresent(t -> {
            throw new IllegalArgumentException("timeout must be positive, but is " + t);
        });
    }

    /** The same options with another timeout. */
    public static TransactionOptions timeout(Duration timeout) {
        return new TransactionOptions(Optional.of(timeout));
    }
}
