package io.signalbox.hibernate;

import java.sql.SQLDataException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * The one form in which dates and times are stored: {@code 2026-02-28 13:14:15.5}, {@code 2026-02-28} and {@code 13:14:15.5},
 * as SQLite's own functions write them (<a href="https://www.sqlite.org/lang_datefunc.html">Date And Time Functions</a>),
 * with as many digits behind the point as there are, up to nine. Texts of one kind compare as what they stand for, and are
 * equal where it is equal.
 */
final class TimeText {

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter READ_TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private static final int DATE_LENGTH = 10;

    private TimeText() {}

    static String of(LocalDate date) throws SQLDataException {
        if (date.getYear() < 0 || date.getYear() > 9999) {
            throw new SQLDataException(
                    "the date " + date + " cannot be stored: SQLite's dates reach from the year 0000 to 9999", "22008");
        }
        return date.toString();
    }

    static String of(LocalTime time) {
        return TIME.format(time);
    }

    static String of(LocalDateTime time) throws SQLDataException {
        return of(time.toLocalDate()) + " " + of(time.toLocalTime());
    }

    /** The date of a text that begins with one. */
    static LocalDate date(String text) throws SQLDataException {
        return parse(text, () -> LocalDate.parse(text.substring(0, Math.min(DATE_LENGTH, text.length()))));
    }

    /** The time of day of a text that is one, or ends with one. */
    static LocalTime time(String text) throws SQLDataException {
        return parse(text, () -> {
            String local = withoutOffset(text);
            return startsWithDate(local) ? dateTime(local).toLocalTime() : LocalTime.parse(local, READ_TIME);
        });
    }

    /**
     * The date and time of a text, that of its date alone at midnight, and that of a time alone in 1970.
     *
     * @param zone where to move it to if it has an offset; without one it is as it is
     */
    static LocalDateTime dateTime(String text, ZoneOffset zone) throws SQLDataException {
        return parse(text, () -> {
            String local = withoutOffset(text);
            LocalDateTime read =
                    startsWithDate(local) ? dateTime(local) : LocalDate.EPOCH.atTime(LocalTime.parse(local, READ_TIME));
            return local.length() == text.length()
                    ? read
                    : OffsetDateTime.of(read, ZoneOffset.of(text.substring(local.length())))
                            .withOffsetSameInstant(zone)
                            .toLocalDateTime();
        });
    }

    private static LocalDateTime dateTime(String local) {
        LocalDate date = LocalDate.parse(local.substring(0, DATE_LENGTH));
        return local.length() == DATE_LENGTH
                ? date.atStartOfDay()
                : date.atTime(LocalTime.parse(local.substring(DATE_LENGTH + 1), READ_TIME));
    }

    private static boolean startsWithDate(String text) {
        return text.length() >= DATE_LENGTH && text.charAt(4) == '-';
    }

    /** The text up to its Z, or its +hh:mm, behind a time. */
    private static String withoutOffset(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return text;
        }
        int offset = colon;
        while (offset < text.length() && "Z+-".indexOf(text.charAt(offset)) < 0) {
            offset++;
        }
        return text.substring(0, offset);
    }

    @FunctionalInterface
    private interface Parser<T> {
        T parse() throws SQLDataException;
    }

    private static <T> T parse(String text, Parser<T> parser) throws SQLDataException {
        try {
            return parser.parse();
        } catch (DateTimeException | StringIndexOutOfBoundsException e) {
            SQLDataException refused = new SQLDataException(
                    "the text '" + text
                            + "' is no date or time as SQLite writes them, 2026-02-28 13:14:15.5 for instance",
                    "22007");
            refused.initCause(e);
            throw refused;
        }
    }
}
