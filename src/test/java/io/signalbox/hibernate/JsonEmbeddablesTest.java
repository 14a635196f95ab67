package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddables that are stored as JSON: whole, by their components, and in lists. */
class JsonEmbeddablesTest {

    enum Colour {
        RED,
        GREEN
    }

    @Embeddable
    record Inner(int count, String text) {}

    @Embeddable
    record Line(String name, BigDecimal amount, LocalDateTime at) {}

    @Embeddable
    static class Details {
        String name;
        int number;
        Long big;
        double ratio;
        boolean open;

        @Column(precision = 10, scale = 2)
        BigDecimal price;

        @Column(precision = 30, scale = 5)
        BigDecimal wide;

        BigDecimal plain;
        LocalDate day;
        LocalTime hour;
        LocalDateTime local;
        Instant instant;
        Duration duration;
        UUID uuid;
        byte[] bytes;

        @Enumerated(EnumType.STRING)
        Colour colour;

        @JdbcTypeCode(SqlTypes.JSON)
        Inner inner;

        @JdbcTypeCode(SqlTypes.JSON_ARRAY)
        List<Line> history;
    }

    @Entity(name = "Holder")
    static class Holder {
        @Id
        Long id;

        @JdbcTypeCode(SqlTypes.JSON)
        Details details;

        @JdbcTypeCode(SqlTypes.JSON_ARRAY)
        List<Line> lines;
    }

    private DialectUnit unit;
    private Holder holder;

    @BeforeEach
    void open() {
        unit = DialectUnit.of(Holder.class).open();
        holder = new Holder();
        holder.id = 1L;
        holder.details = details();
        holder.lines = List.of(
                new Line("a \"quoted\"", new BigDecimal("1.5"), LocalDateTime.of(2026, 2, 28, 1, 2)),
                new Line(null, null, null));
        unit.persist(holder);
    }

    private static Details details() {
        Details details = new Details();
        details.name = "it's \"quoted\" \\ ünï";
        details.number = 7;
        details.big = Long.MAX_VALUE;
        details.ratio = 0.1;
        details.open = true;
        details.price = new BigDecimal("-0.05");
        details.wide = new BigDecimal("1234567890123456789012345.67891");
        details.plain = new BigDecimal("12.5");
        details.day = LocalDate.of(2026, 2, 28);
        details.hour = LocalTime.of(13, 14, 15, 123456789);
        details.local = LocalDateTime.of(2026, 3, 29, 2, 30, 0, 5);
        details.instant = Instant.parse("2026-02-28T13:14:15.000000001Z");
        details.duration = Duration.ofMillis(1500);
        details.uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        details.bytes = new byte[] {0, 1, -1};
        details.colour = Colour.GREEN;
        details.inner = new Inner(3, "in");
        details.history = List.of(new Line("h", BigDecimal.TEN, LocalDateTime.of(2026, 2, 28, 3, 4)));
        return details;
    }

    @AfterEach
    void close() {
        unit.close();
    }

