package io.signalbox.hibernate;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.hibernate.query.sqm.CastType;

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
