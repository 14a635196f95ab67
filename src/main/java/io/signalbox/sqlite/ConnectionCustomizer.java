package io.signalbox.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What an application adds to each physical connection: functions and collations of its own, pragmas that are no settings.
 *
 * <p>There are one connection that writes and several that read; a function that queries call must be on all of them. The
 * connection is {@code org.sqlite.SQLiteConnection} of the driver, for {@code org.sqlite.Function.create} and {@code
 * org.sqlite.Collation.create}; it belongs to the customizer while it is called, and to nobody afterwards.
 *
 * <p>Safe for use by any number of threads: connections are opened by several.
 */
public interface ConnectionCustomizer {

    /**
     * A connection was opened, and nobody has used it yet. It is in autocommit.
     *
     * <p>Afterwards everything is looked at on which the library's promises rest. The connection is refused, and the
     * database with it where it is the first, if a transaction was left open, a database attached, or a pragma changed that is a
     * setting or that is not for an application to set.
     *
     * @throws SQLException if the connection cannot be used; it is closed
     */
    void opened(Connection connection, Access access) throws SQLException;

    /** A connection is about to be closed. What this throws is logged. */
    default void closed(Connection connection) throws SQLException {}
}
