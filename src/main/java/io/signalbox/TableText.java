package io.signalbox;

import io.signalbox.text.CsvText;
import io.signalbox.text.Json;
import io.signalbox.text.TextTable;
import io.signalbox.text.TextTable.Column;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table as text. */
final class TableText {

    private TableText() {}

    static String csv(Table table) {
        return CsvText.format(
                table.columns(),
                table.rows().stream()
                        .map(row -> row.values().stream().map(TableText::field).toList())
                        .toList());
    }

    private static @Nullable String field(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        return value instanceof byte[] blob ? Base64.getEncoder().encodeToString(blob) : value.toString();
    }

    static String json(Table table) {
        return Json.format(table.rows().stream().map(TableRow::asMap).toList());
    }

    static String plain(Table table) {
        return TextTable.of(table.columns().stream()
                        .map(column -> isOfNumbers(table.column(column)) ? Column.right(column) : Column.left(column))
                        .toArray(Column[]::new))
                .rows(table.rows().stream()
                        .map(row -> row.values().stream().map(TableText::cell).toList())
                        .toList())
                .render();
    }

    private static boolean isOfNumbers(List<@Nullable Object> values) {
        return values.stream().allMatch(value -> value == null || value instanceof Number);
    }

    /** An id or a year is not to be grouped, so a number is given as the text that it has. */
    private static @Nullable String cell(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        return value instanceof byte[] blob ? "(" + blob.length + " bytes)" : value.toString();
    }

    static String of(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> cells = new LinkedHashMap<>();
        row.forEach((column, value) -> cells.put(column, cell(value)));
        return Collections.unmodifiableMap(cells).toString();
    }
}
