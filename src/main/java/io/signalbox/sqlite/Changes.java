package io.signalbox.sqlite;

import java.sql.SQLException;

/**
 * Whether the transaction that writes on a connection has changed anything. Of INSERT, UPDATE and DELETE <a
 * href="https://www.sqlite.org/c3ref/total_changes.html">sqlite3_total_changes</a> tells; of other statements, a CREATE TABLE
 * IF NOT EXISTS for instance, nobody does: they count as changes, unless they can only read.
 *
 * <p>For the thread that uses the connection.
 */
final class Changes {

    private final PhysicalConnection connection;
    private long before;
    private boolean uncounted;

    Changes(PhysicalConnection connection) {
        this.connection = connection;
    }

    void begin() throws SQLException {
        before = connection.getDatabase().total_changes();
        uncounted = false;
    }

    void executes(SqlText text) {
        uncounted |= !text.countsChanges() && !text.onlyReads();
    }

    boolean any() throws SQLException {
        return uncounted || connection.getDatabase().total_changes() != before;
    }
}
