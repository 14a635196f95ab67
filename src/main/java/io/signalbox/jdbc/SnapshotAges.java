package io.signalbox.jdbc;

import java.lang.System.Logger.Level;
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

    private static final System.Logger LOGGER = System.getLogger(SnapshotAges.class.getName());
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(10);

    private final String name;
    private final ReaderPool readers;
    private final Duration maxAge;
    private final OldSnapshots action;
    private final LongSupplier clock;
    private @Nullable ScheduledExecutorService scheduler;

    /**
     * Looks at nothing yet.
     *
     * @param name what the database is called
     * @param clock nanoseconds, on the clock of the pool
     */
    SnapshotAges(String name, ReaderPool readers, Duration maxAge, OldSnapshots action, LongSupplier clock) {
        this.name = name;
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
            Thread thread = new Thread(task, "signalbox-snapshots " + name);
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

    @Override
    public void close() {
        if (scheduler != null) {
            scheduler.shutdownNow();
        }
    }
}
