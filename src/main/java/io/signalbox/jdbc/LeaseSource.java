package io.signalbox.jdbc;

import java.sql.SQLException;

/** Where logical connections get their leases. */
interface LeaseSource {

    /** Waits for a reader; throws what {@link ReaderPool#lease} throws. */
    Lease reader(Deadline deadline) throws SQLException;

    /** Waits for the writer; throws what {@link Writer#lease} throws. */
    Lease writer(Deadline deadline, String statement) throws SQLException;

    SqliteConfiguration configuration();

    /** Throws what {@link Snapshot#requireUnchanged} throws; a test that wants to see what that is for leaves it out. */
    default void requireUnchanged(Snapshot snapshot) throws SQLException {
        snapshot.requireUnchanged();
    }
}
