package io.signalbox.hibernate;

import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.hibernate.query.sqm.CastType;
import org.hibernate.type.descriptor.jdbc.JdbcType;

/** The patterns of casts from and to times as text, and of a boolean to text. */
final class TimeCasts {

    private static final Set<CastType> TIMESTAMPS =
            EnumSet.of(CastType.TIMESTAMP, CastType.OFFSET_TIMESTAMP, CastType.ZONE_TIMESTAMP);

    private TimeCasts() {}

    /** The pattern, where a plain cast is not the right one. */
    static Optional<String> of(CastType from, CastType to) {
        if (to == CastType.DATE) {
            return Optional.of(from == CastType.STRING ? "date(substr(?1,1,10))" : "substr(?1,1,10)");
        }
        if (to == CastType.TIME) {
            return Optional.of(toTime(from));
        }
        return TIMESTAMPS.contains(to) ? Optional.of(toTimestamp(from)) : Optional.empty();
    }

    /** The pattern of a cast to or from an instant, which is in UTC: the other is local, or a text with its offset. */
    static Optional<String> between(JdbcType from, TimeForm to) {
        boolean isInstant = from instanceof TextTimeJdbcType time && time.form() == TimeForm.TIMESTAMP_UTC;
        ZoneId zone = ZoneId.systemDefault();
        return switch (to) {
            case TIMESTAMP_UTC -> isInstant ? Optional.of("?1") : toInstant(from, zone);
            case TIMESTAMP -> isInstant ? Optional.of(moved("?1", TimeSql.localModifier(zone))) : Optional.empty();
            case DATE -> isInstant ? Optional.of(localPart(1, 10, zone)) : Optional.empty();
            case TIME -> isInstant ? Optional.of(localPart(12, 18, zone)) : Optional.empty();
            case TIME_UTC -> Optional.empty();
        };
    }

    private static Optional<String> toInstant(JdbcType from, ZoneId zone) {
        String toUtc = TimeSql.utcModifier(zone);
        return switch (from.getCastType()) {
            case STRING -> Optional.of(ofTextWithOffset());
            case DATE -> Optional.of("datetime(?1," + toUtc + ")");
            case TIMESTAMP -> Optional.of(moved("?1", toUtc));
            default -> Optional.empty();
        };
    }

    private static String moved(String time, String modifier) {
        return "(datetime(" + TimeKind.TIMESTAMP.seconds(time) + "," + modifier + ")||"
                + TimeKind.TIMESTAMP.fraction(time) + ")";
    }

    private static String localPart(int start, int length, ZoneId zone) {
        return "substr(" + moved("?1", TimeSql.localModifier(zone)) + "," + start + "," + length + ")";
    }

    /** A text without an offset is one of UTC. */
    private static String ofTextWithOffset() {
        String rest = "substr(?1,20)";
        String offset = "ltrim(" + rest + ",'.0123456789')";
        String digits = "substr(" + rest + ",1,length(" + rest + ")-length(" + offset + "))";
        return "(datetime(substr(?1,1,19)||" + offset + ")||rtrim(rtrim(" + digits + ",'0'),'.'))";
    }

    private static String toTime(CastType from) {
        if (TIMESTAMPS.contains(from)) {
            return "substr(?1,12)";
        }
        return from == CastType.STRING ? "(time(substr(?1,1,8))||" + fraction(TimeKind.TIME) + ")" : "?1";
    }

    private static String toTimestamp(CastType from) {
        return switch (from) {
            case STRING -> "(datetime(substr(?1,1,19))||" + fraction(TimeKind.TIMESTAMP) + ")";
            case DATE -> "(?1||' 00:00:00')";
            case TIME -> "('1970-01-01 '||?1)";
            default -> "?1";
        };
    }

    /** The digits behind the seconds, without the zeros at their end. */
    private static String fraction(TimeKind kind) {
        String rest = kind.fraction("?1");
        return "case when " + rest + " glob '.*' then rtrim(rtrim(" + rest + ",'0'),'.') else '' end";
    }
}
