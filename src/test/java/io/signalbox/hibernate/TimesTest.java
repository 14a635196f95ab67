package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Temporal;
import jakarta.persistence.TemporalType;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.hibernate.annotations.TimeZoneStorage;
import org.hibernate.annotations.TimeZoneStorageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type of time comes back as it was, and is stored in one form. */
class TimesTest {

    private static final TimeZone BEFORE = TimeZone.getDefault();

    @AfterEach
    void putZoneBack() {
        TimeZone.setDefault(BEFORE);
    }

    @Entity(name = "Times")
    @SuppressWarnings({"deprecation", "JavaUtilDate"})
    static class Times {
        @Id
        long id;

        LocalDate localDate;
        LocalTime localTime;
        LocalDateTime localDateTime;
        Instant instant;
        OffsetDateTime offsetDateTime;
        ZonedDateTime zonedDateTime;
        OffsetTime offsetTime;
        Year yearOnly;
        Duration duration;

        @TimeZoneStorage(TimeZoneStorageType.COLUMN)
        OffsetDateTime withOffset;

        @Temporal(TemporalType.DATE)
        Date date;

        @Temporal(TemporalType.TIME)
        Date time;

        Date timestamp;
        Timestamp sqlTimestamp;
        java.sql.Date sqlDate;
        java.sql.Time sqlTime;
        Calendar calendar;

        Times() {}

        Times(long id, LocalDateTime at) {
            this.id = id;
            localDateTime = at;
            localDate = at.toLocalDate();
            localTime = at.toLocalTime();
            instant = at.toInstant(ZoneOffset.UTC);
            offsetDateTime = at.atOffset(ZoneOffset.ofHours(2));
            withOffset = offsetDateTime;
            zonedDateTime = at.atZone(ZoneId.of("America/New_York"));
            offsetTime = at.toLocalTime().atOffset(ZoneOffset.ofHours(-3));
        }
    }

    private static final LocalDateTime AT = LocalDateTime.of(2026, 2, 28, 13, 14, 15, 123456789);

    private static DialectUnit unit() {
        return DialectUnit.of(Times.class).open();
    }

