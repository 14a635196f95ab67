package io.signalbox.hibernate;

import static io.signalbox.hibernate.Catalogue.ours;
import static io.signalbox.hibernate.Catalogue.stock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.signalbox.hibernate.Catalogue.Depot;
import io.signalbox.hibernate.Catalogue.Spare;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

/** The defects of decimals, locks, functions and errors of the community's dialect, as in {@link CatalogueTest}. */
class CatalogueOfQueriesTest {

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
        stock(new Class<?>[] {Spare.class}, CatalogueOfQueriesTest::writesToLock);
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
