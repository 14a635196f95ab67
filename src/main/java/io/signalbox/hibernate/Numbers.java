package io.signalbox.hibernate;

import java.math.BigDecimal;
import java.sql.SQLDataException;
import org.jspecify.annotations.Nullable;

/** The numbers that SQLite has stored, as Java's. */
final class Numbers {

    private Numbers() {}

    /** What is stored, as it is: an integer, a double or the text of a number. */
    static @Nullable BigDecimal plain(@Nullable Object stored) throws SQLDataException {
        if (stored == null) {
            return null;
        }
        if (stored instanceof Double || stored instanceof Float) {
            return BigDecimal.valueOf(((Number) stored).doubleValue());
        }
        if (stored instanceof Number number) {
            return BigDecimal.valueOf(number.longValue());
        }
        try {
            return new BigDecimal(stored.toString().strip());
        } catch (NumberFormatException e) {
            SQLDataException refused = new SQLDataException("'" + stored + "' is no number", "22018");
            refused.initCause(e);
            throw refused;
        }
    }

    /** An integer is so many units of the last decimal place; anything else is as it is. */
    static @Nullable BigDecimal scaled(@Nullable Object stored, int scale) throws SQLDataException {
        return stored instanceof Integer || stored instanceof Long
                ? BigDecimal.valueOf(((Number) stored).longValue(), scale)
                : plain(stored);
    }
}
