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
}
