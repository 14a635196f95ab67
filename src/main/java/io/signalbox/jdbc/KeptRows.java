package io.signalbox.jdbc;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a result whose transaction has to end, and a query that gives them once more: {@code VALUES} with the rows
 * as parameters, so that they are read through a result set like any other.
 */
final class KeptRows {

    private final List<String> names;
    private final List<@Nullable Object> values;

    private KeptRows(List<String> names, List<@Nullable Object> values) {
        this.names = names;
        this.values = values;
    }

    static KeptRows of(@Nullable ResultSet result) throws SQLException {
        List<String> names = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        if (result != null) {
            ResultSetMetaData metaData = result.getMetaData();
            for (int i = 1; i <= metaData.getColumnCount(); i++) {
                names.add(metaData.getColumnLabel(i));
            }
            while (result.next()) {
                for (int i = 1; i <= names.size(); i++) {
                    values.add(result.getObject(i));
                }
            }
        }
        return new KeptRows(names, values);
    }

    String sql() {
        return values.isEmpty() ? emptySql() : rowsSql();
    }

    private String emptySql() {
        return names.stream()
                .map(name -> "NULL AS " + quoted(name))
                .collect(Collectors.joining(", ", "SELECT ", " WHERE 0"));
    }

    private String rowsSql() {
        String columns = IntStream.range(0, names.size())
                .mapToObj(i -> "column" + (i + 1) + " AS " + quoted(names.get(i)))
                .collect(Collectors.joining(", "));
        String row = "?, ".repeat(names.size() - 1) + "?";
        String rows = ("(" + row + "), ").repeat(values.size() / names.size() - 1) + "(" + row + ")";
        return "SELECT " + columns + " FROM (VALUES " + rows + ")";
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Nullable
    Object[] values() {
        return values.toArray();
    }
}
