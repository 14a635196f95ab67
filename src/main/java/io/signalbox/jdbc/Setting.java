package io.signalbox.jdbc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A setting of the data source: its key in {@code persistence.xml} is {@code signalbox.} and the name in lower case,
 * in a URL the name alone.
 *
 * <p>Intervals are written {@code 5s}, {@code 250ms}, {@code 2m}, {@code PT5S}, or as a whole number of milliseconds.
 */
public enum Setting {
    /** Connections that only read: how many transactions can read at once. Default: the cores, at least 4, at most 16. */
    READERS("min(max(4, cores), 16)"),
    /** How long a transaction waits for the writer, another process's lock included, before it fails. */
    WRITE_TIMEOUT("5s"),
    /** Transactions that may wait for the writer at once: one more is refused at once. Default 0: any number. */
    WRITE_QUEUE_LIMIT("0"),
    /** How long a transaction waits for a reader before it fails. */
    READER_TIMEOUT("5s"),
    /** SQLite's own <a href="https://www.sqlite.org/pragma.html#pragma_busy_timeout">busy timeout</a>, on every connection. */
    BUSY_TIMEOUT("5s"),
    /** What a commit survives: {@link io.signalbox.sqlite.Durability}. */
    DURABILITY("POWER_SAFE"),
    /** When a read-write transaction takes the writer: {@link TransactionMode}. */
    TRANSACTION_MODE("IMMEDIATE"),
    /** Idle prepared statements that each connection keeps. */
    STATEMENT_CACHE("256"),
    /** Whether errors tell the stack of the thread that is in the way. Costs a stack trace for each transaction. */
    DIAGNOSTICS("false");

    /** What the keys of all settings begin with, outside a URL. */
    public static final String PREFIX = "signalbox.";

    /** What the keys of pragmas begin with, behind {@link #PREFIX}. */
    public static final String PRAGMA_PREFIX = "pragma.";

    private final String defaultValue;

    Setting(String defaultValue) {
        this.defaultValue = defaultValue;
    }

    static Optional<Setting> named(String name) {
        return Arrays.stream(values())
                .filter(setting -> setting.shortName().equals(name))
                .findFirst();
    }

    private String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The key in {@code persistence.xml}. */
    public String key() {
        return PREFIX + shortName();
    }

    /** The value that holds where none is given, as it would be written. */
    public String defaultValue() {
        return defaultValue;
    }
}
