package io.signalbox.sqlite;

import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A customizer, and what it may not do. */
record Customization(@Nullable ConnectionCustomizer customizer) {

    private static final System.Logger LOGGER = System.getLogger(Customization.class.getName());

    /**
     * Customizes a connection that has its pragmas.
     *
     * @throws SQLNonTransientConnectionException if the customizer did what voids a promise
     */
    void opened(PhysicalConnection connection, Access access, Pragmas pragmas) throws SQLException {
        if (customizer == null) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            Map<String, String> before = guarded(statement, pragmas);
            customizer.opened(connection, access);
            refuseTransaction(statement);
            refuseAttached(statement);
            refuseChanged(before, guarded(statement, pragmas));
        }
    }

    private void refuseTransaction(Statement statement) throws SQLException {
        try {
            statement.execute("BEGIN");
        } catch (SQLException e) {
            throw refused("left a transaction open; commit it, or leave it out");
        }
        statement.execute("ROLLBACK");
    }

    private static Map<String, String> guarded(Statement statement, Pragmas pragmas) throws SQLException {
        Map<String, String> values = new TreeMap<>();
        for (Pragma pragma : pragmas.values().keySet()) {
            values.put(pragma.sqlName(), "");
        }
        for (String name : Pragma.refused()) {
            values.put(name, "");
        }
        for (Map.Entry<String, String> entry : values.entrySet()) {
            entry.setValue(Pragmas.readBack(statement, entry.getKey()));
        }
        return values;
    }

    /** A commit to several files in WAL mode is atomic for each of them and not for all. */
    private void refuseAttached(Statement statement) throws SQLException {
        try (ResultSet databases =
                statement.executeQuery("select name from pragma_database_list where name not in ('main', 'temp')")) {
            if (databases.next()) {
                throw refused("attached the database " + databases.getString(1)
                        + ": a commit to two files in WAL mode is not atomic. Open it as a database of its own");
            }
        }
    }

    private void refuseChanged(Map<String, String> before, Map<String, String> after) throws SQLException {
        for (Map.Entry<String, String> entry : before.entrySet()) {
            String name = entry.getKey();
            String now = after.get(name);
            if (!entry.getValue().equals(now)) {
                throw refused("changed PRAGMA " + name + " from " + entry.getValue() + " to " + now + ": "
                        + Pragma.refusal(name).orElse("set signalbox.pragma." + name));
            }
        }
    }

    private SQLException refused(String what) {
        return new SQLNonTransientConnectionException("the connection customizer " + customizer + " " + what);
    }

    /** Never throws: the connection is to be closed in any case. */
    void closed(PhysicalConnection connection) {
        if (customizer == null) {
            return;
        }
        try {
            customizer.closed(connection);
        } catch (SQLException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "the connection customizer " + customizer + " failed at the close", e);
        }
    }
}
