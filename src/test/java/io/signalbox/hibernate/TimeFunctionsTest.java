package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HQL's functions and arithmetic of times, with what Java or PostgreSQL says for the answer. */
class TimeFunctionsTest {

    private static final LocalDateTime AT = LocalDateTime.of(2026, 1, 31, 13, 14, 15, 999_999_999);

    private static DialectUnit unit;

    @Entity(name = "Event")
    static class Event {
        @Id
        long id;

        LocalDateTime at;
        LocalDate day;
        LocalTime time;
        Instant instant;
        int n;
        Duration span = Duration.ofSeconds(90, 1);

        Event() {}

        Event(long id, LocalDateTime at) {
            this.id = id;
            this.at = at;
            day = at.toLocalDate();
            time = at.toLocalTime();
            instant = at.toInstant(ZoneOffset.UTC);
            n = 3;
        }
    }

    @BeforeAll
    static void open() {
        unit = DialectUnit.of(Event.class).open();
        unit.persist(new Event(1, AT));
    }

    @AfterAll
    static void close() {
        unit.close();
    }

    private static Object select(String expression) {
        return unit.one("select " + expression + " from Event e where e.id = 1", Object.class);
    }

    private static boolean holds(String predicate) {
        return unit.one("select count(e) from Event e where e.id = 1 and " + predicate, Long.class) == 1;
    }

    @ParameterizedTest
    @CsvSource({
        "year(e.at), 2026",
        "month(e.at), 1",
        "day(e.at), 31",
        "hour(e.at), 13",
        "minute(e.at), 14",
        "year(e.day), 2026",
        "month(e.day), 1",
        "day(e.day), 31",
        "hour(e.time), 13",
        "minute(e.time), 14",
        "year(e.instant), 2026",
        "hour(e.instant), 13",
        "extract(quarter from e.at), 1",
        "extract(day of month from e.at), 31",
        "extract(day of week from e.at), 7",
        "extract(day of year from e.at), 31",
        "extract(week from e.at), 5",
        "extract(week of month from e.at), 5",
        "extract(epoch from e.at), 1769865255",
        "extract(nanosecond from e.at), 15999999999",
    })
    void fieldsAreExtracted(String expression, long expected) {
        assertThat(((Number) select(expression)).longValue()).isEqualTo(expected);
        if (!expression.contains("nanosecond")) {
            assertThat(holds(expression + " = " + expected)).isTrue();
        }
    }

