package io.signalbox.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Formats a time as text, by a pattern of Hibernate's {@code format} function: SQLite's own {@code strftime} knows neither
 * the names of months and days nor more than three digits behind the seconds.
 */
final class TimeFormat {

    private static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");

    private static final List<String> DAYS =
            List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");

    private static final String LAST_QUOTE = "'";

    private final String time;
    private final boolean utc;

    private TimeFormat(String time, boolean utc) {
        this.time = time;
        this.utc = utc;
    }

    /**
     * The SQL of a formatted time.
     *
     * @param time the SQL of the time
     * @param utc whether the time is one in UTC, so that its offset is known
     * @throws UnsupportedQueryException if the pattern has a letter that nothing stands for
     */
    static String of(String pattern, String time, boolean utc) {
        TimeFormat format = new TimeFormat(time, utc);
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            int end = endOfPart(pattern, at);
            parts.add(format.part(pattern.substring(at, end)));
            at = end;
        }
        return parts.isEmpty() ? "''" : "(" + String.join("||", parts) + ")";
    }

    private static int endOfPart(String pattern, int start) {
        char first = pattern.charAt(start);
        int end = start + 1;
        if (first == '\'') {
            int close = pattern.indexOf(LAST_QUOTE, end);
            return close < 0 ? pattern.length() : close + 1;
        }
        while (end < pattern.length() && Character.isLetter(first) && pattern.charAt(end) == first) {
            end++;
        }
        return end;
    }

    private String part(String part) {
        char letter = part.charAt(0);
        if (letter == '\'') {
            return part.length() == 2 ? "''''" : "'" + part.substring(1).replace(LAST_QUOTE, "") + "'";
        }
        return Character.isLetter(letter) ? field(letter, part.length()) : "'" + part + "'";
    }

    private String field(char letter, int length) {
        String sql = fieldOrNull(letter, length);
        if (sql == null) {
            throw new UnsupportedQueryException("format() on SQLite has nothing for '"
                    + String.valueOf(letter).repeat(length)
                    + "'; it has y, Y, M, w, E, e, d, D, a, H, h, m, s, S, and of an instant x, X and Z");
        }
        return sql;
    }

    private @Nullable String fieldOrNull(char letter, int length) {
        return switch (letter) {
            case 'G' -> "'AD'";
            case 'y', 'u' -> year(length, substring(1, 4));
            case 'Y' -> year(length, strftime('G'));
            case 'M', 'L' ->
                length > 2 ? name(MONTHS, number(substring(6, 2)), 1, length) : padded(substring(6, 2), length);
            case 'w' -> padded(strftime('V'), length);
            case 'E' -> name(DAYS, strftime('w'), 0, length);
            case 'e' -> padded(strftime('w') + "+1", length);
            case 'd' -> padded(substring(9, 2), length);
            case 'D' -> padded(strftime('j'), length);
            case 'a' -> "case when " + hour() + "<12 then 'AM' else 'PM' end";
            case 'H' -> padded(hour(), length);
            case 'h' -> padded("(" + hour() + "+11)%12+1", length);
            case 'm' -> padded(number(clock(1)), length);
            case 's' -> padded(number(clock(4)), length);
            case 'S' -> "substr(substr(" + time + ",instr(" + time + ",':')+7)||'000000000',1," + length + ")";
            case 'x', 'X', 'Z' -> utc ? offset(letter, length) : null;
            default -> null;
        };
    }

    private static String year(int length, String year) {
        return length == 2 ? "substr(" + year + ",3,2)" : padded(year, length);
    }

    private static String offset(char letter, int length) {
        if (letter == 'X') {
            return "'Z'";
        }
        return letter == 'x' && length == 1 ? "'+00'" : length % 2 == 1 && letter == 'x' ? "'+00:00'" : "'+0000'";
    }

    private String substring(int from, int length) {
        return "substr(" + time + "," + from + "," + length + ")";
    }

    private String strftime(char conversion) {
        return number("strftime('%" + conversion + "'," + substring(1, 10) + ")");
    }

    private String hour() {
        return number(clock(-2));
    }

    /** Two digits of the time of day, counted from its first colon. */
    private String clock(int fromColon) {
        return "substr(" + time + ",instr(" + time + ",':')" + (fromColon < 0 ? "" : "+") + fromColon + ",2)";
    }

    private static String number(String text) {
        return "cast(" + text + " as integer)";
    }

    private static String padded(String number, int length) {
        return "printf('%0" + length + "d'," + number + ")";
    }

    private static String name(List<String> names, String index, int first, int length) {
        String cases = IntStream.range(0, names.size())
                .mapToObj(i -> "when " + (i + first) + " then '"
                        + (length > 3 ? names.get(i) : names.get(i).substring(0, 3)) + "'")
                .collect(Collectors.joining(" "));
        return "case " + index + " " + cases + " end";
    }
}
