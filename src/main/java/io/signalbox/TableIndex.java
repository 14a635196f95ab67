package io.signalbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a table by the value of its first column. Immutable. */
final class TableIndex {

    private final Map<Object, TableRow> rows;

    private TableIndex(Map<Object, TableRow> rows) {
        this.rows = rows;
    }

    static TableIndex of(List<TableRow> rows) {
        Map<Object, TableRow> byKey = new HashMap<>();
        Map<Object, Integer> numbers = new HashMap<>();
        for (TableRow row : rows) {
            int number = numbers.size() + 1;
            Object key = key(row, number);
            Integer first = numbers.put(key, number);
            if (first != null) {
                throw new TableIndexException(
                        row.columns().get(0), "rows " + first + " and " + number + " have " + key);
            }
            byKey.put(key, row);
        }
        return new TableIndex(byKey);
    }

    private static Object key(TableRow row, int number) {
        Object key = row.get(0);
        if (key == null || key instanceof byte[]) {
            throw new TableIndexException(
                    row.columns().get(0), "row " + number + " has " + (key == null ? "null" : "a blob"));
        }
        return key;
    }

    Optional<TableRow> find(@Nullable Object key) {
        return Optional.ofNullable(rows.get(StoredForm.of(key)));
    }
}
