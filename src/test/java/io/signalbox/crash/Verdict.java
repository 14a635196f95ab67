package io.signalbox.crash;

import io.signalbox.crash.Ledger.Id;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/**
 * What a plain SQLite finds in a database that {@link CrashLoad} has written.
 *
 * @param lost acknowledged transactions that are not there
 * @param undead transactions that are there, although their commit was said to have failed
 * @param broken what else is wrong; empty if nothing is
 */
record Verdict(int lost, int undead, String broken) {

    boolean isClean() {
        return lost == 0 && undead == 0 && broken.isEmpty();
    }

    /** Opens the database, and thereby recovers it. */
    static Verdict on(Path database, Ledger ledger) {
        Set<Id> present = new HashSet<>();
        String broken = "";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            broken = broken(statement);
            read(statement, present);
        } catch (SQLException e) {
            broken += e;
        }
        return new Verdict(
                missing(ledger.acknowledged(), present),
                ledger.refused().size() - missing(ledger.refused(), present),
                broken);
    }

    private static int missing(Set<Id> expected, Set<Id> present) {
        return (int) expected.stream().filter(id -> !present.contains(id)).count();
    }

    private static String broken(Statement statement) throws SQLException {
        String integrity = text(statement, "pragma integrity_check(1)");
        if (!integrity.equals("ok")) {
            return integrity;
        }
        if (!hasTables(statement)) {
            return "";
        }
        if (!text(statement, "select count(*) = coalesce(max(seq), 0) from tx").equals("1")) {
            return "a transaction is missing in the midst of others";
        }
        String halves = text(
                statement,
                "select count(*) from tx where parts <> (select count(*) from part where part.seq = tx.seq)");
        String orphans = text(statement, "select count(*) from part where seq not in (select seq from tx)");
        return halves.equals("0") && orphans.equals("0") ? "" : "half transactions: " + halves + ", " + orphans;
    }

    private static boolean hasTables(Statement statement) throws SQLException {
        return text(statement, "select count(*) from sqlite_master where type = 'table' and name not like 'sqlite%'")
                .equals("2");
    }

    private static void read(Statement statement, Set<Id> present) throws SQLException {
        if (!hasTables(statement)) {
            return;
        }
        try (ResultSet rows = statement.executeQuery("select thread, number from tx")) {
            while (rows.next()) {
                present.add(new Id(rows.getInt(1), rows.getInt(2)));
            }
        }
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
