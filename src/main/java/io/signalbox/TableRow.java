package io.signalbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a {@link Table}. Its values are what SQLite has stored: {@code Long}, {@code Double}, {@code String}, {@code byte[]} or null.
 *
 * <p>Immutable, and safe for use by any number of threads: each blob that it gives is a copy.
 */
public final class TableRow {

    private final Map<String, Integer> positions;
    private final @Nullable Object[] values;

    /** The array is the row's own from now on, and its values are in their stored form. */
    TableRow(Map<String, Integer> positions, @Nullable Object[] values) {
        this.positions = positions;
        this.values = values;
    }

    List<String> columns() {
        return List.copyOf(positions.keySet());
    }

    /**
     * The value of a column.
     *
     * @throws IllegalArgumentException if there is no such column; names are compared exactly
     */
    public @Nullable Object get(String column) {
        return get(position(column));
    }

    /**
     * The value of a column, which is null or of that type.
     *
     * @throws IllegalArgumentException if there is no such column, or its value is of another type: SQLite may have stored any, whatever
     *     the column is declared as
     */
    public <T> @Nullable T get(String column, Class<T> type) {
        Object value = get(column);
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        throw new IllegalArgumentException("the column '" + column + "' has a "
                + value.getClass().getSimpleName() + " here and not a " + type.getSimpleName());
    }

    /** All values, in the order of the columns; unmodifiable. */
    public List<@Nullable Object> values() {
        List<@Nullable Object> copy = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            copy.add(get(i));
        }
        return Collections.unmodifiableList(copy);
    }

    /** All values by their columns, in the order of these; unmodifiable. */
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        positions.forEach((column, position) -> map.put(column, get(position)));
        return Collections.unmodifiableMap(map);
    }

    @Nullable
    Object get(int position) {
        Object value = values[position];
        return value instanceof byte[] blob ? blob.clone() : value;
    }

    private int position(String column) {
        Integer position = positions.get(column);
        if (position == null) {
            throw new IllegalArgumentException("there is no column '" + column + "', only " + positions.keySet());
        }
        return position;
    }

    /** The values by their columns. */
    @Override
    public String toString() {
        return TableText.of(asMap());
    }
}
