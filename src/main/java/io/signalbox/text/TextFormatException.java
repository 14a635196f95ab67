package io.signalbox.text;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a text file cannot be read as what it should be: it is missing or unreadable, is not UTF-8, or breaks the
 * rules of its format. The message names the file, the line where there is one, and what to do. About a CSV file it
 * repeats no value below the header: it may be a password.
 */
public final class TextFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final long NO_LINE = 0;

    private final String file;
    private final long line;

    private TextFormatException(String message, Path file, long line, @Nullable Throwable cause) {
        super(message, cause);
        this.file = file.toString();
        this.line = line;
    }

    static TextFormatException inFile(Path file, String problem, @Nullable Throwable cause) {
        return new TextFormatException(file + ": " + problem, file, NO_LINE, cause);
    }

    static TextFormatException atLine(Path file, long line, String problem) {
        return atLine(file, line, problem, null);
    }

    static TextFormatException atLine(Path file, long line, String problem, @Nullable Throwable cause) {
        return new TextFormatException(file + ", line " + line + ": " + problem, file, line, cause);
    }

    /** The file, as it was named when it was opened. */
    public Path file() {
        return Path.of(file);
    }

    /**
     * The line, counted from 1, on which the refused CSV record begins or the JSON was found to be wrong; empty if the
     * problem is the file itself.
     */
    public OptionalLong line() {
        return line == NO_LINE ? OptionalLong.empty() : OptionalLong.of(line);
    }
}
