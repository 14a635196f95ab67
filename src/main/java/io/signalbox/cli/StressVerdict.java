package io.signalbox.cli;

/**
 * What the database holds in the end, compared with what the threads were told.
 *
 * @param lostUpdates acknowledged, and not there
 * @param duplicates there, although no thread was told that they are or may be
 * @param others counted by other programs in their column
 * @param integrity what {@code PRAGMA integrity_check} says, {@code ok} if all is well
 */
record StressVerdict(long lostUpdates, long duplicates, long others, String integrity) {

    /** Of a database that could not be asked any more. */
    static StressVerdict none(Exception reason) {
        return new StressVerdict(0, 0, 0, "not checked: " + reason);
    }

    boolean isGood() {
        return lostUpdates == 0 && duplicates == 0 && integrity.equals("ok");
    }
}
