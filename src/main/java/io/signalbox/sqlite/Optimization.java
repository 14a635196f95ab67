package io.signalbox.sqlite;

import java.sql.SQLException;
import java.util.List;

/** <a href="https://www.sqlite.org/pragma.html#pragma_optimize">PRAGMA optimize</a>: the statistics that the query planner goes by. */
public final class Optimization {

    /** Of all tables: SQLite would else look at those that this connection has queried, and the readers query most. */
    private static final int ALL_TABLES = 0x10002;

    private static final int ONLY_TELL = 0x00001;

    private Optimization() {}

    /**
     * Analyzes the tables that seem to need it, each in bounded time.
     *
     * @param connection one that writes, outside a transaction
     * @return the statements that were executed
     */
    public static List<String> run(PhysicalConnection connection) throws SQLException {
        List<String> statements = Verification.texts(connection, "PRAGMA optimize(" + (ALL_TABLES | ONLY_TELL) + ")");
        Verification.texts(connection, "PRAGMA optimize(" + ALL_TABLES + ")");
        return statements;
    }
}
