package io.signalbox.jdbc;

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

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(10);

    private final Events events;
    private final ReaderPool readers;
    private final Duration maxAge;
    private final OldSnapshots action;
    private final LongSupplier clock;

    /**
     * Looks at nothing yet.
     *
     * @param events told of what is found
     * @param clock nanoseconds, on the clock of the pool
     */
    SnapshotAges(Events events, ReaderPool readers, Duration maxAge, OldSnapshots action, LongSupplier clock) {
        this.events = events;
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
        boolean ends = action == OldSnapshots.INTERRUPT;
        if (lease.reportOnce()) {
            events.snapshotAged(report(lease, now, ends));
        }
        if (ends) {
            lease.expire();
        }
    }

    private AgedSnapshot report(ReaderLease lease, long now, boolean ends) {
        List<String> open = lease.physical().openResults();
        String message = "a snapshot is older than " + Setting.MAX_SNAPSHOT_AGE.key() + " (" + maxAge.toMillis()
                + " ms), and the log cannot be reset while it is read: "
                + lease.holder().describe("has read from it", now)
                + (open.isEmpty() ? "" : "; result sets not closed: " + String.join("; ", open))
                + (ends ? "; it is ended" : "");
        Duration age = Duration.ofNanos(now - lease.holder().since());
        return new AgedSnapshot(lease.observation().use(), age, open, ends, message);
    }
}
