package io.signalbox.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table of plain text for people to read: an optional title, a header, a rule, and rows, in aligned columns.
 *
 * <p>Numbers are grouped, in the root locale: whole numbers as {@code 1,234,567}, {@code double} and {@code float} with
 * at most three digits after the point, a {@code BigDecimal} with the digits it has. {@code null} is an empty cell;
 * anything else is its {@code toString()} in one line, with control characters made visible. Widths are columns of a
 * terminal, so accents, Chinese and emoji keep the alignment as far as the terminal agrees.
 *
 * <p>Immutable, and safe for use by any number of threads: each method returns another table.
 *
 * <pre>{@code
 * TextTable.of(Column.left("level"), Column.right("commits/s"))
 *         .title("Throughput")
 *         .row("POWER_SAFE", 18_250)
 *         .render();
 * }</pre>
 */
public final class TextTable {

    private static final String GAP = "  ";

    /** The side of a column on which its text stands. */
    public enum Alignment {
        /** For text. */
        LEFT,
        /** For numbers. */
        RIGHT
    }

    /**
     * A column: its header, and the side on which header and cells stand.
     *
     * @param header the name of the column; may be empty
     * @param alignment the side
     */
    public record Column(String header, Alignment alignment) {

        /** A column of text. */
        public static Column left(String header) {
            return new Column(header, Alignment.LEFT);
        }

        /** A column of numbers. */
        public static Column right(String header) {
            return new Column(header, Alignment.RIGHT);
        }

        private String pad(String text, int width) {
            String padding = " ".repeat(width - TerminalText.width(text));
            return alignment == Alignment.LEFT ? text + padding : padding + text;
        }
    }

    private final Optional<String> title;
    private final List<Column> columns;
    private final List<List<String>> rows;

    private TextTable(Optional<String> title, List<Column> columns, List<List<String>> rows) {
        this.title = title;
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * A table with these columns, without title and rows.
     *
     * @throws IllegalArgumentException if there is no column
     */
    public static TextTable of(Column... columns) {
        if (columns.length == 0) {
            throw new IllegalArgumentException("a table needs at least one column");
        }
        return new TextTable(Optional.empty(), List.of(columns), List.of());
    }

    /** The same table with this title above it. */
    public TextTable title(String text) {
        return new TextTable(Optional.of(TerminalText.printable(text)), columns, rows);
    }

    /**
     * The same table with one more row; {@link #rows} is cheaper for many.
     *
     * @throws IllegalArgumentException if there is not one cell for each column
     */
    public TextTable row(@Nullable Object... cells) {
        return rows(List.of(Arrays.asList(cells)));
    }

    /**
     * The same table with more rows.
     *
     * @throws IllegalArgumentException if a row has not one cell for each column
     */
    public TextTable rows(List<? extends List<? extends @Nullable Object>> more) {
        List<List<String>> all = new ArrayList<>(rows);
        more.forEach(row -> all.add(cells(row)));
        return new TextTable(title, columns, List.copyOf(all));
    }

    /** The text of the table: lines without trailing spaces, each ended by LF. */
    public String render() {
        int[] widths = IntStream.range(0, columns.size()).map(this::width).toArray();
        String rule = "-".repeat(IntStream.of(widths).sum() + GAP.length() * (widths.length - 1));
        Stream<String> head = Stream.of(line(headers(), widths), rule);
        Stream<String> body = rows.stream().map(row -> line(row, widths));
        return Stream.of(title.stream(), head, body)
                .flatMap(lines -> lines)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** As {@link #render}. */
    @Override
    public String toString() {
        return render();
    }

    private List<String> cells(List<? extends @Nullable Object> row) {
        if (row.size() != columns.size()) {
            throw new IllegalArgumentException("the row has " + row.size() + " cells, but the table has "
                    + columns.size() + " columns " + headers());
        }
        return row.stream().map(CellText::of).toList();
    }

    private List<String> headers() {
        return columns.stream()
                .map(column -> TerminalText.printable(column.header()))
                .toList();
    }

    private int width(int column) {
        return Stream.concat(Stream.of(headers()), rows.stream())
                .mapToInt(row -> TerminalText.width(row.get(column)))
                .max()
                .orElse(0);
    }

    private String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(i -> columns.get(i).pad(cells.get(i), widths[i]))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }
}
