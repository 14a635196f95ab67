package io.signalbox.hibernate;

import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.jdbc.spi.JdbcTypeRegistry;

/** Which JDBC types of numbers are stored exactly. */
final class DecimalTypes {

    private DecimalTypes() {}

    static void register(JdbcTypeRegistry types) {
        types.addDescriptor(SqlTypes.NUMERIC, NumberJdbcType.of(SqlTypes.NUMERIC));
        types.addDescriptor(SqlTypes.DECIMAL, NumberJdbcType.of(SqlTypes.DECIMAL));
        types.addDescriptor(SqlTypes.DURATION, NumberJdbcType.ofDurations());
    }

    /** True of the names that a number with a declared precision has in a table. */
    static boolean isDeclared(String columnType) {
        return columnType.equalsIgnoreCase("numeric") || columnType.equalsIgnoreCase("decimal");
    }
}
