package io.signalbox.sqlite;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** <a href="https://www.sqlite.org/pragma.html#pragma_optimize">PRAGMA optimize</a>: the statistics that the query planner goes by. */
public final class Optimization {

    /** What it is called where somebody waits for it. */
    public static final String STATEMENT = "PRAGMA optimize";

    /** Of all tables: SQLite would else look at those that this connection has queried, and the readers query most. */
    private static final int ALL_TABLES = 0x10000;

    private static final int ANALYZE = 0x00002;

    /** No more than some 2000 rows of an index: without this bit a table is read to its end. */
    private static final int LIMITED = 0x00010;

    private static final int ONLY_TELL = 0x00001;

    private Optimization() {}

    /**
     * What {@link #run} would execute at this moment: nothing in a database without an index, where there is nothing to choose.
     *
     * @param connection one that writes, in a transaction that holds the write lock
     */
    public static List<String> wanted(PhysicalConnection connection) throws SQLException {
        boolean indexed = connection.number("select count(*) from sqlite_schema where type = 'index'") > 0;
        return indexed ? optimize(connection, ONLY_TELL) : List.of();
    }

    /**
     * Analyzes the tables that seem to need it, each in bounded time, and has every connection read the schema anew: SQLite reads the
     * statistics with it, and a connection that stays open would never see the new ones.
     *
     * @param connection one that writes, in a transaction that holds the write lock
     * @return the statements that were executed
     */
    public static List<String> run(PhysicalConnection connection) throws SQLException {
        List<String> statements = wanted(connection);
        if (!statements.isEmpty()) {
            optimize(connection, 0);
            long version = connection.number("PRAGMA schema_version");
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA schema_version=" + (int) (version + 1));
            }
        }
        return statements;
    }

    private static List<String> optimize(PhysicalConnection connection, int more) throws SQLException {
        return Verification.texts(connection, STATEMENT + "(" + (ALL_TABLES | LIMITED | ANALYZE | more) + ")");
    }
}
