package io.signalbox.jdbc;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A setting of the data source: its key in {@code persistence.xml} is {@code signalbox.} and the name in lower case,
 * in a URL the name alone.
 *
 * <p>Intervals are written {@code 5s}, {@code 250ms}, {@code 2m}, {@code PT5S}, or as a whole number of milliseconds.
 */
public enum Setting {
    /** Connections that only read: how many transactions can read at once. Default 16. */
    READERS("16", "connections that only read: how many transactions can read at once"),
    /** How long a transaction waits for the writer, another process's lock included, before it fails. */
    WRITE_TIMEOUT("5s", "how long a transaction waits for the writer, another process's lock included"),
    /** Transactions that may wait for the writer at once: one more is refused at once. Default 0: any number. */
    WRITE_QUEUE_LIMIT("0", "transactions that may wait for the writer at once; 0: any number"),
    /** How long a transaction waits for a reader before it fails. */
    READER_TIMEOUT("5s", "how long a transaction waits for a reader"),
    /**
     * How old the snapshot of a transaction that reads may become before {@link #OLD_SNAPSHOTS} is done about it; 0: any age. The
     * log can be reset only up to the eldest snapshot, and grows meanwhile.
     */
    MAX_SNAPSHOT_AGE("60s", "how old the snapshot of a transaction that reads may become; 0: any age"),
    /** What is done about a snapshot that is older than {@link #MAX_SNAPSHOT_AGE}: {@link OldSnapshots}. */
    OLD_SNAPSHOTS(
            "REPORT", "what is done about an older one: a warning, or a warning and its end", "REPORT", "INTERRUPT"),
    /**
     * How long the log may become: from a 32nd of it on, it is begun anew as soon as it is copied into the database and no reader
     * is in the way. Written {@code 64MiB}, {@code 512KiB}, {@code 1GiB}, or as a whole number of bytes.
     */
    WAL_LIMIT("64MiB", "how long the log may become before it is begun anew, readers permitting"),
    /** SQLite's own <a href="https://www.sqlite.org/pragma.html#pragma_busy_timeout">busy timeout</a>, on every connection. */
    BUSY_TIMEOUT("5s", "SQLite's own busy timeout, on every connection"),
    /** What a commit survives: {@link io.signalbox.sqlite.Durability}. */
    DURABILITY(
            "POWER_SAFE",
            "what a commit survives: a power cut, or a crash of the application",
            "POWER_SAFE",
            "CRASH_SAFE"),
    /** What a transaction that reads may answer from: {@link ReadDurability}. */
    READS(
            "COMMITTED",
            "what reads may answer from: what is committed, or what a power cut cannot take any more",
            "COMMITTED",
            "DURABLE"),
    /** When a read-write transaction takes the writer: {@link TransactionMode}. */
    TRANSACTION_MODE(
            "IMMEDIATE",
            "when a transaction takes the writer: at its first statement, or at its first write",
            "IMMEDIATE",
            "UPGRADE"),
    /** Idle prepared statements that each connection keeps. */
    STATEMENT_CACHE("256", "idle prepared statements that each connection keeps"),
    /**
     * What each physical connection is given when it is opened: the name of a class that implements {@link
     * io.signalbox.sqlite.ConnectionCustomizer}, or one itself where properties are given in code. Default: nothing.
     */
    CONNECTION_CUSTOMIZER("", "the class that adds functions, collations and pragmas to each physical connection"),
    /** Whether errors tell the stack of the thread that is in the way. Costs a stack trace for each transaction. */
    DIAGNOSTICS("false", "whether errors tell the stack of the thread that is in the way", "true", "false");

    /** What the keys of all settings begin with, outside a URL. */
    public static final String PREFIX = "signalbox.";

    /** What the keys of pragmas begin with, behind {@link #PREFIX}. */
    public static final String PRAGMA_PREFIX = "pragma.";

    private final String defaultValue;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> choices;

    Setting(String defaultValue, String description, String... choices) {
        this.defaultValue = defaultValue;
        this.description = description;
        this.choices = List.of(choices);
    }

    static Optional<Setting> named(String name) {
        return Arrays.stream(values())
                .filter(setting -> setting.shortName().equals(name))
                .findFirst();
    }

    /** The name in a URL, and in the properties of a connection. */
    String shortName() {
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

    /** What it sets, in a few words. */
    public String description() {
        return description;
    }

    /** Its values, where there are few; else empty. */
    List<String> choices() {
        return choices;
    }
}
