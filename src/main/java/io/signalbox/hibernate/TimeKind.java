package io.signalbox.hibernate;

import jakarta.persistence.TemporalType;
import org.hibernate.type.descriptor.jdbc.JdbcType;

/** A date, a time of day or both, as text. */
enum TimeKind {
    DATE(10, "date"),
    TIME(8, "time"),
    TIMESTAMP(19, "datetime");

    private final int length;
    private final String function;

    TimeKind(int length, String function) {
        this.length = length;
        this.function = function;
    }

    @SuppressWarnings("deprecation")
    static TimeKind of(TemporalType type) {
        return switch (type) {
            case DATE -> DATE;
            case TIME -> TIME;
            case TIMESTAMP -> TIMESTAMP;
        };
    }

    static TimeKind of(JdbcType type) {
        if (type instanceof TextTimeJdbcType text) {
            return switch (text.form()) {
                case DATE -> DATE;
                case TIME, TIME_UTC -> TIME;
                case TIMESTAMP, TIMESTAMP_UTC -> TIMESTAMP;
            };
        }
        return TIMESTAMP;
    }

    /** How long its text is up to the whole seconds. */
    int length() {
        return length;
    }

    /** SQLite's function for it. */
    String function() {
        return function;
    }

    /** Its text up to the whole seconds. */
    String seconds(String time) {
        return "substr(" + time + ",1," + length + ")";
    }

    /** Its text behind the whole seconds; of two the greater fraction is the greater text. */
    String fraction(String time) {
        return this == DATE ? "''" : "substr(" + time + "," + (length + 1) + ")";
    }
}
