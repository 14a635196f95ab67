package io.signalbox.hibernate;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Locale;
import org.hibernate.query.common.TemporalUnit;

/**
 * SQL on times in the form of {@link TimeText}, exact to the nanosecond: SQLite's own functions round to the millisecond, so
 * they get no more than whole seconds, and what is behind the point is carried by hand.
 */
final class TimeSql {

    private static final long NANOS = 1_000_000_000L;

    private static final String DATE_TIME = "%Y-%m-%d %H:%M:%f";
    private static final String TIME = "%H:%M:%f";

    private TimeSql() {}

    /** The modifier that makes local time of UTC: the JVM's offset where it never changes, else the process's zone. */
    static String localModifier(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        if (!rules.isFixedOffset()) {
            return "'localtime'";
        }
        ZoneOffset offset = rules.getOffset(Instant.EPOCH);
        return "'" + (offset.equals(ZoneOffset.UTC) ? "+00:00" : offset) + "'";
    }

    /** The modifier that makes UTC of local time. */
    static String utcModifier(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        return rules.isFixedOffset() ? "'" + -rules.getOffset(Instant.EPOCH).getTotalSeconds() + " seconds'" : "'utc'";
    }

    static String currentDate(ZoneId zone) {
        return "date('now'," + localModifier(zone) + ")";
    }

    static String currentTime(ZoneId zone) {
        return trimmed("strftime('" + TIME + "','now'," + localModifier(zone) + ")");
    }

    static String currentTimestamp(ZoneId zone) {
        return trimmed("strftime('" + DATE_TIME + "','now'," + localModifier(zone) + ")");
    }

    static String currentInstant() {
        return trimmed("strftime('" + DATE_TIME + "','now')");
    }

    /** A time with a fraction, without the zeros at its end. */
    private static String trimmed(String time) {
        return "rtrim(rtrim(" + time + ",'0'),'.')";
    }

    /** The pattern of {@code extract(unit from ?2)}. */
    static String extract(TemporalUnit unit) {
        return switch (unit) {
            case YEAR -> integer("substr(?2,1,4)");
            case QUARTER -> "((" + integer("substr(?2,6,2)") + "+2)/3)";
            case MONTH -> integer("substr(?2,6,2)");
            case DAY, DAY_OF_MONTH -> integer("substr(?2,9,2)");
            case HOUR -> integer("substr(?2,instr(?2,':')-2,2)");
            case MINUTE -> integer("substr(?2,instr(?2,':')+1,2)");
            case SECOND -> "cast(substr(?2,nullif(instr(?2,':'),0)+4) as real)";
            case DAY_OF_WEEK -> "(" + integer("strftime('%w',substr(?2,1,10))") + "+1)";
            case DAY_OF_YEAR -> integer("strftime('%j',substr(?2,1,10))");
            case WEEK -> integer("strftime('%V',substr(?2,1,10))");
            case EPOCH -> "unixepoch(substr(?2,1,19))";
            default ->
                throw new UnsupportedQueryException("SQLite has nothing to extract the field " + name(unit) + " with");
        };
    }

    private static String integer(String text) {
        return "cast(" + text + " as integer)";
    }

    private static String name(TemporalUnit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    /** The pattern of {@code timestampadd(unit, ?2, ?3)}. */
    static String add(TemporalUnit unit, TimeKind kind) {
        return switch (unit) {
            case YEAR -> addWhole(kind, "(?2)", "years", true);
            case QUARTER -> addWhole(kind, "(?2)*3", "months", true);
            case MONTH -> addWhole(kind, "(?2)", "months", true);
            case WEEK -> addWhole(kind, "(?2)*7", "days", false);
            case DAY -> addWhole(kind, "(?2)", "days", false);
            case HOUR -> addWhole(kind, "(?2)", "hours", false);
            case MINUTE -> addWhole(kind, "(?2)", "minutes", false);
            case SECOND -> addNanos(kind, integer("(?2)*" + NANOS));
            case NANOSECOND, NATIVE -> addNanos(kind, integer("?2"));
            default ->
                throw new UnsupportedQueryException("SQLite has nothing to add the unit " + name(unit) + " with");
        };
    }

    /** A month later is the same day, or the last of a shorter month: the modifier floor. */
    private static String addWhole(TimeKind kind, String count, String unit, boolean floor) {
        String modifiers = "((" + count + ")||' " + unit + "')" + (floor ? ",'floor'" : "");
        return kind == TimeKind.DATE
                ? "date(substr(?3,1,10)," + modifiers + ")"
                : "(" + kind.function() + "(" + kind.seconds("?3") + "," + modifiers + ")||" + kind.fraction("?3")
                        + ")";
    }

    private static String addNanos(TimeKind kind, String nanos) {
        String sum = "(" + nanosOf(kind, "?3") + "+" + nanos + ")";
        String fraction = "((" + sum + "%" + NANOS + "+" + NANOS + ")%" + NANOS + ")";
        String seconds = "((" + sum + "-" + fraction + ")/" + NANOS + ")";
        String moved = kind.function() + "(" + kind.seconds("?3") + "," + seconds + "||' seconds')";
        return kind == TimeKind.DATE ? moved : trimmed("(" + moved + "||printf('.%09d'," + fraction + "))");
    }

    /** What is behind the point, in nanoseconds. */
    private static String nanosOf(TimeKind kind, String time) {
        return kind == TimeKind.DATE
                ? "0"
                : integer("substr(substr(" + time + "," + (kind.length() + 2) + ")||'000000000',1,9)");
    }

    /** The pattern of {@code timestampdiff(unit, ?2, ?3)}: how many whole units ?3 is after ?2. */
    static String difference(TemporalUnit unit, TimeKind from, TimeKind to) {
        return switch (unit) {
            case YEAR -> "(" + months() + "/12)";
            case QUARTER -> "(" + months() + "/3)";
            case MONTH -> months();
            case WEEK -> "(" + seconds(from, to) + "/604800)";
            case DAY -> "(" + seconds(from, to) + "/86400)";
            case HOUR -> "(" + seconds(from, to) + "/3600)";
            case MINUTE -> "(" + seconds(from, to) + "/60)";
            case SECOND -> seconds(from, to);
            case NANOSECOND, NATIVE ->
                "(" + rawSeconds(from, to) + "*" + NANOS + "+" + nanosOf(to, "?3") + "-" + nanosOf(from, "?2") + ")";
            default ->
                throw new UnsupportedQueryException("SQLite has nothing to count the unit " + name(unit) + " with");
        };
    }

    private static String rawSeconds(TimeKind from, TimeKind to) {
        return "(unixepoch(" + to.seconds("?3") + ")-unixepoch(" + from.seconds("?2") + "))";
    }

    /** Toward zero: a second that is not over does not count. */
    private static String seconds(TimeKind from, TimeKind to) {
        return towardZero(rawSeconds(from, to), from.fraction("?2"), to.fraction("?3"));
    }

    private static String months() {
        String months = "((substr(?3,1,4)-substr(?2,1,4))*12+substr(?3,6,2)-substr(?2,6,2))";
        return towardZero(months, rest("?2"), rest("?3"));
    }

    /** Of a date alone as of its midnight. */
    private static String rest(String time) {
        return "substr(" + time + "||case when length(" + time + ")=10 then ' 00:00:00' else '' end,9)";
    }

    private static String towardZero(String difference, String restFrom, String restTo) {
        return "(" + difference + "+case when " + difference + ">0 and " + restTo + "<" + restFrom + " then -1 when "
                + difference + "<0 and " + restTo + ">" + restFrom + " then 1 else 0 end)";
    }
}
