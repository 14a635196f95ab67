package io.signalbox.text;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What turns the parser's events into records. It also refuses what the parser lets pass: a double quote inside a field
 * that is not quoted, which a half-quoted field leaves behind.
 */
final class CsvRecordHandler extends AbstractBaseCsvCallbackHandler<CsvRecord> {

    private final Path file;
    private final List<String> fields = new ArrayList<>();

    CsvRecordHandler(Path file) {
        this.file = file;
    }

    /** The line on which the record being read begins. */
    long line() {
        return getStartingLineNumber();
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        fields.clear();
    }

    @Override
    protected void handleField(int fieldIndex, char[] buffer, int offset, int length, boolean quoted) {
        String field = new String(buffer, offset, length);
        if (!quoted && field.indexOf('"') >= 0) {
            throw TextFormatException.atLine(
                    file,
                    line(),
                    "field " + (fieldIndex + 1) + " has a double quote but is not quoted;"
                            + " put the whole field in double quotes and double those inside it");
        }
        fields.add(field);
    }

    @Override
    protected CsvRecord buildRecord() {
        return new CsvRecord(line(), List.copyOf(fields));
    }
}
