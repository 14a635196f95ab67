package io.signalbox.jdbc;

import java.sql.SQLException;

/** The snapshot that a transaction reads from, and the proof that it is still the present state. */
final class Snapshot {

    private final Transaction reading;
    private final long version;

    /** Remembers its version. */
    Snapshot(Transaction reading) throws SQLException {
        this.reading = reading;
        this.version = reading.physical().dataVersion();
    }

    /**
     * Ends the reading transaction, without which the version would not move, and compares.
     *
     * <p>The caller holds the write lock, so nothing can be committed between the comparison and its first write.
     *
     * @throws SnapshotConflictException if anything was committed since the snapshot, by whatever connection or process
     */
    void requireUnchanged() throws SQLException {
        reading.physical().rollbackTransaction();
        if (reading.physical().dataVersion() != version) {
            throw new SnapshotConflictException(
                    "another transaction has committed since this one took its snapshot, and"
                            + " this one now wants to write: it is rolled back. Try it again from the start, or use transaction"
                            + " mode IMMEDIATE.");
        }
    }
}
