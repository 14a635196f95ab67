package io.signalbox.identity;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** The conversion between a boolean and 0 or 1, which every database has alike. */
@Converter
public final class ZeroOneConverter implements AttributeConverter<@Nullable Boolean, @Nullable Integer> {

    /** Creates one; the JPA provider does. */
    public ZeroOneConverter() {}

    @Override
    public @Nullable Integer convertToDatabaseColumn(@Nullable Boolean value) {
        return value == null ? null : Integer.valueOf(value ? 1 : 0);
    }

    @Override
    public @Nullable Boolean convertToEntityAttribute(@Nullable Integer column) {
        return column == null ? null : Boolean.valueOf(column != 0);
    }
}
