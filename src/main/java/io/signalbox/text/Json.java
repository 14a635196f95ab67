package io.signalbox.text;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The writing of values as JSON, and the reading of JSON objects from files.
 *
 * <p>A value is a map, a record, a list, an array, a string, a number, a boolean, an enum or {@code null}, and what is
 * made of them; a {@link Duration} or an {@link Instant} becomes its ISO-8601 text. The text is UTF-8, indented by two
 * spaces, with LF at the end of each line. Keys keep the order in which the map iterates or the record declares them.
 *
 * <p>Safe for use by any number of threads.
 */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule("signalbox")
                    .addSerializer(Duration.class, ToStringSerializer.instance)
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Duration.class, new IsoTimeDeserializer<>(Duration.class, Duration::parse))
                    .addDeserializer(Instant.class, new IsoTimeDeserializer<>(Instant.class, Instant::parse)))
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private static final ObjectWriter WRITER = MAPPER.writer(printer());

    private Json() {}

    /**
     * The value as JSON text, with a line end after the last line.
     *
     * @throws IllegalArgumentException if the value cannot be written as JSON
     */
    public static String format(@Nullable Object value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    /**
     * Writes the value to a file, atomically: the file has its old content or the whole new one. The directory must
     * exist; an existing file is replaced, also through a symbolic link.
     *
     * @throws IllegalArgumentException if the value cannot be written as JSON; the file is untouched
     * @throws UncheckedIOException if the file cannot be written; it is untouched
     */
    public static void write(Path file, @Nullable Object value) {
        byte[] content = bytes(value);
        try {
            AtomicFile.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + " could not be written; check that its directory exists and may be written to (" + e + ")",
                    e);
        }
    }

    /**
     * Reads a file that holds one JSON object. Objects become maps in the order of the file, arrays lists, whole
     * numbers {@code Integer}, {@code Long} or {@code BigInteger}, other numbers {@code Double}.
     *
     * @throws TextFormatException if the file is missing, unreadable or not UTF-8, or is not exactly one JSON object
     *     without repeated keys
     */
    public static Map<String, @Nullable Object> readObject(Path file) {
        return read(file, text -> MAPPER.readValue(text, OBJECT));
    }

    /**
     * Reads a file that holds one JSON object as a record.
     *
     * @throws TextFormatException as {@link #readObject}, and if the object lacks a component of the record, has a key
     *     that is none, or has a value of another type
     */
    public static <T extends Record> T read(Path file, Class<T> type) {
        return read(file, text -> MAPPER.readValue(text, type));
    }

    private static <T> T read(Path file, Parser<T> parser) {
        try {
            T value = parser.parse(StrictUtf8Reader.readAll(file));
            if (value == null) {
                throw TextFormatException.inFile(file, "holds null; it must hold a JSON object", null);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw malformed(file, e);
        }
    }

    /** The object in a line of a file; a failure repeats nothing of the line, for there may be passwords in it. */
    static Map<String, @Nullable Object> parseLine(Path file, long line, String text) {
        try {
            Map<String, @Nullable Object> object = MAPPER.readValue(text, OBJECT);
            if (object != null) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // its message may repeat what it stumbled over
        }
        throw TextFormatException.atLine(
                file,
                line,
                "is not one JSON object without repeated keys; correct it, and keep each object in one line");
    }

    private static TextFormatException malformed(Path file, JsonProcessingException e) {
        String problem = "is not the JSON object expected here; correct it (" + e.getOriginalMessage() + ")";
        JsonLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? TextFormatException.inFile(file, problem, e)
                : TextFormatException.atLine(file, location.getLineNr(), problem, e);
    }

    private static byte[] bytes(@Nullable Object value) {
        try {
            byte[] json = WRITER.writeValueAsBytes(value);
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the value cannot be written as JSON; use maps with string keys, records, lists and plain values ("
                            + e.getOriginalMessage() + ")",
                    e);
        }
    }

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    }

    private interface Parser<T> {
        @Nullable
        T parse(String text) throws JsonProcessingException;
    }
}
