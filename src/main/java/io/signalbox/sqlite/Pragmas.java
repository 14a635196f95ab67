package io.signalbox.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The pragmas of one kind of connection; immutable.
 *
 * <p>They are applied one by one, because a statement that holds several runs only the first, and each is read back,
 * because SQLite ignores silently what it does not take.
 *
 * @param values the value of each pragma as SQLite reads it back
 */
public record Pragmas(Map<Pragma, String> values) {

    /** Copies the map, with each value as SQLite reads it back. */
    public Pragmas {
        Map<Pragma, String> normalized = copyOf(values);
        normalized.replaceAll(Pragma::normalized);
        values = Collections.unmodifiableMap(normalized);
    }

    private static Map<Pragma, String> copyOf(Map<Pragma, String> values) {
        Map<Pragma, String> copy = new EnumMap<>(Pragma.class);
        copy.putAll(values);
        return copy;
    }

    /** These pragmas with one more, or with another value for it. */
    public Pragmas with(Pragma pragma, String value) {
        Map<Pragma, String> changed = copyOf(values);
        changed.put(pragma, value);
        return new Pragmas(changed);
    }

    /** These pragmas with all of the others. */
    public Pragmas withAll(Map<Pragma, String> others) {
        Map<Pragma, String> changed = copyOf(values);
        changed.putAll(others);
        return new Pragmas(changed);
    }

    /**
     * Sets every pragma on a connection and reads it back.
     *
     * @throws SQLNonTransientConnectionException if SQLite did not take a value
     */
    public void apply(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<Pragma, String> entry : values.entrySet()) {
                set(statement, entry.getKey(), entry.getValue());
            }
        }
    }

    private static void set(Statement statement, Pragma pragma, String value) throws SQLException {
        statement.execute("PRAGMA " + pragma.sqlName() + "=" + pragma.literal(value));
        String taken = readBack(statement, pragma.sqlName());
        if (!taken.equals(value)) {
            throw new SQLNonTransientConnectionException("SQLite did not take PRAGMA " + pragma.sqlName() + "=" + value
                    + ": it reads back " + taken + ". Leave the setting out, or give a value that this build of SQLite"
                    + " supports.");
        }
    }

    static String readBack(Statement statement, String name) throws SQLException {
        try (ResultSet result = statement.executeQuery("PRAGMA " + name)) {
            return result.next() ? result.getString(1) : "nothing";
        }
    }

    /**
     * Puts a database in WAL mode.
     *
     * @throws SQLNonTransientConnectionException if its file system does not support that
     */
    static void changeToWal(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String mode = readBack(statement, "journal_mode=WAL");
            if (!mode.equalsIgnoreCase("wal")) {
                throw new SQLNonTransientConnectionException("the file system does not support SQLite's WAL mode"
                        + " (journal_mode stays " + mode + "): put the database on a local disk");
            }
            // opens the log: who has not opened it does not remove it at its close
            readBack(statement, "schema_version");
        }
    }

    /**
     * Puts a copy that nobody else has open in rollback mode.
     *
     * @throws SQLException if it is no database
     */
    static void changeToDelete(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String mode = readBack(statement, "journal_mode=DELETE");
            if (!mode.equalsIgnoreCase("delete")) {
                throw new SQLNonTransientConnectionException(
                        "the copy cannot leave SQLite's WAL mode: journal_mode stays " + mode);
            }
        }
    }
}
