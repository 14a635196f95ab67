package io.signalbox.jdbc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells from how much the log has grown by the last commits after how many of the next it is to be looked at: the more they write, the
 * sooner. How fast they come does not matter, nor what time it is.
 *
 * <p>{@link #isDue} is for the holder of the writer, {@link #looked} for whoever has looked.
 */
final class LogPace {

    private final long step;
    private final AtomicLong commits = new AtomicLong();
    private volatile long allowed = 1; // nothing is known of the first
    private long length; // guarded by this

    /** A log that is to be looked at whenever it may have grown by so many pages. */
    LogPace(long step) {
        this.step = Math.max(1, step);
    }

    /** Something was committed; true if the log is to be looked at now. */
    boolean isDue() {
        return commits.incrementAndGet() >= allowed;
    }

    /** The log has so many pages; it was begun anew if these are less than before. */
    synchronized void looked(long frames) {
        long since = commits.getAndSet(0);
        long grown = frames >= length ? frames - length : frames;
        length = frames;
        if (since > 0) {
            allowed = Math.max(1, step * since / Math.max(1, grown));
        }
    }
}
