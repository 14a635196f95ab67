package io.signalbox.hibernate;

import java.sql.Types;
import org.hibernate.type.SqlTypes;

/**
 * Whether a column that exists can hold what a mapping expects. SQLite's columns have one of five affinities (<a
 * href="https://www.sqlite.org/datatype3.html#determination_of_column_affinity">Determination Of Column Affinity</a>),
 * whatever their declared type.
 */
final class Compatibility {

    private enum Kind {
        INTEGER,
        REAL,
        NUMERIC,
        TEXT,
        BLOB,
        TIME,
        OTHER
    }

    private Compatibility() {}

    /**
     * True if a column of the type {@code found}, as the driver names it, holds values of the type {@code expected}.
     *
     * @param exactTimes whether times are stored as text, and else as the community's dialect does
     */
    static boolean holds(int expected, int found, boolean exactTimes) {
        Kind kind = kindOf(found);
        return switch (kindOf(expected)) {
            case INTEGER -> kind == Kind.INTEGER || kind == Kind.NUMERIC;
            case REAL -> kind == Kind.REAL || kind == Kind.NUMERIC;
            case NUMERIC -> kind == Kind.NUMERIC || kind == Kind.INTEGER;
            case TEXT -> kind == Kind.TEXT;
            case BLOB -> kind == Kind.BLOB;
            case TIME ->
                kind == Kind.TIME || (exactTimes ? kind == Kind.TEXT : kind == Kind.INTEGER || kind == Kind.TEXT);
            case OTHER -> false;
        };
    }

    private static Kind kindOf(int code) {
        return switch (code) {
            case Types.BIT, Types.BOOLEAN, Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Kind.INTEGER;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> Kind.REAL;
            case Types.NUMERIC, Types.DECIMAL, SqlTypes.INTERVAL_SECOND, SqlTypes.DURATION -> Kind.NUMERIC;
            case Types.BINARY,
                    Types.VARBINARY,
                    Types.LONGVARBINARY,
                    SqlTypes.LONG32VARBINARY,
                    SqlTypes.UUID,
                    Types.BLOB -> Kind.BLOB;
            default -> ofTextOrTime(code);
        };
    }

    private static Kind ofTextOrTime(int code) {
        if (SqlTypes.isTemporalType(code)) {
            return Kind.TIME;
        }
        boolean text = SqlTypes.isCharacterOrClobType(code) || SqlTypes.isEnumType(code);
        return text || code == SqlTypes.JSON || code == SqlTypes.JSON_ARRAY || code == SqlTypes.SQLXML
                ? Kind.TEXT
                : Kind.OTHER;
    }
}
