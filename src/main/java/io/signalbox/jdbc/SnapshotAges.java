package io.signalbox.jdbc;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Finds the readers that have kept one snapshot for too long: the log cannot be reset beyond the eldest, and grows with every
 * commit. It looks every quarter of the age that is allowed, and at least every 10 s; where any age is allowed, never.
 *
 * <p>Safe for use by any number of threads.
 */
final class SnapshotAges {

    private static final System.Logger LOGGER = System.getLogger(SnapshotAges.class.getName());
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(10);

    private final ReaderPool readers;
    private final Duration maxAge;
    private final OldSnapshots action;
    private final LongSupplier clock;

    /**
     * Looks at nothing yet.
     *
     * @param clock nanoseconds, on the clock of the pool
     */
    SnapshotAges(ReaderPool readers, Duration maxAge, OldSnapshots action, LongSupplier clock) {
        this.readers = readers;
        this.maxAge = maxAge;
        this.action = action;
        this.clock = clock;
    }

    /** Starts to look, now and then. */
    void start(Background background) {
        if (!maxAge.isZero()) {
            Duration quarter = maxAge.dividedBy(4);
            background.every(quarter.compareTo(LONGEST_INTERVAL) < 0 ? quarter : LONGEST_INTERVAL, this::check);
        }
    }

    /** Looks at every reader that is held, and does about the old ones what is to be done. */
    void check() {
        long now = clock.getAsLong();
        for (ReaderLease lease : readers.leases()) {
            if (now - lease.holder().since() > maxAge.toNanos()) {
                check(lease, now);
            }
        }
    }

    private void check(ReaderLease lease, long now) {
        if (lease.reportOnce()) {
            LOGGER.log(
                    Level.WARNING,
                    () -> "a snapshot is older than " + Setting.MAX_SNAPSHOT_AGE.key() + " ("
                            + maxAge.toMillis() + " ms), and the log cannot be reset while it is read: "
                            + lease.holder().describe("has read from it", now) + openResults(lease) + ended());
        }
        if (action == OldSnapshots.INTERRUPT) {
            lease.expire();
        }
    }

    private static String openResults(ReaderLease lease) {
        List<String> open = lease.physical().openResults();
        return open.isEmpty() ? "" : "; result sets not closed: " + String.join("; ", open);
    }

    private String ended() {
        return action == OldSnapshots.INTERRUPT ? "; it is ended" : "";
    }
}
