package io.signalbox.hibernate;

import static io.signalbox.hibernate.Catalogue.depot;
import static io.signalbox.hibernate.Catalogue.ours;
import static io.signalbox.hibernate.Catalogue.spare;
import static io.signalbox.hibernate.Catalogue.stock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.signalbox.hibernate.Catalogue.Depot;
import io.signalbox.hibernate.Catalogue.Numbered;
import io.signalbox.hibernate.Catalogue.Spare;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.junit.jupiter.api.Test;

/** The defects of the schema, ids and times of the community's dialect, one test each: what ours does, and a twin that
 * shows the community's still failing. On the day on which upstream mends one, its twin tells.
 */
class CatalogueTest {

    // 1: the id of an entity with an int column is lost

    @Test
    void anIdBesideAnIntColumnIsKept() {
        ours(unit -> {
            Depot depot = depot();
            unit.persist(depot);
            assertThat(unit.find(Depot.class, depot.id)).isNotNull();
            assertThat(unit.value("select typeof(id) from Depot")).isEqualTo("integer");
        });
    }

    @Test
    void anIdBesideAnIntColumnIsLostByStock() {
        stock(unit -> {
            Depot depot = depot();
            unit.persist(depot);
            assertThat(unit.find(Depot.class, depot.id)).isNull();
            assertThat(unit.value("select typeof(id) from Depot")).isEqualTo("null");
        });
    }

    // 2: no foreign keys

    private static void dangle(DialectUnit unit) {
        unit.executeNative("insert into Depot(id, version, name, parent_id) values(7, 0, 'x', 999)");
    }

    @Test
    void aForeignKeyIsKept() {
        ours(unit -> assertThatThrownBy(() -> dangle(unit)).hasStackTraceContaining("FOREIGN KEY"));
    }

    @Test
    void aForeignKeyIsNotEvenThereInStock() {
        stock(CatalogueTest::dangle);
    }

    // 3: unique constraints of several columns

    private static void twice(DialectUnit unit) {
        for (int i = 0; i < 2; i++) {
            unit.executeNative("insert into Depot(version, name, a, b) values(0, 'x', 'a', 'b')");
        }
    }

    @Test
    void aUniqueConstraintOfTwoColumnsIsKept() {
        ours(unit -> assertThatThrownBy(() -> twice(unit)).hasStackTraceContaining("UNIQUE"));
    }

    @Test
    void aUniqueConstraintOfTwoColumnsIsDroppedByStock() {
        stock(CatalogueTest::twice);
    }

    // 4: constraint violations are not reported as such

    private static Throwable violation(DialectUnit unit) {
        return catchThrowable(() -> unit.executeNative("insert into Depot(version) values(0)"));
    }

    @Test
    void aViolatedConstraintIsReported() {
        ours(unit -> {
            Throwable thrown = violation(unit);
            assertThat(thrown).isInstanceOf(ConstraintViolationException.class);
            assertThat(((ConstraintViolationException) thrown).getKind()).isEqualTo(ConstraintKind.NOT_NULL);
        });
    }

    @Test
    void aViolatedConstraintIsAnyErrorInStock() {
        stock(unit -> assertThat(violation(unit)).isNotInstanceOf(ConstraintViolationException.class));
    }

    // 5: validate refuses what create made

    @Test
    void whatWasCreatedIsValid() {
        ours(unit -> DialectUnit.of(Depot.class)
                .with("hibernate.hbm2ddl.auto", "validate")
                .on(unit)
                .open()
                .close());
    }

    @Test
    void whatWasCreatedIsInvalidInStock() {
        stock(
                new Class<?>[] {Spare.class},
                unit -> assertThatThrownBy(() -> DialectUnit.of(Spare.class)
                                .stock()
                                .with("hibernate.hbm2ddl.auto", "validate")
                                .on(unit)
                                .open()
                                .close())
                        .hasStackTraceContaining("wrong column type encountered in column [id]"));
    }

    // 6: generators wait for their own transaction

    private static void takeIdAfterWriting(DialectUnit unit) {
        unit.run(em -> {
            em.persist(spare());
            em.flush();
            em.persist(new Numbered());
        });
    }

    @Test
    void anIdIsTakenAfterAWrite() {
        try (DialectUnit unit = DialectUnit.of(Spare.class, Numbered.class).open()) {
            takeIdAfterWriting(unit);
            assertThat(unit.value("select count(*) from Numbered")).isEqualTo(1);
        }
    }

    @Test
    void anIdAfterAWriteIsBusyInStock() {
        try (DialectUnit unit = DialectUnit.of(Spare.class, Numbered.class)
                .stock()
                .with("hibernate.connection.busy_timeout", "0")
                .open()) {
            assertThatThrownBy(() -> takeIdAfterWriting(unit)).hasStackTraceContaining("SQLITE_BUSY");
        }
    }

    // 7: dates

    private static final String LATER = "insert into Depot(id, version, name, opened, day) values(1, 0, 'x', ?, ?)";

    private static void persistAsRow(DialectUnit unit) {
        unit.run(em -> em.createNativeQuery(LATER)
                .setParameter(1, LocalDateTime.of(2999, 1, 1, 0, 0, 0, 1))
                .setParameter(2, LocalDate.of(2999, 1, 1))
                .executeUpdate());
    }

    private static long count(DialectUnit unit, String predicate) {
        return unit.one("select count(d) from Depot d where " + predicate, Long.class);
    }

    @Test
    void timesAreComparedAndComputed() {
        ours(unit -> {
            persistAsRow(unit);
            assertThat(count(unit, "d.opened < current_timestamp")).isZero();
            assertThat(count(unit, "year(d.opened) = 2999")).isEqualTo(1);
            assertThat(unit.one("select day(d.day) from Depot d", Integer.class))
                    .isEqualTo(1);
            assertThat(count(unit, "d.opened - 1 day < d.opened")).isEqualTo(1);
            assertThat(unit.one("select d.opened from Depot d", LocalDateTime.class)
                            .getNano())
                    .isEqualTo(1);
            assertThat(unit.one("select format(d.opened as 'yyyy') from Depot d", String.class))
                    .isEqualTo("2999");
            assertThat(unit.one("select local date", LocalDate.class)).isNotNull();
            assertThat(count(unit, "d.opened > {2026-12-31 00:00:00}")).isEqualTo(1);
            assertThat(count(unit, "d.day = {2999-01-01}")).isEqualTo(1);
        });
    }

    @Test
    void timesAreNeitherComparedNorComputedByStock() {
        stock(unit -> {
            persistAsRow(unit);
            assertThat(count(unit, "d.opened < current_timestamp"))
                    .as("in the year 2999")
                    .isEqualTo(1);
            assertThat(count(unit, "year(d.opened) = 2999")).isZero();
            assertThat(count(unit, "d.opened - 1 day < d.opened")).isZero();
            assertThat(unit.one("select d.opened from Depot d", LocalDateTime.class)
                            .getNano())
                    .isZero();
            assertThat(unit.one("select format(d.opened as 'yyyy') from Depot d", String.class))
                    .isNull();
            assertThatThrownBy(() -> unit.one("select local date", LocalDate.class))
                    .isNotNull();
            assertThatThrownBy(() -> count(unit, "d.opened > {2026-12-31 00:00:00}"))
                    .isNotNull();
            assertThat(count(unit, "d.day = {2999-01-01}")).isZero();
        });
    }
}
