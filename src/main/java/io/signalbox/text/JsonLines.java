package io.signalbox.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An open file of JSON Lines, a JSON object in each line, in UTF-8 with or without a byte order mark; only one line at a
 * time is in memory. Empty lines are skipped.
 *
 * <p>A line that is no object, or repeats a key, ends the reading with a {@link TextFormatException} after the lines before
 * it were delivered. The lines can be read once. Close it after use: it holds an open file. Not thread-safe.
 */
public final class JsonLines implements AutoCloseable {

    private final Path file;
    private final BufferedReader reader;
    private long line;

    private JsonLines(Path file, BufferedReader reader) {
        this.file = file;
        this.reader = reader;
    }

    /**
     * Opens a file.
     *
     * @throws TextFormatException if the file is missing or unreadable
     */
    public static JsonLines open(Path file) {
        return new JsonLines(file, new BufferedReader(StrictUtf8Reader.open(file)));
    }

    /** The objects as a sequential stream, as {@link Json#readObject} has them. */
    public Stream<Map<String, @Nullable Object>> stream() {
        return reader.lines()
                .peek(text -> line++)
                .filter(text -> !text.isBlank())
                .map(this::parse);
    }

    private Map<String, @Nullable Object> parse(String text) {
        return Json.parseLine(file, line, text);
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
}
