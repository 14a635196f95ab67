package io.signalbox.text;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writing of rows as CSV: RFC 4180, with LF at the end of each line. A field that is null is empty, and an empty text is
 * {@code ""}, so that who reads can tell one from the other.
 */
public final class CsvText {

    private CsvText() {}

    /**
     * The header and the rows below it.
     *
     * @param rows each with as many fields as there are columns
     */
    public static String format(List<String> columns, List<? extends List<? extends @Nullable String>> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(QuoteStrategies.EMPTY)
                .build(text)) {
            writer.writeRecord(columns);
            rows.forEach(row -> writer.writeRecord(row.toArray(String[]::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never of a StringWriter
        }
        return text.toString();
    }
}
