package io.signalbox.jdbc;

import java.time.Duration;

/**
 * What is done from which length of the log on, in pages.
 *
 * @param frames how long it may become
 * @param frameBytes how many bytes a page takes in it
 */
record LogLimits(long frames, long frameBytes) {

    /** How many times its limit the log is long when commits checkpoint it themselves: nobody else does then. */
    static final int SAFETY = 4;

    private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(50);
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(1);

    /**
     * A log of this length is copied, and begun anew where nobody reads. One that grows takes longer to sync than one that is
     * overwritten; and to copy it takes two syncs.
     */
    long restartFrom() {
        return Math.max(1, frames / 32);
    }

    /** A log of this length is to be begun anew though somebody reads. */
    private long patientFrom() {
        return Math.max(1, frames / 2);
    }

    /** So many can be copied while the writer is held, and those who wait for it hardly notice. */
    long smallRest() {
        return Math.max(1, frames / 64);
    }

    /** A log of this length is to be begun anew though the rest is not small: it grows faster than it is copied. */
    long urgentFrom() {
        return Math.max(1, frames - frames / 4);
    }

    /**
     * How long writers are kept waiting until those who read from the log have ended. Where these come and go, and there is always
     * one, a log of twice its length makes it four times as long. Zero of a log that may as well grow.
     */
    Duration patience(long length) {
        if (length < patientFrom()) {
            return Duration.ZERO;
        }
        long doublings = Math.max(0, Math.min(5, 4 * (length - frames) / frames / 2));
        Duration patience = SHORTEST_PATIENCE.multipliedBy(1L << doublings);
        return patience.compareTo(LONGEST_PATIENCE) < 0 ? patience : LONGEST_PATIENCE;
    }

    long bytes(long length) {
        return length * frameBytes;
    }
}