    @Test
    void secondsAreExtractedWithWhatIsBehindThePoint() {
        assertThat(((Number) select("second(e.at)")).doubleValue()).isEqualTo(15.999999999, within());
        assertThat(((Number) select("second(e.time)")).doubleValue()).isEqualTo(15.999999999, within());
        assertThat(select("extract(date from e.at)")).isEqualTo(AT.toLocalDate());
        assertThat(select("extract(time from e.at)")).isEqualTo(AT.toLocalTime());
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-5);
    }

    @ParameterizedTest
    @CsvSource({
        "e.at + 1 day, 2026-02-01T13:14:15.999999999",
        "e.at - 1 day, 2026-01-30T13:14:15.999999999",
        "e.at + e.n day, 2026-02-03T13:14:15.999999999",
        "e.at + 1 month, 2026-02-28T13:14:15.999999999",
        "e.at - 2 month, 2025-11-30T13:14:15.999999999",
        "e.at + 1 quarter, 2026-04-30T13:14:15.999999999",
        "e.at + 1 year, 2027-01-31T13:14:15.999999999",
        "e.at - 1 week, 2026-01-24T13:14:15.999999999",
        "e.at + 11 hour, 2026-02-01T00:14:15.999999999",
        "e.at + 50 minute, 2026-01-31T14:04:15.999999999",
        "e.at + 45 second, 2026-01-31T13:15:00.999999999",
        "e.at - 16 second, 2026-01-31T13:13:59.999999999",
        "e.at + 1 nanosecond, 2026-01-31T13:14:16",
        "e.at - 999999999 nanosecond, 2026-01-31T13:14:15",
        "e.at - 1000000000 nanosecond, 2026-01-31T13:14:14.999999999",
        "e.at + 1.5 second, 2026-01-31T13:14:17.499999999",
        "e.at + e.span, 2026-01-31T13:15:46",
        "e.at - e.span, 2026-01-31T13:12:45.999999998",
        "e.at + 2 * e.span, 2026-01-31T13:17:16.000000001",
        "e.at + (e.span + 1 day), 2026-02-01T13:15:46",
        "'timestampadd(day, 1, e.at)', 2026-02-01T13:14:15.999999999",
    })
    void timesAreMoved(String expression, LocalDateTime expected) {
        assertThat(select(expression)).isEqualTo(expected);
        assertThat(unit.one("select count(e) from Event e where " + expression + " = ?1", Long.class, expected))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "e.day + 1 day, 2026-02-01",
        "e.day - 1 day, 2026-01-30",
        "e.day + 1 month, 2026-02-28",
        "e.day + 1 year, 2027-01-31",
        "e.day - 1 week, 2026-01-24",
    })
    void daysAreMoved(String expression, LocalDate expected) {
        assertThat(select(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "e.time + 1 hour, 14:14:15.999999999",
        "e.time - 14 hour, 23:14:15.999999999",
        "e.time + 1 nanosecond, 13:14:16",
        "e.time + 30 second, 13:14:45.999999999",
    })
    void timesOfDayAreMoved(String expression, LocalTime expected) {
        assertThat(select(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T13:14:15.999999999",
                "2026-01-31T13:14:15.999999998",
                "2026-02-01T13:14:15.5",
                "2025-02-28T00:00:00",
                "2024-02-28T23:59:59",
                "2026-03-31T13:14:15.999999999",
                "2026-02-28T13:14:16",
                "1999-12-31T23:59:59"
            })
    void differencesAreCountedAsJavaCountsThem(LocalDateTime other) {
        for (ChronoUnit each : List.of(
                ChronoUnit.YEARS,
                ChronoUnit.MONTHS,
                ChronoUnit.WEEKS,
                ChronoUnit.DAYS,
                ChronoUnit.HOURS,
                ChronoUnit.MINUTES,
                ChronoUnit.SECONDS,
                ChronoUnit.NANOS)) {
            String hql = each == ChronoUnit.NANOS
                    ? "nanosecond"
                    : each.name().toLowerCase(java.util.Locale.ROOT).replaceAll("s$", "");
            Number counted = unit.one(
                    "select timestampdiff(" + hql + ", e.at, ?1) from Event e where e.id = 1", Number.class, other);
            assertThat(counted.longValue()).as(hql).isEqualTo(each.between(AT, other));
        }
        assertThat(unit.one("select ?1 - e.at from Event e where e.id = 1", Duration.class, other))
                .isEqualTo(Duration.between(AT, other));
    }

    @ParameterizedTest
    @CsvSource({
        "year, 2026-01-01T00:00:00",
        "quarter, 2026-01-01T00:00:00",
        "month, 2026-01-01T00:00:00",
        "week, 2026-01-26T00:00:00",
        "day, 2026-01-31T00:00:00",
        "hour, 2026-01-31T13:00:00",
        "minute, 2026-01-31T13:14:00",
        "second, 2026-01-31T13:14:15",
    })
    void timesAreTruncated(String to, LocalDateTime expected) {
        assertThat(select("trunc(e.at, " + to + ")")).isEqualTo(expected);
        assertThat(select("truncate(e.day, " + to + ")"))
                .isEqualTo(
                        expected.toLocalDate().isBefore(AT.toLocalDate()) ? expected.toLocalDate() : AT.toLocalDate());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "yyyy-MM-dd HH:mm:ss | 2026-01-31 13:14:15",
                "dd/MM/yy | 31/01/26",
                "d.M.yyyy | 31.1.2026",
                "EEEE, MMMM d | Saturday, January 31",
                "EEE MMM | Sat Jan",
                "hh:mm a | 01:14 PM",
                "h 'o clock' | 1 o clock",
                "HH:mm:ss.SSS | 13:14:15.999",
                "SSSSSSSSS | 999999999",
                "'day' D | day 31",
                "YYYY-'W'ww | 2026-W05",
            })
    void timesAreFormatted(String pattern, String expected) {
        assertThat(select("format(e.at as '" + pattern.replace("'", "''") + "')"))
                .isEqualTo(expected);
    }

    @Test
    void aPatternThatNothingStandsForIsRefused() {
        assertThat(select("format(e.instant as 'HH:mm xxx')")).isEqualTo("13:14 +00:00");
        assertThatThrownBy(() -> select("format(e.at as 'HH:mm z')"))
                .hasStackTraceContaining("format() on SQLite has nothing for 'z'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e.at = {2026-01-31 13:14:15.999999999}",
                "e.at > {2026-01-31 13:14:15}",
                "e.at between {2026-01-31 00:00:00} and {2026-02-01 00:00:00}",
                "e.day = {2026-01-31}",
                "e.day < {2026-02-01}",
                "e.time > {13:14:15}",
                "e.at = {ts '2026-01-31 13:14:15.999999999'}",
                "e.day = {d '2026-01-31'}",
                "e.at < current_timestamp or e.at >= current_timestamp",
                "cast('2026-01-31' as LocalDate) = e.day",
                "cast('2026-01-31T13:14:15.999999999' as LocalDateTime) = e.at",
                "cast('13:14:15.999999999000' as LocalTime) = e.time",
                "cast(e.at as LocalDate) = e.day",
                "cast(e.at as LocalTime) = e.time",
                "cast(e.day as LocalDateTime) = {2026-01-31 00:00:00}",
                "cast(e.at as String) = '2026-01-31 13:14:15.999999999'",
                "e.at in ({2026-01-31 13:14:15.999999999})",
                "(e.at - {2026-01-31 13:14:15}) by nanosecond = 999999999",
                "e.at - 1 day < e.at",
                "year(e.at) = 2026 and month(e.at) < 2",
                "coalesce(e.at, local datetime) = e.at",
                "greatest(e.at, {2026-02-01 00:00:00}) = {2026-02-01 00:00:00}",
            })
    void timesAreComparedWithEachOther(String predicate) {
        assertThat(holds(predicate)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-28T10:00:00Z, 2026-02-28T10:00:00Z",
        "2026-02-28 10:00:00.250+02:00, 2026-02-28T08:00:00.250Z",
        "2026-02-28 10:00:00.123456789-02:00, 2026-02-28T12:00:00.123456789Z",
        "2026-02-28T10:00:00, 2026-02-28T10:00:00Z",
    })
    void aTextIsCastToAnInstant(String text, Instant expected) {
        assertThat(select("cast('" + text + "' as Instant)")).isEqualTo(expected);
    }

    @Test
    void durationsAreSummedToADuration() {
        assertThat(unit.one("select sum(e.span) from Event e where e.id = 1", Duration.class))
                .isEqualTo(Duration.ofSeconds(90, 1));
        assertThat(unit.one("select sum(e.span) from Event e where e.id = 0", Duration.class))
                .isNull();
        assertThat(unit.one(
                        "select count(*) from (select sum(e.span) as s from Event e) x where x.s > 1 minute",
                        Long.class))
                .isEqualTo(1);
    }
}
