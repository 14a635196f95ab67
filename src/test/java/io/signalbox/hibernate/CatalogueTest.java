package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.function.Consumer;
import org.hibernate.annotations.Comment;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.junit.jupiter.api.Test;

/**
 * The defects of the community's dialect, one test each: what ours does, and a twin that shows the community's still failing.
 * On the day on which upstream mends one, its twin tells.
 */
class CatalogueTest {

    @Entity(name = "Depot")
    @Comment("where engines sleep")
    @Table(uniqueConstraints = @UniqueConstraint(columnNames = {"a", "b"}))
    static class Depot {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Version
        int version;

        String a;
        String b;

        @Column(nullable = false)
        String name = "d";

        LocalDateTime opened;
        LocalDate day;

        @Column(precision = 19, scale = 2)
        BigDecimal amount;

        @ManyToOne
        Depot parent;
    }

    @Entity(name = "Spare")
    static class Spare {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String name;
    }

    @Entity(name = "Numbered")
    static class Numbered {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        Long id;
    }

    private static void ours(Class<?>[] entities, Consumer<DialectUnit> work) {
        try (DialectUnit unit = DialectUnit.of(entities).open()) {
            work.accept(unit);
        }
        try (DialectUnit unit = DialectUnit.of(entities).plain().open()) {
            work.accept(unit);
        }
    }

    private static void ours(Consumer<DialectUnit> work) {
        ours(new Class<?>[] {Depot.class}, work);
    }

    private static void stock(Class<?>[] entities, Consumer<DialectUnit> work) {
        try (DialectUnit unit = DialectUnit.of(entities).stock().open()) {
            work.accept(unit);
        }
    }

    private static void stock(Consumer<DialectUnit> work) {
        stock(new Class<?>[] {Depot.class}, work);
    }

    private static Depot depot() {
        Depot depot = new Depot();
        depot.opened = LocalDateTime.of(2026, 2, 28, 13, 14, 15, 123456789);
        depot.day = depot.opened.toLocalDate();
        return depot;
    }

    /** Of a class without dates and decimals the stock dialect stores what it says, apart from the defect in question. */
    private static Spare spare() {
        Spare spare = new Spare();
        spare.name = "s";
        return spare;
    }

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

    // 8: decimals

    private static BigDecimal storedAmount(DialectUnit unit) {
        unit.run(em -> em.createQuery("insert into Depot(id, version, name, amount) values(1, 0, 'x', :a)")
                .setParameter("a", new BigDecimal("12345678901234567.89"))
                .executeUpdate());
        return unit.one("select d.amount from Depot d", BigDecimal.class);
    }

    @Test
    void aDecimalKeepsItsDigits() {
        ours(unit -> assertThat(storedAmount(unit)).isEqualTo(new BigDecimal("12345678901234567.89")));
    }

    @Test
    void aDecimalLosesDigitsInStock() {
        stock(unit -> assertThat(storedAmount(unit)).isNotEqualByComparingTo(new BigDecimal("12345678901234567.89")));
    }

    // 9: pessimistic locks

    private static boolean writesToLock(DialectUnit unit) {
        unit.executeNative("insert into Spare(id, name) values(1, 's')");
        return unit.statementsOf(() -> unit.run(em -> {
                    em.find(Spare.class, 1L, LockModeType.PESSIMISTIC_WRITE);
                    try (DialectUnit other = DialectUnit.of(Spare.class)
                            .plain()
                            .with("hibernate.hbm2ddl.auto", "none")
                            .with("hibernate.connection.busy_timeout", "0")
                            .on(unit)
                            .open()) {
                        other.executeNative("update Spare set name = 'other'");
                    }
                }))
                .isEmpty();
    }

    @Test
    void aLockedRowIsLocked() {
        ours(
                new Class<?>[] {Spare.class},
                unit -> assertThatThrownBy(() -> writesToLock(unit)).hasStackTraceContaining("SQLITE_BUSY"));
    }

    @Test
    void aLockedRowIsNotLockedByStock() {
        stock(new Class<?>[] {Spare.class}, CatalogueTest::writesToLock);
    }

    // 10: on conflict

    private static int upsert(DialectUnit unit) {
        String hql = "insert into Depot(id, version, name) values(1, 0, 'x') on conflict(id) do update set name = 'y'";
        return unit.execute(hql) + unit.execute(hql);
    }

    @Test
    void aConflictIsSolved() {
        ours(unit -> {
            assertThat(upsert(unit)).isEqualTo(2);
            assertThat(unit.value("select name from Depot")).isEqualTo("y");
        });
    }

    @Test
    void aConflictIsNotEvenTranslatedByStock() {
        stock(unit -> assertThatThrownBy(() -> upsert(unit)).hasStackTraceContaining("conflict"));
    }

    // 11: functions

    @Test
    void functionsAreThere() {
        ours(unit -> {
            assertThat(unit.one("select locate('a', 'banana', 3)", Integer.class))
                    .isEqualTo(4);
            assertThat(unit.one("select repeat('ab', 3)", String.class)).isEqualTo("ababab");
            assertThat(unit.one("select trunc({2026-02-28 13:14:15}, month)", LocalDateTime.class))
                    .isEqualTo(LocalDateTime.of(2026, 2, 1, 0, 0));
            assertThat(unit.one("select cast('2026-01-01' as LocalDate)", LocalDate.class))
                    .isEqualTo(LocalDate.of(2026, 1, 1));
        });
    }

    @Test
    void functionsAreNotThereInStock() {
        stock(unit -> {
            assertThatThrownBy(() -> unit.one("select locate('a', 'banana', 3)", Integer.class))
                    .isNotNull();
            assertThatThrownBy(() -> unit.one("select repeat('ab', 3)", String.class))
                    .isNotNull();
            assertThatThrownBy(() -> unit.one("select trunc({2026-02-28 13:14:15}, month)", LocalDateTime.class))
                    .isNotNull();
            assertThat(unit.one("select cast('2026-01-01' as LocalDate)", LocalDate.class))
                    .isNotEqualTo(LocalDate.of(2026, 1, 1));
        });
    }

    // 12: comments

    @Test
    void aCommentIsHarmless() {
        ours(unit -> assertThat(unit.ddl("depot")).isNotEmpty());
    }

    @Test
    void aCommentIsAnErrorInStock() {
        assertThatThrownBy(() -> DialectUnit.of(Depot.class)
                        .stock()
                        .with("hibernate.hbm2ddl.halt_on_error", true)
                        .open()
                        .close())
                .hasStackTraceContaining("comment on table");
    }

    // 13: the version that is assumed

    @Test
    void theVersionThatIsAssumedIsOneThatIsUsed() {
        assertThat(new SqliteDialect().getVersion().isSameOrAfter(3, 46)).isTrue();
        assertThat(new SqliteDialect().supportsFilterClause()).isTrue();
    }

    @Test
    void theVersionThatStockAssumesIsTwo() {
        assertThat(new org.hibernate.community.dialect.SQLiteDialect().supportsFilterClause())
                .isFalse();
    }

    // 14: errors, of which errors.md has the whole table

    private static Throwable syntaxError(DialectUnit unit) {
        return catchThrowable(() -> unit.executeNative("insert into nowhere values(1)"));
    }

    @Test
    void errorsAreToldApart() {
        ours(unit -> assertThat(syntaxError(unit)).isInstanceOf(org.hibernate.exception.SQLGrammarException.class));
    }

    @Test
    void errorsAreNotToldApartByStock() {
        stock(unit -> assertThat(syntaxError(unit)).isNotInstanceOf(org.hibernate.exception.SQLGrammarException.class));
    }
}
