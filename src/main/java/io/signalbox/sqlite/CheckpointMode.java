package io.signalbox.sqlite;

/** How far a <a href="https://www.sqlite.org/c3ref/wal_checkpoint_v2.html">checkpoint</a> goes. */
public enum CheckpointMode {
    /** Copies as much of the log as it can without waiting for anybody. */
    PASSIVE,
    /** Copies all of the log, and keeps writers out meanwhile. */
    FULL,
    /** As FULL, and sees to it that the next writer begins the log anew: readers must have left the log for that. */
    RESTART,
    /** As RESTART, and cuts the log to nothing. */
    TRUNCATE
}
