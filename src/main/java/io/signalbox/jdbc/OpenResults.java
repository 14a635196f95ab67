package io.signalbox.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The statements of a connection whose result sets are open. */
final class OpenResults {

    private final List<Open> open = new ArrayList<>(2);

    private record Open(LogicalStatement statement, String sql) {}

    void add(LogicalStatement statement, String sql) {
        open.add(new Open(statement, sql));
    }

    void remove(LogicalStatement statement) {
        for (int i = open.size() - 1; i >= 0; i--) {
            if (open.get(i).statement == statement) {
                open.remove(i);
            }
        }
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** What was executed to open them. */
    List<String> sql() {
        return open.isEmpty() ? List.of() : open.stream().map(Open::sql).toList();
    }

    /** Ends them all, the last one first. */
    void end() throws SQLException {
        while (!open.isEmpty()) {
            open.get(open.size() - 1).statement.endResult();
        }
    }

    /** Refuses to leave the snapshot that they read from. */
    void refuse() throws SQLException {
        if (!open.isEmpty()) {
            throw new OpenResultSetException("the transaction's first write while " + open.size()
                    + " of its result sets are open: they read from the snapshot that it has to leave. Close them first,"
                    + " or use transaction mode IMMEDIATE.");
        }
    }
}