    @Test
    void aDocumentComesBackInAnyZone() {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Etc/GMT-11"));
        try {
            holder.id = 2L;
            unit.persist(holder);
            assertThat(unit.find(Holder.class, 2L)).usingRecursiveComparison().isEqualTo(holder);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void aDocumentComesBackAsItWas() {
        Holder found = unit.find(Holder.class, 1L);
        assertThat(found).usingRecursiveComparison().isEqualTo(holder);
        assertThat(unit.one("select h.details from Holder h", Details.class))
                .usingRecursiveComparison()
                .isEqualTo(holder.details);
        unit.run(em -> em.find(Holder.class, 1L).details.price = new BigDecimal("12.30"));
        assertThat(unit.find(Holder.class, 1L).details.price).isEqualTo(new BigDecimal("12.30"));
        unit.run(em -> em.find(Holder.class, 1L).details = null);
        assertThat(unit.find(Holder.class, 1L).details).isNull();
        assertThat(unit.value("select details from Holder")).isNull();
    }

    @Test
    void theDocumentIsOneThatOthersRead() {
        assertThat(unit.value("select json_valid(details) from Holder")).isEqualTo(1);
        assertThat(unit.value("select details ->> 'price' from Holder")).isEqualTo("-0.05");
        assertThat(unit.value("select details ->> 'local' from Holder")).isEqualTo("2026-03-29T02:30:00.000000005");
        assertThat(unit.value("select details ->> 'instant' from Holder")).isEqualTo("2026-02-28T13:14:15.000000001Z");
        assertThat(unit.value("select details -> 'open' from Holder")).isEqualTo("true");
        unit.executeNative(
                "update Holder set details = '{\"price\": 12.3, \"number\": 1, \"ratio\": 1, \"open\": false}'");
        assertThat(unit.find(Holder.class, 1L).details.price).isEqualTo(new BigDecimal("12.30"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h.details.name like 'it%'",
                "h.details.number + 1 = 8",
                "h.details.big = 9223372036854775807",
                "h.details.ratio < 0.2",
                "h.details.open",
                "h.details.price = -0.05",
                "h.details.price < 0",
                "h.details.price * 2 = -0.1",
                "h.details.wide = 1234567890123456789012345.67891BD",
                "h.details.plain > 9",
                "h.details.day = {2026-02-28}",
                "year(h.details.day) = 2026",
                "h.details.hour < {13:14:16}",
                "h.details.local > {2026-03-29 02:30:00}",
                "h.details.instant < instant",
                "h.details.colour = GREEN",
                "h.details.inner.count = 3",
                "h.details.inner.text = 'in'",
                "cast(h.details.uuid as String) = '00112233-4455-6677-8899-aabbccddeeff'",
            })
    void componentsAreComparedAsColumnsAre(String predicate) {
        assertThat(unit.one("select count(h) from Holder h where " + predicate, Long.class))
                .isEqualTo(1);
    }

    @Test
    void componentsAreChangedOneByOne() {
        assertThat(unit.execute("update Holder h set h.details.name = 'new', h.details.price = h.details.price - 1.05,"
                        + " h.details.open = false, h.details.local = {2026-01-01 00:00:00}, h.details.bytes = null,"
                        + " h.details.inner.count = h.details.inner.count + 1, h.details.inner.text = 'changed'"))
                .isEqualTo(1);
        Details changed = unit.find(Holder.class, 1L).details;
        assertThat(changed.name).isEqualTo("new");
        assertThat(changed.price).isEqualTo(new BigDecimal("-1.10"));
        assertThat(changed.open).isFalse();
        assertThat(changed.local).isEqualTo(LocalDateTime.of(2026, 1, 1, 0, 0));
        assertThat(changed.bytes).isNull();
        assertThat(changed.inner).isEqualTo(new Inner(4, "changed"));
        assertThat(changed.instant).isEqualTo(holder.details.instant);
        unit.run(em -> em.createQuery("update Holder h set h.details.instant = ?1, h.details.uuid = ?2,"
                        + " h.details.price = ?3, h.details.day = ?4")
                .setParameter(1, Instant.EPOCH)
                .setParameter(2, new UUID(1, 2))
                .setParameter(3, new BigDecimal("99999999.99"))
                .setParameter(4, LocalDate.EPOCH)
                .executeUpdate());
        Details again = unit.find(Holder.class, 1L).details;
        assertThat(again.instant).isEqualTo(Instant.EPOCH);
        assertThat(again.uuid).isEqualTo(new UUID(1, 2));
        assertThat(again.price).isEqualTo(new BigDecimal("99999999.99"));
        assertThat(again.day).isEqualTo(LocalDate.EPOCH);
        unit.executeNative("update Holder set details = null");
        unit.execute("update Holder h set h.details.inner.count = 1");
        assertThat(unit.value("select json(details) from Holder")).isEqualTo("{\"inner\":{\"count\":1}}");
    }

    @Embeddable
    static class Pair {
        int a;
        int b;
    }

    @Entity(name = "Structured")
    static class Structured {
        @Id
        Long id;

        @JdbcTypeCode(SqlTypes.STRUCT)
        Pair pair;
    }

    @Entity(name = "Marked")
    static class Marked {
        @Id
        Long id;

        @JdbcTypeCode(SqlTypes.SQLXML)
        Pair pair;
    }

    @Test
    void whatIsNoJsonIsRefusedWhenTheUnitStarts() {
        assertThatThrownBy(() -> DialectUnit.of(Structured.class).open().close())
                .hasStackTraceContaining("no type mapping for org.hibernate.type.SqlTypes code: 2002 (STRUCT)");
        assertThatThrownBy(() -> DialectUnit.of(Marked.class).open().close())
                .hasStackTraceContaining("map it with @JdbcTypeCode(SqlTypes.JSON)");
    }

    @Test
    void aTimeInADocumentNeedsTimesToBeText() {
        assertThatThrownBy(() -> DialectUnit.of(Holder.class)
                        .with("hibernate.dialect.sqlite.times", "stock")
                        .open()
                        .close())
                .hasStackTraceContaining("needs hibernate.dialect.sqlite.times=exact");
    }

    @Test
    void aNumberThatDoesNotFitIsRefusedInADocumentToo() {
        Holder other = new Holder();
        other.id = 2L;
        other.details = details();
        other.details.price = new BigDecimal("0.001");
        assertThatThrownBy(() -> unit.persist(other)).hasStackTraceContaining("does not fit NUMERIC(10,2)");
    }
}
