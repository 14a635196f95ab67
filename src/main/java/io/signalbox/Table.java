package io.signalbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a query: named columns, rows of typed values, and the first column as the index of the rows.
 *
 * <p>It has all rows, in memory, and depends on no connection, transaction or thread. Immutable: keep it, cache it and hand it to any
 * number of threads. What is committed later is not in it.
 *
 * <pre>{@code
 * Table teams = db.query("SELECT * FROM TeamsBasic WHERE league = ?", 1);
 * String name = teams.row(14).get("name", String.class);
 * String csv = teams.toCsv();
 * }</pre>
 */
public final class Table {

    private final Map<String, Integer> positions;
    private final List<TableRow> rows;
    private @Nullable TableIndex index; // made by whoever asks first; two that ask at once make equal ones

    private Table(Map<String, Integer> positions, List<TableRow> rows) {
        this.positions = positions;
        this.rows = rows;
    }

    /**
     * A table of these rows, whose values are copied.
     *
     * @param columns at least one, no name twice
     * @param rows each with a value for every column, as {@link TableRow} has them; other integers become {@code Long}, a {@code Float} a
     *     {@code Double}
     * @throws IllegalArgumentException if a name occurs twice, a row is longer or shorter, or a value is of another type
     */
    public static Table of(List<String> columns, Collection<? extends List<? extends @Nullable Object>> rows) {
        Map<String, Integer> positions = positions(columns);
        List<TableRow> copies = new ArrayList<>(rows.size());
        for (List<? extends @Nullable Object> row : rows) {
            if (row.size() != positions.size()) {
                throw new IllegalArgumentException(
                        "a row has " + row.size() + " values, and the columns are " + positions.keySet());
            }
            copies.add(new TableRow(positions, row.stream().map(StoredForm::of).toArray()));
        }
        return new Table(positions, List.copyOf(copies));
    }

    private static Map<String, Integer> positions(List<String> columns) {
        Map<String, Integer> positions = new LinkedHashMap<>();
        for (String column : columns) {
            if (positions.putIfAbsent(column, positions.size()) != null) {
                throw new IllegalArgumentException("the column '" + column + "' occurs twice");
            }
        }
        if (positions.isEmpty()) {
            throw new IllegalArgumentException("a table has at least one column");
        }
        return Collections.unmodifiableMap(positions);
    }

    /** The names of the columns, in the order of the query; also where there is no row. */
    public List<String> columns() {
        return List.copyOf(positions.keySet());
    }

    /** The rows, in the order of the query; unmodifiable. */
    public List<TableRow> rows() {
        return rows;
    }

    /** How many rows there are. */
    public int size() {
        return rows.size();
    }

    /** True if there is no row. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * The values of a column, in the order of the rows; unmodifiable.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public List<@Nullable Object> column(String name) {
        List<@Nullable Object> values = new ArrayList<>(rows.size());
        rows.forEach(row -> values.add(row.get(name)));
        return Collections.unmodifiableList(values);
    }

    /**
     * The row whose first column has this value. An integer of any Java type is compared as a {@code Long}; otherwise values are equal as
     * Java has it, so 1 is not 1.0 and "a" is not "A".
     *
     * @throws NoSuchElementException if there is no such row
     * @throws TableIndexException if the values of the first column are not unique, or one is null or a blob
     */
    public TableRow row(Object key) {
        return find(key)
                .orElseThrow(() -> new NoSuchElementException("no row has " + key + " in its first column, '"
                        + columns().get(0) + "'"));
    }

    /**
     * The row whose first column has this value, or empty: {@link #row}.
     *
     * @throws TableIndexException if the values of the first column are not unique, or one is null or a blob
     */
    public Optional<TableRow> find(Object key) {
        TableIndex present = index;
        if (present == null) {
            present = TableIndex.of(rows);
            index = present;
        }
        return present.find(key);
    }

    /**
     * As CSV with a header, LF at the end of each line: null is an empty field, an empty text {@code ""}, a blob Base64. Needs the
     * optional dependency fastcsv.
     */
    public String toCsv() {
        return TableText.csv(this);
    }

    /**
     * As a JSON array of an object for each row, indented: a blob is Base64. Needs the optional dependency jackson-databind.
     */
    public String toJson() {
        return TableText.json(this);
    }

    /** As plain text for people to read, in aligned columns: null is an empty cell, of a blob its length is told. */
    @Override
    public String toString() {
        return TableText.plain(this);
    }
}
