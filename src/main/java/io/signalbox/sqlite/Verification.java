package io.signalbox.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a copy of a database: <a href="https://www.sqlite.org/pragma.html#pragma_integrity_check">PRAGMA
 * integrity_check</a> and <a href="https://www.sqlite.org/pragma.html#pragma_foreign_key_check">foreign_key_check</a> had nothing
 * to say. Immutable.
 *
 * @param pageSize bytes a page
 * @param pages how many pages there are
 * @param rows how many rows each table has; virtual tables are left out, the tables behind them are not
 */
public record Verification(int pageSize, long pages, Map<String, Long> rows) {

    private static final String TABLES = "select name from sqlite_schema where type = 'table' and rootpage > 0";
    private static final int MOST_PROBLEMS = 20;

    /** Copies the map. */
    public Verification {
        rows = Collections.unmodifiableMap(new TreeMap<>(rows));
    }

    /**
     * Reads all of a database.
     *
     * @throws VerificationException if it is damaged, or a row refers to one that is not there
     */
    static Verification of(PhysicalConnection connection, String name) throws SQLException {
        List<String> problems = new ArrayList<>(integrityProblems(connection));
        if (problems.isEmpty()) {
            problems.addAll(foreignKeyProblems(connection));
        }
        if (!problems.isEmpty()) {
            throw new VerificationException(name, problems);
        }
        return counted(connection);
    }

    /** The figures alone. */
    static Verification counted(PhysicalConnection connection) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        for (String table : texts(connection, TABLES)) {
            rows.put(table, connection.number("select count(*) from \"" + table.replace("\"", "\"\"") + "\""));
        }
        return new Verification(
                (int) connection.number("PRAGMA page_size"), connection.number("PRAGMA page_count"), rows);
    }

    /** What the integrity check says, if it is not that all is well. */
    static List<String> integrityProblems(PhysicalConnection connection) throws SQLException {
        List<String> said = texts(connection, "PRAGMA integrity_check(" + MOST_PROBLEMS + ")");
        return said.equals(List.of("ok")) ? List.of() : said;
    }

    /** The rows, or some of them, that refer to one that is not there. */
    static List<String> foreignKeyProblems(PhysicalConnection connection) throws SQLException {
        return texts(
                connection,
                "select 'row ' || coalesce(rowid, '?') || ' of ' || \"table\" || ' refers to a row of ' || \"parent\""
                        + " || ' that is not there' from pragma_foreign_key_check limit "
                        + MOST_PROBLEMS);
    }

    static List<String> texts(PhysicalConnection connection, String sql) throws SQLException {
        StatementRun run = connection.execute(sql, new @Nullable Object[0], 0, Wanted.ROWS, connection.itself);
        try {
            List<String> texts = new ArrayList<>();
            ResultSet rows = Objects.requireNonNull(run.result());
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } finally {
            run.end();
        }
    }

    /** Throws if this, a copy, has not the rows of its original. */
    void requireRowsOf(Verification original, String name) throws VerificationException {
        if (!rows.equals(original.rows)) {
            throw new VerificationException(
                    name, List.of("it has the rows " + rows + ", but was copied from " + original.rows));
        }
    }
}
