package io.signalbox.hibernate;

import java.util.Locale;
import java.util.stream.Stream;
import org.hibernate.boot.Metadata;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;
import org.hibernate.type.SqlTypes;

/**
 * The types that a STRICT table may have, in place of the declared ones (<a
 * href="https://www.sqlite.org/stricttables.html">STRICT Tables</a>).
 */
final class StrictTypes {

    private StrictTypes() {}

    /** A CREATE TABLE with its columns' types replaced. */
    static String in(String create, Table table, Metadata metadata, Dialect dialect) {
        String result = create;
        for (Column column : table.getColumns()) {
            if (!column.isIdentity()) {
                String name = column.getQuotedName(dialect) + " ";
                String declared = column.getSqlType(metadata);
                String strict =
                        isDeclaredNumber(column, declared) ? "integer" : of(declared, column.getSqlTypeCode(metadata));
                result = result.replace("(" + name + declared, "(" + name + strict)
                        .replace(", " + name + declared, ", " + name + strict);
            }
        }
        return result;
    }

    private static boolean isDeclaredNumber(Column column, String declared) {
        return column.getPrecision() != null && (declared.startsWith("numeric") || declared.startsWith("decimal"));
    }

    private static String of(String declared, int typeCode) {
        String type = declared.toLowerCase(Locale.ROOT);
        if (contains(type, "int", "bool", "bit")) {
            return "integer";
        }
        if (contains(type, "char", "clob", "text", "json", "xml", "enum")) {
            return "text";
        }
        if (contains(type, "blob", "binary")) {
            return "blob";
        }
        if (contains(type, "real", "floa", "doub")) {
            return "real";
        }
        if (SqlTypes.isTemporalType(typeCode) && contains(type, "date", "time")) {
            return "text";
        }
        return "any"; // numbers without a declared precision are integers or reals, as they come
    }

    private static boolean contains(String type, String... parts) {
        return Stream.of(parts).anyMatch(type::contains);
    }
}
