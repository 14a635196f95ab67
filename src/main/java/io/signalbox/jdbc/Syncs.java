package io.signalbox.jdbc;

import io.signalbox.sqlite.WalSync;
import java.time.Duration;

/**
 * Counts the syncs of the log, and tells of each.
 *
 * <p>Safe for use by any number of threads.
 */
final class Syncs implements WalSync.Listener {

    private final Events events;
    private final WaitTimes times = new WaitHistogram(); // guarded by this, as the next
    private long commits;

    Syncs(Events events) {
        this.events = events;
    }

    @Override
    public synchronized void count(long nanos, int requests) {
        times.record(nanos);
        commits += requests;
    }

    @Override
    public void synced(long nanos, int requests) {
        events.synced(Duration.ofNanos(nanos), requests);
    }

    synchronized SyncStatistics statistics() {
        return new SyncStatistics(
                times.count(),
                commits,
                times.percentile(50),
                times.percentile(99),
                times.percentile(99.9),
                times.max(),
                times.sum());
    }
}
