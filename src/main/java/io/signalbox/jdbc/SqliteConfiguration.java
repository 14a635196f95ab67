package io.signalbox.jdbc;

import io.signalbox.sqlite.ConnectionCustomizer;
import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.Location;
import io.signalbox.sqlite.Pragma;
import io.signalbox.sqlite.Pragmas;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that a {@link SqliteDataSource} is told; immutable, and checked: {@link #parse} refuses what is wrong and lists
 * all of it at once.
 *
 * @param location where the database is
 * @param readers connections that only read
 * @param writeTimeout how long a transaction waits for the writer, another process's lock included
 * @param writeQueueLimit transactions that may wait for the writer at once; 0: any number
 * @param readerTimeout how long a transaction waits for a reader
 * @param maxSnapshotAge how old the snapshot of a transaction that reads may become; zero: any age
 * @param oldSnapshots what is done about one that is older
 * @param walLimit how long the log may become, in bytes
 * @param busyTimeout SQLite's own busy timeout, on every connection
 * @param durability what a commit survives
 * @param reads what a transaction that reads may answer from
 * @param transactionMode when a read-write transaction takes the writer
 * @param statementCache idle prepared statements that each connection keeps
 * @param connectionCustomizer what each physical connection is given when it is opened
 * @param diagnostics whether errors tell the stack of the thread that is in the way
 * @param pragmas pragmas of the application's own, for every connection
 */
public record SqliteConfiguration(
        Location location,
        int readers,
        Duration writeTimeout,
        int writeQueueLimit,
        Duration readerTimeout,
        Duration maxSnapshotAge,
        OldSnapshots oldSnapshots,
        long walLimit,
        Duration busyTimeout,
        Durability durability,
        ReadDurability reads,
        TransactionMode transactionMode,
        int statementCache,
        Optional<ConnectionCustomizer> connectionCustomizer,
        boolean diagnostics,
        Map<Pragma, String> pragmas) {

    /** Copies the map. */
    public SqliteConfiguration {
        Map<Pragma, String> copy = new EnumMap<>(Pragma.class);
        copy.putAll(pragmas);
        pragmas = Collections.unmodifiableMap(copy);
    }

    /**
     * Reads a configuration from a URL and {@code signalbox.*} properties; a setting in both is a problem, and so is one
     * that is unknown. Properties with other prefixes are passed over.
     *
     * @throws ConfigurationException if anything is wrong, with the whole list
     */
    public static SqliteConfiguration parse(String url, Map<String, ?> properties) {
        return new ConfigurationReader(url, properties).read();
    }

    /** {@link #parse(String, Map)} of the URL alone. */
    public static SqliteConfiguration parse(String url) {
        return parse(url, Map.of());
    }

    /** The same settings for a database in another place. */
    SqliteConfiguration at(Location other) {
        return new SqliteConfiguration(
                other,
                readers,
                writeTimeout,
                writeQueueLimit,
                readerTimeout,
                maxSnapshotAge,
                oldSnapshots,
                walLimit,
                busyTimeout,
                durability,
                reads,
                transactionMode,
                statementCache,
                connectionCustomizer,
                diagnostics,
                pragmas);
    }

    /** The pragmas of the writer. */
    Pragmas writerPragmas() {
        return common("-16384")
                .with(Pragma.JOURNAL_SIZE_LIMIT, Long.toString(walLimit))
                .withAll(pragmas);
    }

    /** The pragmas of a reader: a smaller page cache, because there are several. */
    Pragmas readerPragmas() {
        return common("-8192").withAll(pragmas);
    }

    private Pragmas common(String cacheSize) {
        return new Pragmas(Map.of())
                .with(Pragma.BUSY_TIMEOUT, Long.toString(busyTimeout.toMillis()))
                .with(Pragma.SYNCHRONOUS, "NORMAL") // what is to be durable, WalSync forces
                .with(Pragma.FOREIGN_KEYS, "ON")
                .with(Pragma.TRUSTED_SCHEMA, "OFF")
                .with(Pragma.CELL_SIZE_CHECK, "ON")
                .with(Pragma.TEMP_STORE, "MEMORY")
                .with(Pragma.MMAP_SIZE, "0")
                .with(Pragma.CACHE_SIZE, cacheSize);
    }
}
