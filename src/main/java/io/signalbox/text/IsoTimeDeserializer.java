package io.signalbox.text;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import java.io.IOException;
import java.time.format.DateTimeParseException;
import java.util.function.Function;

/** The reading of a duration or an instant from its ISO-8601 text. */
final class IsoTimeDeserializer<T> extends FromStringDeserializer<T> {

    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> parser;

    IsoTimeDeserializer(Class<T> type, Function<String, T> parser) {
        super(type);
        this.parser = parser;
    }

    @Override
    protected T _deserialize(String value, DeserializationContext context) throws IOException {
        try {
            return parser.apply(value);
        } catch (DateTimeParseException e) {
            throw context.weirdStringException(value, handledType(), e.getMessage());
        }
    }
}
