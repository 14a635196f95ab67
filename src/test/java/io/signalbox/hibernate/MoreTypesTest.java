package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.hibernate.SampleEntities.Other;
import io.signalbox.hibernate.SampleEntities.Sample;
import io.signalbox.hibernate.SampleEntities.Summary;
import jakarta.persistence.Tuple;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Root;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.function.BiFunction;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All the types that Hibernate knows, and what JPA's criteria make of them. */
class MoreTypesTest {

    private DialectUnit unit;
    private Sample sample;

    @BeforeEach
    void open() throws Exception {
        unit = DialectUnit.of(Sample.class, Other.class).open();
        sample = SampleEntities.sample();
        Sample second = new Sample();
        second.id = 2L;
        second.parent = sample;
        unit.persist(sample.any, sample, second);
    }

    @AfterEach
    void close() {
        unit.close();
    }

    @Test
    void everyTypeComesBack() {
        unit.run(em -> {
            Sample found = em.find(Sample.class, 1L);
            assertThat(found)
                    .usingRecursiveComparison()
                    .ignoringFields("blob", "clob", "any", "calendar", "date")
                    .isEqualTo(sample);
            assertThat(found.calendar.getTimeInMillis()).isEqualTo(sample.calendar.getTimeInMillis());
            assertThat(((Other) found.any).id).isEqualTo(7);
            try {
                assertThat(found.blob.getBytes(1, 2)).containsExactly(1, 2);
                assertThat(found.clob.getSubString(1, 4)).isEqualTo("clob");
            } catch (java.sql.SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s.locale = :p1",
                "s.currency = :p2",
                "s.year = :p3",
                "s.month = MAY",
                "s.month > APRIL",
                "s.weekday = :p4",
                "s.uuidText = :p5",
                "s.yesNo",
                "not s.numeric",
                "s.zone = :p6",
                "s.bits = :p7",
                "s.duration > 1 hour",
                "s.duration = :p8",
                "s.any = :p9",
                "type(s.any) = Other",
                "id(s.any) = 7",
                "s.url = :p10",
                "s.words = :p11",
                "s.list = :p12",
                "s.big = 9223372036854775807",
                "s.price + s.tax = 11",
                "s.price between 10 and 10.5",
                "s.offset = :p13",
            })
    void everyTypeIsCompared(String predicate) {
        Object[] values = {
            sample.locale,
            sample.currency,
            sample.year,
            sample.weekday,
            sample.uuidText,
            sample.zone,
            sample.bits,
            sample.duration,
            sample.any,
            sample.url,
            sample.words,
            sample.list,
            sample.offset
        };
        long found = unit.call(em -> {
            var query = em.createQuery("select count(s) from Sample s where s.id = 1 and " + predicate, Long.class);
            query.getParameters()
                    .forEach(p -> query.setParameter(
                            p.getName(), values[Integer.parseInt(p.getName().substring(1)) - 1]));
            return query.getSingleResult();
        });
        assertThat(found).isEqualTo(1);
    }

    private <T> T criteria(Class<T> type, BiFunction<CriteriaBuilder, Root<Sample>, Expression<T>> selected) {
        return unit.call(em -> {
            CriteriaBuilder cb = em.getCriteriaBuilder();
            CriteriaQuery<T> query = cb.createQuery(type);
            Root<Sample> root = query.from(Sample.class);
            query.select(selected.apply(cb, root)).where(cb.equal(root.get("id"), 1L));
            return em.createQuery(query).getSingleResult();
        });
    }

    @Test
    void criteriaComputeExactly() {
        assertThat(criteria(BigDecimal.class, (cb, r) -> cb.sum(r.<BigDecimal>get("price"), r.get("tax"))))
                .isEqualByComparingTo("11");
        assertThat(criteria(BigDecimal.class, (cb, r) -> cb.sum(r.<BigDecimal>get("price"), new BigDecimal("0.05"))))
                .isEqualByComparingTo("10.30");
        assertThat(criteria(BigDecimal.class, (cb, r) -> cb.diff(r.<BigDecimal>get("price"), BigDecimal.ONE)))
                .isEqualByComparingTo("9.25");
        assertThat(criteria(BigDecimal.class, (cb, r) -> cb.max(r.<BigDecimal>get("price"))))
                .isEqualByComparingTo("10.25");
        assertThat(criteria(BigDecimal.class, (cb, r) -> cb.sum(r.<BigDecimal>get("price"))))
                .isEqualByComparingTo("10.25");
        assertThat(criteria(Double.class, (cb, r) -> cb.avg(r.<BigDecimal>get("price"))))
                .isEqualTo(10.25);
        assertThat(criteria(BigDecimal.class, (cb, r) -> cb.neg(r.<BigDecimal>get("price"))))
                .isEqualByComparingTo("-10.25");
        assertThat(criteria(BigDecimal.class, (cb, r) -> cb.abs(cb.neg(r.<BigDecimal>get("price")))))
                .isEqualByComparingTo("10.25");
        assertThat(criteria(BigDecimal.class, (cb, r) -> cb.round(r.<BigDecimal>get("price"), 1)))
                .isEqualByComparingTo("10.3");
        assertThat(criteria(BigDecimal.class, (cb, r) -> cb.coalesce(r.<BigDecimal>get("price"), BigDecimal.ZERO)))
                .isEqualByComparingTo("10.25");
        assertThat(criteria(Integer.class, (cb, r) -> cb.sign(r.<BigDecimal>get("price"))))
                .isEqualTo(1);
        assertThat(criteria(Double.class, (cb, r) -> cb.sqrt(cb.literal(16)))).isEqualTo(4);
        assertThat(criteria(Integer.class, (cb, r) -> cb.mod(cb.literal(7), 4))).isEqualTo(3);
    }

    @Test
    void criteriaHaveTextsAndTimes() {
        assertThat(criteria(String.class, (cb, r) -> cb.concat(cb.upper(r.get("name")), "!")))
                .isEqualTo("SAMPLE!");
        assertThat(criteria(String.class, (cb, r) -> cb.substring(r.get("name"), 2, 3)))
                .isEqualTo("amp");
        assertThat(criteria(String.class, (cb, r) -> cb.replace(r.get("name"), "S", "s")))
                .isEqualTo("sample");
        assertThat(criteria(String.class, (cb, r) -> cb.left(r.get("name"), 3))).isEqualTo("Sam");
        assertThat(criteria(Integer.class, (cb, r) -> cb.locate(r.get("name"), "p", 2)))
                .isEqualTo(4);
        assertThat(criteria(Integer.class, (cb, r) -> cb.length(r.get("name")))).isEqualTo(6);
        assertThat(criteria(
                        Integer.class,
                        (cb, r) -> cb.extract(jakarta.persistence.criteria.LocalDateTimeField.MONTH, r.get("at"))))
                .isEqualTo(5);
        assertThat(criteria(
                        LocalDate.class,
                        (cb, r) -> cb.extract(jakarta.persistence.criteria.LocalDateTimeField.DATE, r.get("at"))))
                .isEqualTo(LocalDate.of(2026, 5, 1));
        assertThat(criteria(LocalDate.class, (cb, r) -> cb.localDate())).isNotNull();
        assertThat(criteria(LocalDateTime.class, (cb, r) -> cb.localDateTime())).isNotNull();
        assertThat(criteria(LocalTime.class, (cb, r) -> cb.localTime())).isNotNull();
        assertThat(criteria(
                        String.class,
                        (cb, r) -> cb.<String>selectCase()
                                .when(
                                        cb.greaterThan(r.<LocalDateTime>get("at"), LocalDateTime.of(2026, 1, 1, 0, 0)),
                                        "late")
                                .otherwise("early")))
                .isEqualTo("late");
        assertThat(criteria(
                        LocalDateTime.class,
                        (cb, r) -> ((HibernateCriteriaBuilder) cb)
                                .addDuration(r.<LocalDateTime>get("at"), Duration.ofDays(1))))
                .isEqualTo(sample.at.plusDays(1));
    }

    @Test
    void namedNativeQueriesHaveMappings() {
        unit.run(em -> {
            assertThat(em.createNamedQuery("summaries", Summary.class).getResultList())
                    .contains(new Summary(1, sample.price));
            assertThat(em.createNamedQuery("samples", Sample.class).getResultList())
                    .extracting(s -> s.price)
                    .contains(sample.price);
            assertThat(em.createNativeQuery("select id, price from Sample where price = :p", Tuple.class)
                            .setParameter("p", 1025)
                            .getResultList())
                    .hasSize(1);
        });
    }
}
