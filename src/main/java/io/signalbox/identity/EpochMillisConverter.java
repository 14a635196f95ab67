package io.signalbox.identity;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The conversion between an {@link Instant} and milliseconds since 1970-01-01T00:00:00Z; what is finer is cut off. */
@Converter
public final class EpochMillisConverter implements AttributeConverter<@Nullable Instant, @Nullable Long> {

    /** Creates one; the JPA provider does. */
    public EpochMillisConverter() {}

    @Override
    public @Nullable Long convertToDatabaseColumn(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    @Override
    public @Nullable Instant convertToEntityAttribute(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
