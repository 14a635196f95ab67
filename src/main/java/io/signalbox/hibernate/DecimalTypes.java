package io.signalbox.hibernate;

import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.jdbc.spi.JdbcTypeRegistry;
import org.jspecify.annotations.Nullable;

/** Which JDBC types of numbers are stored exactly. */
final class DecimalTypes {

    private DecimalTypes() {}

    static void register(JdbcTypeRegistry types) {
        types.addDescriptor(SqlTypes.NUMERIC, NumberJdbcType.of(SqlTypes.NUMERIC));
        types.addDescriptor(SqlTypes.DECIMAL, NumberJdbcType.of(SqlTypes.DECIMAL));
        types.addDescriptor(SqlTypes.DURATION, NumberJdbcType.ofDurations());
    }

    /** How numbers are stored in a column that is declared so; null where it declares no precision. */
    static @Nullable ExactDecimalJdbcType declared(String columnType, int precision, int scale) {
        String name = TurkishNames.isOne(columnType) ? TurkishNames.mended(columnType) : columnType;
        boolean decimal = name.equalsIgnoreCase("numeric") || name.equalsIgnoreCase("decimal");
        return decimal && precision > 0
                ? new ExactDecimalJdbcType(SqlTypes.NUMERIC, precision, Math.max(scale, 0))
                : null;
    }
}
