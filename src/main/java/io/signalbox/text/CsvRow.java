package io.signalbox.text;

import java.util.List;
import java.util.Optional;

/**
 * One row of a CSV file below its header. It has a value, possibly empty, for every column.
 *
 * <p>Immutable, and safe for use by any number of threads. {@link #toString} shows the line but no value.
 */
public final class CsvRow {

    private final CsvHeader header;
    private final CsvRecord record;

    CsvRow(CsvHeader header, CsvRecord record) {
        this.header = header;
        this.record = record;
    }

    /** The line of the file on which the row begins, counted from 1; a quoted value may run over several lines. */
    public long line() {
        return record.line();
    }

    /** All values, in the order of {@link Csv#columns()}. */
    public List<String> values() {
        return record.fields();
    }

    /**
     * The value of a column exactly as the file has it, without the quotes: not trimmed, and {@code ""} if it is empty.
     *
     * @throws IllegalArgumentException if the file has no such column; names are compared exactly
     */
    public String get(String column) {
        int position = header.position(column)
                .orElseThrow(() -> new IllegalArgumentException(
                        header.file() + " has no column '" + column + "'; its columns are " + header.columns()));
        return values().get(position);
    }

    /** The value of a column, or empty if the value is {@code ""} or the file has no such column. */
    public Optional<String> find(String column) {
        return header.position(column).map(values()::get).filter(value -> !value.isEmpty());
    }

    @Override
    public String toString() {
        return "CsvRow[" + header.file() + ", line " + line() + "]";
    }
}
