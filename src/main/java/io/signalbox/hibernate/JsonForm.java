package io.signalbox.hibernate;

import static org.hibernate.type.SqlTypes.BINARY;
import static org.hibernate.type.SqlTypes.BLOB;
import static org.hibernate.type.SqlTypes.BOOLEAN;
import static org.hibernate.type.SqlTypes.DECIMAL;
import static org.hibernate.type.SqlTypes.DURATION;
import static org.hibernate.type.SqlTypes.JSON;
import static org.hibernate.type.SqlTypes.JSON_ARRAY;
import static org.hibernate.type.SqlTypes.LONG32VARBINARY;
import static org.hibernate.type.SqlTypes.NUMERIC;
import static org.hibernate.type.SqlTypes.UUID;
import static org.hibernate.type.SqlTypes.VARBINARY;

import java.math.BigDecimal;
import org.hibernate.MappingException;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.jdbc.JdbcType;

/**
 * How a value of a type is written in a JSON document, and how SQL turns the one form into the other.
 *
 * @param stored what a column of the type would hold, of {@code ?}, which {@code json_extract} gave
 * @param written what stands in the document, of {@code ?}, which a column of the type would hold
 */
record JsonForm(String stored, String written) {

    private static final JsonForm SAME = new JsonForm("?", "?");

    static JsonForm of(JdbcType type) {
        if (type instanceof ExactDecimalJdbcType decimal) {
            return decimal.isText() ? SAME : ofUnits(decimal.scale());
        }
        if (type instanceof TextTimeJdbcType time) {
            return ofTimes(time.form());
        }
        int code = type.getDefaultSqlTypeCode();
        if (SqlTypes.isTemporalType(code)) {
            throw new MappingException("a time in an embeddable that is stored as JSON needs " + DialectSettings.TIMES
                    + "=exact: what the community's dialect stores is no text");
        }
        return switch (code) {
            case BOOLEAN -> new JsonForm("?", "json(case ? when 1 then 'true' when 0 then 'false' end)");
            case DECIMAL, NUMERIC, DURATION -> new JsonForm("cast(? as numeric)", "cast(? as text)");
            case BINARY, VARBINARY, LONG32VARBINARY, BLOB -> new JsonForm("unhex(?)", "iif(? is null,null,hex(?))");
            case UUID ->
                type.isBinary()
                        ? new JsonForm("unhex(?,'-')", "iif(? is null,null," + UuidJdbcType.textOf("?") + ")")
                        : SAME;
            case JSON, JSON_ARRAY -> new JsonForm("?", "json(?)");
            default -> SAME;
        };
    }

    /** What stands in an array or object of JSON that a query makes, of {@code ?}; a number as a number. */
    static String ofElement(JdbcType type) {
        boolean plain = type.isNumber()
                || (SqlTypes.isTemporalType(type.getDefaultSqlTypeCode()) && !(type instanceof TextTimeJdbcType));
        return plain ? "?" : of(type).written();
    }

    /** The text of a time, as ISO 8601 has it. */
    static String of(TimeForm form, String stored) {
        return stored.replace(' ', 'T') + (form == TimeForm.TIMESTAMP_UTC ? "Z" : "");
    }

    private static JsonForm ofTimes(TimeForm form) {
        return switch (form) {
            case TIMESTAMP -> new JsonForm("replace(?,'T',' ')", "replace(?,' ','T')");
            case TIMESTAMP_UTC -> new JsonForm("rtrim(replace(?,'T',' '),'Z')", "replace(?,' ','T')||'Z'");
            default -> SAME;
        };
    }

    /** 12.34 is 1234 units of a hundredth; digits that a document leaves out are zeros. */
    private static JsonForm ofUnits(int scale) {
        if (scale == 0) {
            return new JsonForm("cast(? as integer)", "cast(? as text)");
        }
        String zeros = "0".repeat(scale);
        BigDecimal unit = BigDecimal.TEN.pow(scale);
        return new JsonForm(
                "cast(replace(?,'.','')||substr('" + zeros + "',1+max(length(?)-instr(?||'.','.'),0)) as integer)",
                "iif(?<0,'-','')||(abs(?)/" + unit + ")||'.'||substr('" + zeros + "'||(abs(?)%" + unit + "),-" + scale
                        + ")");
    }
}