    private static Times stored(DialectUnit unit, Times times) {
        unit.persist(times);
        return unit.call(em -> em.find(Times.class, times.id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-28T13:14:15.123456789",
                "2026-02-28T13:14:15",
                "0001-01-01T00:00:00",
                "1500-03-01T12:00:00.5",
                "1900-01-01T00:19:31",
                "1969-12-31T23:59:59.999999999",
                "2024-02-29T00:00:00.000000001",
                "2026-03-29T02:30:00",
                "2026-10-25T02:30:00",
                "9998-12-31T23:59:59.999999999"
            })
    void theClassesOfJavaTimeComeBackToTheNanosecond(String text) {
        for (String zone : List.of("UTC", "Europe/Berlin", "America/St_Johns")) {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            LocalDateTime at = LocalDateTime.parse(text);
            Times times = new Times(1, at);
            try (DialectUnit unit = unit()) {
                Times found = stored(unit, times);
                assertThat(found.localDateTime).isEqualTo(at);
                assertThat(found.localDate).isEqualTo(times.localDate);
                assertThat(found.localTime).isEqualTo(times.localTime);
                assertThat(found.instant).isEqualTo(times.instant);
                assertThat(found.offsetDateTime.toInstant()).isEqualTo(times.offsetDateTime.toInstant());
                assertThat(found.zonedDateTime.toInstant()).isEqualTo(times.zonedDateTime.toInstant());
                assertThat(found.withOffset).isEqualTo(times.withOffset);
                assertThat(found.withOffset.getOffset()).isEqualTo(ZoneOffset.ofHours(2));
                assertThat(found.offsetTime.isEqual(times.offsetTime)
                                || found.offsetTime
                                        .withOffsetSameInstant(ZoneOffset.UTC)
                                        .toLocalTime()
                                        .equals(times.offsetTime
                                                .withOffsetSameInstant(ZoneOffset.UTC)
                                                .toLocalTime()))
                        .isTrue();
            }
        }
    }

    @Test
    void theyAreStoredInOneForm() {
        try (DialectUnit unit = unit()) {
            Times times = new Times(1, AT);
            times.duration = Duration.ofHours(1).plusNanos(1);
            times.yearOnly = Year.of(2026);
            unit.persist(times);
            assertThat(unit.value("select localDateTime || '' from Times")).isEqualTo("2026-02-28 13:14:15.123456789");
            assertThat(unit.value("select localDate || '' from Times")).isEqualTo("2026-02-28");
            assertThat(unit.value("select localTime || '' from Times")).isEqualTo("13:14:15.123456789");
            assertThat(unit.value("select instant || '' from Times")).isEqualTo("2026-02-28 13:14:15.123456789");
            assertThat(unit.value("select offsetDateTime || '' from Times")).isEqualTo("2026-02-28 11:14:15.123456789");
            assertThat(unit.value("select zonedDateTime || '' from Times")).isEqualTo("2026-02-28 18:14:15.123456789");
            assertThat(unit.value("select offsetTime || '' from Times")).isEqualTo("16:14:15.123456789");
            assertThat(unit.value("select yearOnly from Times")).isEqualTo(2026);
            assertThat(unit.value("select duration + 0 from Times")).isEqualTo(3600000000001L);
            assertThat(unit.call(em -> em.find(Times.class, 1L)).duration).isEqualTo(times.duration);
        }
    }

    @Test
    @SuppressWarnings({"deprecation", "JavaUtilDate"})
    void theOldClassesComeBackToo() {
        for (String zone : List.of("UTC", "Europe/Berlin", "Asia/Kolkata")) {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            Times times = new Times(1, AT);
            times.date = java.sql.Date.valueOf("2026-02-28");
            times.time = java.sql.Time.valueOf("13:14:15");
            times.timestamp = new Date(1_772_284_455_123L);
            times.sqlTimestamp = Timestamp.valueOf(AT);
            times.sqlDate = java.sql.Date.valueOf("2026-02-28");
            times.sqlTime = java.sql.Time.valueOf("13:14:15");
            times.calendar = Calendar.getInstance(TimeZone.getTimeZone("America/New_York"));
            times.calendar.setTimeInMillis(1_772_284_455_123L);
            try (DialectUnit unit = unit()) {
                Times found = stored(unit, times);
                assertThat(found.date).isEqualTo(times.date);
                assertThat(found.time).isEqualTo(times.time);
                assertThat(found.timestamp.getTime()).isEqualTo(times.timestamp.getTime());
                assertThat(found.sqlTimestamp).isEqualTo(times.sqlTimestamp);
                assertThat(found.sqlDate).isEqualTo(times.sqlDate);
                assertThat(found.sqlTime).isEqualTo(times.sqlTime);
                assertThat(found.calendar.getTimeInMillis()).isEqualTo(times.calendar.getTimeInMillis());
                assertThat(unit.value("select sqlTimestamp || '' from Times"))
                        .isEqualTo("2026-02-28 13:14:15.123456789");
            }
        }
    }

    @Test
    void theZoneOfJdbcIsHeeded() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try (DialectUnit unit = DialectUnit.of(Times.class)
                .with("hibernate.jdbc.time_zone", "UTC")
                .open()) {
            Times times = new Times(1, AT);
            times.sqlTimestamp = Timestamp.valueOf(AT);
            Times found = stored(unit, times);
            assertThat(found.localDateTime).isEqualTo(AT);
            assertThat(found.sqlTimestamp).isEqualTo(times.sqlTimestamp);
            assertThat(unit.value("select localDateTime || '' from Times")).isEqualTo("2026-02-28 12:14:15.123456789");
            assertThat(unit.value("select sqlTimestamp || '' from Times")).isEqualTo("2026-02-28 12:14:15.123456789");
        }
    }

