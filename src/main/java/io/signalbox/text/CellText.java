package io.signalbox.text;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The text of one cell of a {@link TextTable}. */
final class CellText {

    private CellText() {}

    static String of(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Number number ? number(number) : TerminalText.printable(value.toString());
    }

    private static String number(Number value) {
        if (value instanceof BigDecimal decimal) {
            int digits = Math.max(decimal.scale(), 0);
            return grouped(value, digits, digits);
        }
        return grouped(value, 0, 3);
    }

    /** A DecimalFormat is not thread-safe, so each number gets its own. */
    private static String grouped(Number value, int minimumFraction, int maximumFraction) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(minimumFraction);
        format.setMaximumFractionDigits(maximumFraction);
        return format.format(value);
    }
}
