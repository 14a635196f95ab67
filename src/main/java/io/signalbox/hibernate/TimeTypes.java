package io.signalbox.hibernate;

import java.util.Map;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.jdbc.spi.JdbcTypeRegistry;

/** Which JDBC types of times are stored as text. */
final class TimeTypes {

    private static final Map<Integer, TimeForm> FORMS = Map.ofEntries(
            Map.entry(SqlTypes.DATE, TimeForm.DATE),
            Map.entry(SqlTypes.LOCAL_DATE, TimeForm.DATE),
            Map.entry(SqlTypes.TIME, TimeForm.TIME),
            Map.entry(SqlTypes.LOCAL_TIME, TimeForm.TIME),
            Map.entry(SqlTypes.TIME_UTC, TimeForm.TIME_UTC),
            Map.entry(SqlTypes.TIME_WITH_TIMEZONE, TimeForm.TIME_UTC),
            Map.entry(SqlTypes.OFFSET_TIME, TimeForm.TIME_UTC),
            Map.entry(SqlTypes.TIMESTAMP, TimeForm.TIMESTAMP),
            Map.entry(SqlTypes.LOCAL_DATE_TIME, TimeForm.TIMESTAMP),
            Map.entry(SqlTypes.TIMESTAMP_UTC, TimeForm.TIMESTAMP_UTC),
            Map.entry(SqlTypes.TIMESTAMP_WITH_TIMEZONE, TimeForm.TIMESTAMP_UTC),
            Map.entry(SqlTypes.INSTANT, TimeForm.TIMESTAMP_UTC),
            Map.entry(SqlTypes.OFFSET_DATE_TIME, TimeForm.TIMESTAMP_UTC),
            Map.entry(SqlTypes.ZONED_DATE_TIME, TimeForm.TIMESTAMP_UTC));

    private TimeTypes() {}

    static void register(JdbcTypeRegistry types) {
        FORMS.forEach((code, form) -> types.addDescriptor(code, new TextTimeJdbcType(types.getDescriptor(code), form)));
    }
}
