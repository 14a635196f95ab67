package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.hibernate.TimeFunctionsTest.Event;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times whose meaning the time zone of the JVM tells: the current ones, casts to instants, comparisons with them. */
class TimeZonesTest {

    private static final TimeZone BEFORE = TimeZone.getDefault();
    private static final LocalDateTime AT = LocalDateTime.of(2026, 1, 31, 13, 14, 15, 999_999_999);

    @AfterEach
    void putZoneBack() {
        TimeZone.setDefault(BEFORE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Etc/GMT-11"})
    void aCastToAnInstantAndBackHeedsTheZoneOfTheJvm(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        ZoneOffset offset = ZoneOffset.ofHours(zone.equals("UTC") ? 0 : 11);
        try (DialectUnit zoned = DialectUnit.of(Event.class).open()) {
            zoned.persist(new Event(1, AT));
            assertThat(zoned.one("select cast(e.at as Instant) from Event e", Instant.class))
                    .isEqualTo(AT.toInstant(offset));
            assertThat(zoned.one("select cast(e.day as Instant) from Event e", Instant.class))
                    .isEqualTo(AT.toLocalDate().atStartOfDay().toInstant(offset));
            LocalDateTime local = LocalDateTime.ofInstant(AT.toInstant(ZoneOffset.UTC), offset);
            assertThat(zoned.one("select cast(e.instant as LocalDateTime) from Event e", LocalDateTime.class))
                    .isEqualTo(local);
            assertThat(zoned.one("select cast(e.instant as LocalDate) from Event e", LocalDate.class))
                    .isEqualTo(local.toLocalDate());
            assertThat(zoned.one("select cast(e.instant as LocalTime) from Event e", LocalTime.class))
                    .isEqualTo(local.toLocalTime());
        }
    }

    @Test
    void nowIsNowInTheZoneOfTheJvm() {
        for (String zone : List.of("UTC", "Etc/GMT-11", "Asia/Kolkata")) {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            try (DialectUnit zoned = DialectUnit.of(Event.class).open()) {
                LocalDateTime before = LocalDateTime.now();
                zoned.persist(new Event(1, before.minusSeconds(1)), new Event(2, before.plusMinutes(1)));
                boolean fixed = !zone.contains("Asia"); // of the others only the process knows the zone
                if (fixed) {
                    assertThat(zoned.one("select local datetime", LocalDateTime.class))
                            .isBetween(before.truncatedTo(ChronoUnit.MILLIS), LocalDateTime.now());
                    assertThat(zoned.all("select e.id from Event e where e.at < current_timestamp", Long.class))
                            .containsExactly(1L);
                    assertThat(zoned.one("select local date", LocalDate.class))
                            .isIn(before.toLocalDate(), LocalDate.now());
                }
                Instant earlier = Instant.now();
                assertThat(zoned.one("select instant", Instant.class)).isBetween(earlier.minusMillis(1), Instant.now());
                assertThat(zoned.one("select current_instant", Instant.class)).isAfter(earlier.minusMillis(1));
            }
        }
    }

    @Test
    void anInstantIsComparedWithTheLocalTime() {
        TimeZone.setDefault(TimeZone.getTimeZone("Etc/GMT-11"));
        try (DialectUnit zoned = DialectUnit.of(Event.class).open()) {
            Event past = new Event(1, AT);
            past.instant = Instant.now().minusSeconds(60);
            Event coming = new Event(2, AT);
            coming.instant = Instant.now().plusSeconds(3600);
            zoned.persist(past, coming);
            assertThat(zoned.all("select e.id from Event e where e.instant < current_timestamp", Long.class))
                    .containsExactly(1L);
            assertThat(zoned.all("select e.id from Event e where current_timestamp < e.instant", Long.class))
                    .containsExactly(2L);
            assertThat(zoned.all("select e.id from Event e where e.instant < instant", Long.class))
                    .containsExactly(1L);
        }
    }
}