    @Test
    void theyAreOrderedAndFoundByValue() {
        List<LocalDateTime> ordered = List.of(
                LocalDateTime.of(1, 1, 1, 0, 0),
                AT.minusNanos(1),
                AT,
                AT.plusNanos(1),
                LocalDateTime.of(2026, 3, 1, 0, 0),
                LocalDateTime.of(2026, 3, 1, 0, 0, 0, 1),
                LocalDateTime.of(2026, 3, 1, 0, 0, 0, 10),
                LocalDateTime.of(2026, 3, 1, 0, 0, 0, 500_000_000),
                LocalDateTime.of(2026, 3, 1, 0, 0, 1));
        try (DialectUnit unit = unit()) {
            for (int i = 0; i < ordered.size(); i++) {
                unit.persist(new Times((i * 7) % ordered.size(), ordered.get((i * 7) % ordered.size())));
            }
            assertThat(unit.all("select t.localDateTime from Times t order by t.localDateTime", LocalDateTime.class))
                    .containsExactlyElementsOf(ordered);
            for (LocalDateTime at : ordered) {
                assertThat(unit.one(
                                "select t.localDateTime from Times t where t.localDateTime = ?1",
                                LocalDateTime.class,
                                at))
                        .isEqualTo(at);
                assertThat(unit.one(
                                "select count(t) from Times t where t.instant < ?1",
                                Long.class,
                                at.toInstant(ZoneOffset.UTC)))
                        .isEqualTo(ordered.indexOf(at));
            }
            assertThat(unit.one("select max(t.localTime) from Times t", LocalTime.class))
                    .isEqualTo(AT.plusNanos(1).toLocalTime());
        }
    }

    @Test
    void aYearThatSqliteCannotCountIsRefused() {
        try (DialectUnit unit = unit()) {
            assertThatThrownBy(() -> unit.persist(new Times(1, LocalDateTime.of(10000, 1, 1, 0, 0))))
                    .hasStackTraceContaining("SQLite's dates reach from the year 0000 to 9999");
            assertThatThrownBy(() -> unit.persist(new Times(1, LocalDateTime.of(-1, 1, 1, 0, 0))))
                    .hasStackTraceContaining("the date -0001-01-01 cannot be stored");
        }
    }

    @Test
    void whatSqliteItselfWritesIsRead() {
        try (DialectUnit unit = unit()) {
            unit.executeNative(
                    "insert into Times(id, localDateTime, localDate, localTime, instant, offsetTime) values("
                            + "1, datetime('2026-02-28 13:14:15'), date('2026-02-28'), time('13:14:15'), '2026-02-28T15:14:15.5+02:00', '13:14')");
            Times found = unit.call(em -> em.find(Times.class, 1L));
            assertThat(found.localDateTime).isEqualTo(AT.withNano(0));
            assertThat(found.localDate).isEqualTo(AT.toLocalDate());
            assertThat(found.localTime).isEqualTo(AT.withNano(0).toLocalTime());
            assertThat(found.instant).isEqualTo("2026-02-28T13:14:15.500Z");
            assertThat(found.offsetTime).isEqualTo(OffsetTime.of(13, 14, 0, 0, ZoneOffset.UTC));
            unit.executeNative("update Times set localDateTime = 'yesterday'");
            assertThatThrownBy(() -> unit.call(em -> em.find(Times.class, 1L)))
                    .hasStackTraceContaining("the text 'yesterday' is no date or time");
            unit.executeNative("update Times set localDateTime = 1772284455123");
            assertThatThrownBy(() -> unit.call(em -> em.find(Times.class, 1L)))
                    .hasStackTraceContaining("hibernate.dialect.sqlite.times=stock");
        }
    }

    @Test
    void aDatabaseOfTheStockDialectStaysReadable() {
        try (DialectUnit unit = DialectUnit.of(Times.class).stock().open()) {
            Times times = new Times(1, AT.withNano(123_000_000));
            unit.persist(times);
            try (DialectUnit reading = DialectUnit.of(Times.class)
                    .with("hibernate.hbm2ddl.auto", "validate")
                    .with("hibernate.dialect.sqlite.times", "stock")
                    .on(unit)
                    .open()) {
                Times found = reading.call(em -> em.find(Times.class, 1L));
                assertThat(found.localDateTime).isEqualTo(times.localDateTime);
                assertThat(found.instant).isEqualTo(times.instant);
                assertThat(found.localDate).isEqualTo(times.localDate);
            }
        }
    }
}
