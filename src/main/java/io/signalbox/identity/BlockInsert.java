package io.signalbox.identity;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows for one table, inserted many in a statement, because most of an insert's cost is per statement. */
final class BlockInsert {

    private static final int ROWS_OF_A_BLOCK = 100;

    private final Connection connection;
    private final String beginning;
    private final String row;
    private final String end;
    private final List<@Nullable Object[]> waiting = new ArrayList<>();

    /**
     * Rows of so many columns.
     *
     * @param beginning the statement up to {@code values}
     * @param end what follows the rows
     */
    BlockInsert(Connection connection, String beginning, int columns, String end) {
        this.connection = connection;
        this.beginning = beginning;
        this.row = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
        this.end = end;
    }

    void add(@Nullable Object... values) {
        waiting.add(values);
    }

    /** What is told of each row that a block returned. */
    interface Returned {
        void row(ResultSet row) throws SQLException;
    }

    /** Inserts what was added since the last time. */
    void execute(Returned returned) throws SQLException {
        int whole = waiting.size() - waiting.size() % ROWS_OF_A_BLOCK;
        execute(waiting.subList(0, whole), ROWS_OF_A_BLOCK, returned);
        List<@Nullable Object[]> rest = waiting.subList(whole, waiting.size());
        execute(rest, rest.size(), returned);
        waiting.clear();
    }

    private void execute(List<@Nullable Object[]> rows, int block, Returned returned) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        String sql = beginning + " values " + String.join(", ", Collections.nCopies(block, row)) + " " + end;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int from = 0; from < rows.size(); from += block) {
                set(statement, rows.subList(from, from + block));
                execute(statement, returned);
            }
        }
    }

    private static void set(PreparedStatement statement, List<@Nullable Object[]> rows) throws SQLException {
        int parameter = 1;
        for (@Nullable Object[] values : rows) {
            for (Object value : values) {
                statement.setObject(parameter++, value);
            }
        }
    }

    private static void execute(PreparedStatement statement, Returned returned) throws SQLException {
        if (!statement.execute()) {
            return;
        }
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                returned.row(rows);
            }
        }
    }
}
