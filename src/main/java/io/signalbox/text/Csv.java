package io.signalbox.text;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * An open CSV file with a header, read row by row; only one row at a time is in memory.
 *
 * <p>The format is RFC 4180 in UTF-8, with or without a byte order mark: fields separated by commas, quoted with double
 * quotes, lines ended by LF, CRLF or CR, and as many fields in each row as in the header. Empty lines are skipped;
 * nothing is trimmed; there are no comments.
 *
 * <p>What breaks these rules ends the reading with a {@link TextFormatException} after the rows before it were
 * delivered. The rows can be read once. Close it after use: it holds an open file. Not thread-safe; the rows are.
 *
 * <pre>{@code
 * try (Csv csv = Csv.open(Path.of("users.csv"), "email")) {
 *     for (CsvRow row : csv) {
 *         register(row.get("email"), row.find("username"));
 *     }
 * }
 * }</pre>
 */
public final class Csv implements Iterable<CsvRow>, AutoCloseable {

    private final Path file;
    private final CsvRecordHandler handler;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final CsvHeader header;
    private boolean iterating;

    private Csv(Path file, CsvRecordHandler handler, CsvReader<CsvRecord> reader, List<String> required) {
        this.file = file;
        this.handler = handler;
        this.reader = reader;
        this.records = reader.iterator();
        this.header = readHeader(required);
    }

    /**
     * Opens a file and reads its header.
     *
     * @param required the columns that the header must have; it may have others, and any order
     * @throws TextFormatException if the file is missing, unreadable or empty, if a column of the header is nameless,
     *     named twice or required but absent, or if the header is malformed
     */
    public static Csv open(Path file, String... required) {
        CsvRecordHandler handler = new CsvRecordHandler(file);
        StrictUtf8Reader text = StrictUtf8Reader.open(file);
        try {
            return new Csv(file, handler, parser(handler, text), List.of(required));
        } catch (RuntimeException e) {
            text.close();
            throw e;
        }
    }

    private static CsvReader<CsvRecord> parser(CsvRecordHandler handler, StrictUtf8Reader text) {
        // The number of fields is checked here, with the names of the columns in the message.
        return CsvReader.builder()
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(handler, text);
    }

    /** The names of the columns, in the order of the file. */
    public List<String> columns() {
        return header.columns();
    }

    /**
     * The rows, in the order of the file. Its methods throw {@link TextFormatException} where the file is malformed,
     * and again when they are called after that.
     *
     * @throws IllegalStateException if the rows were already asked for
     */
    @Override
    public Iterator<CsvRow> iterator() {
        if (iterating) {
            throw new IllegalStateException(file + " is being read already; open it again to read it again");
        }
        iterating = true;
        return new Rows();
    }

    /**
     * The rows as a sequential stream; to close it closes the file.
     *
     * @throws IllegalStateException if the rows were already asked for
     */
    public Stream<CsvRow> stream() {
        int characteristics = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(), characteristics), false)
                .onClose(this::close);
    }

    /** Closes the file; of no effect if it is closed. */
    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " could not be closed: " + e, e);
        }
    }

    private CsvHeader readHeader(List<String> required) {
        if (!hasNextRecord()) {
            throw TextFormatException.inFile(file, "is empty; its first line must name the columns", null);
        }
        CsvRecord first = records.next();
        CsvHeader result = CsvHeader.of(file, first);
        result.require(required, first.line());
        return result;
    }

    private boolean hasNextRecord() {
        try {
            return records.hasNext();
        } catch (CsvParseException e) {
            throw malformed(e);
        }
    }

    /** The parser wraps what its source and its handler threw. */
    private TextFormatException malformed(CsvParseException e) {
        return e.getCause() instanceof TextFormatException cause
                ? cause
                : TextFormatException.atLine(
                        file, handler.line(), "is malformed; check the quotes of this row (" + e.getMessage() + ")", e);
    }

    private CsvRow row(CsvRecord record) {
        int fields = record.fields().size();
        if (fields != header.size()) {
            throw TextFormatException.atLine(
                    file,
                    record.line(),
                    "the row has " + fields + " fields, but the header has " + header.size() + " columns " + columns()
                            + "; add what is missing, or quote fields that contain a comma");
        }
        return new CsvRow(header, record);
    }

    private final class Rows implements Iterator<CsvRow> {

        private @Nullable TextFormatException failure;

        @Override
        public boolean hasNext() {
            return guarded(Csv.this::hasNextRecord);
        }

        @Override
        public CsvRow next() {
            return guarded(() -> row(records.next()));
        }

        private <T> T guarded(Supplier<T> step) {
            if (failure != null) {
                throw failure;
            }
            try {
                return step.get();
            } catch (TextFormatException e) {
                failure = e;
                throw e;
            }
        }
    }
}
