package io.signalbox.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The statements of a connection whose result sets are open. */
final class OpenResults {

    private final List<LogicalStatement> statements = new ArrayList<>(2);

    void add(LogicalStatement statement) {
        statements.add(statement);
    }

    void remove(LogicalStatement statement) {
        statements.remove(statement);
    }

    boolean isEmpty() {
        return statements.isEmpty();
    }

    /** Ends them all, the last one first. */
    void end() throws SQLException {
        while (!statements.isEmpty()) {
            statements.get(statements.size() - 1).endResult();
        }
    }

    /** Refuses to leave the snapshot that they read from. */
    void refuse() throws SQLException {
        if (!statements.isEmpty()) {
            throw new OpenResultSetException("the transaction's first write while " + statements.size()
                    + " of its result sets are open: they read from the snapshot that it has to leave. Close them first,"
                    + " or use transaction mode IMMEDIATE.");
        }
    }
}
