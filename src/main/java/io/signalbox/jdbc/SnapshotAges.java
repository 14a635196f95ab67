package io.signalbox.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the readers that have kept one snapshot for too long: the log cannot be reset beyond the eldest, and grows with every
 * commit. It looks every quarter of the age that is allowed, and at least every 10 s; where any age is allowed, never.
 *
 * <p>Safe for use by any number of threads.
 */
final class SnapshotAges implements AutoCloseable {

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(10);

    private final Events events;
    private final ReaderPool readers;
    private final Duration maxAge;
    private final OldSnapshots action;
    private final LongSupplier clock;
    private @Nullable ScheduledExecutorService scheduler;

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

    /** Starts to look, now and then, on a daemon thread of its own. */
    void start() {
        if (maxAge.isZero()) {
            return;
        }
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread =
                    new Thread(task, "signalbox-snapshots " + events.database().getFileName());
            thread.setDaemon(true);
            return thread;
        });
        long nanos = Math.max(1, Math.min(maxAge.toNanos() / 4, LONGEST_INTERVAL.toNanos()));
        var unused = started.scheduleWithFixedDelay(this::check, nanos, nanos, TimeUnit.NANOSECONDS);
        scheduler = started;
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

    @Override
    public void close() {
        if (scheduler != null) {
            scheduler.shutdownNow();
        }
    }
}
