package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.hibernate.Session;
import org.hibernate.type.StandardBasicTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers with a declared precision are exact; what cannot be is refused. */
class DecimalsTest {

    @Entity(name = "Item")
    static class Item {
        @Id
        long id;

        @Column(precision = 18, scale = 2)
        BigDecimal price;

        @Column(precision = 18, scale = 2)
        BigDecimal other;

        @Column(precision = 10, scale = 4)
        BigDecimal rate;

        @Column(precision = 12)
        BigInteger whole;

        @Column(precision = 30, scale = 3)
        BigDecimal wide;

        BigDecimal naked;
        BigInteger nakedWhole;
        int quantity;

        Item() {}

        Item(long id, String price, int quantity) {
            this.id = id;
            this.price = new BigDecimal(price);
            this.quantity = quantity;
        }
    }

    private static DialectUnit unit;

    @BeforeAll
    static void open() {
        unit = DialectUnit.of(Item.class).open();
    }

    @AfterAll
    static void close() {
        unit.close();
    }

    @BeforeEach
    void empty() {
        unit.execute("delete from Item");
    }

    private Item stored(Item item) {
        unit.persist(item);
        return unit.call(em -> em.find(Item.class, item.id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.00",
                "0.01",
                "-0.01",
                "12.34",
                "-12.34",
                "1234567890123456.78",
                "9999999999999999.99",
                "-9999999999999999.99"
            })
    void aNumberOfUpTo18DigitsComesBackAsItWas(String text) {
        Item item = new Item(1, text, 1);
        item.rate = new BigDecimal("123456.7891");
        item.whole = new BigInteger("999999999999");
        Item found = stored(item);
        assertThat(found.price).isEqualTo(item.price);
        assertThat(found.rate).isEqualTo(item.rate);
        assertThat(found.whole).isEqualTo(item.whole);
        assertThat(unit.value("select typeof(price) from Item")).isEqualTo("integer");
        assertThat(unit.one("select i.price from Item i where i.price = ?1", BigDecimal.class, item.price))
                .isEqualTo(item.price);
        assertThat(unit.one("select i.price from Item i where i.price = " + text + "bd", BigDecimal.class))
                .isEqualTo(item.price);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678901234567.890", "-0.001", "123456789012345678901234567.891", "0.000", "10.000"})
    void aWiderNumberComesBackAsItWas(String text) {
        Item item = new Item(1, "0.00", 1);
        item.wide = new BigDecimal(text);
        assertThat(stored(item).wide).isEqualTo(item.wide);
        assertThat(unit.value("select typeof(wide) from Item")).isEqualTo("text");
        assertThat(unit.one(
                        "select count(i) from Item i where i.wide = ?1", Long.class, item.wide.stripTrailingZeros()))
                .isEqualTo(1);
        assertThat(unit.one("select count(i) from Item i where i.wide = " + text + "bd", Long.class))
                .isEqualTo(1);
        assertThat(unit.one("select count(i) from Item i where i.wide in (?1)", Long.class, item.wide))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select i from Item i order by i.wide",
                "select sum(i.wide) from Item i",
                "select max(i.wide) from Item i",
                "select avg(i.wide) from Item i",
                "select i.wide + 1 from Item i",
                "select i from Item i where i.wide > 1bd",
                "select i from Item i where i.wide between 1bd and 2bd",
                "select i from Item i where i.wide = i.price",
                "select i from Item i where i.wide * 2 = 1",
                "select rank() over (order by i.wide) from Item i",
            })
    void orderAndSumOfAWiderNumberAreRefused(String hql) {
        assertThatThrownBy(() -> unit.all(hql, Object.class))
                .hasStackTraceContaining("a number of more than 18 digits is refused");
    }

    @Test
    void whatTakesAWiderNumberAsItIsWorks() {
        Item item = new Item(1, "0.00", 1);
        item.wide = new BigDecimal("123456789012345678901234567.891");
        unit.persist(item, new Item(2, "0.00", 1));
        assertThat(unit.one("select count(distinct i.wide) from Item i", Long.class))
                .isEqualTo(1);
        assertThat(unit.one("select i.id from Item i where i.wide is null", Long.class))
                .isEqualTo(2);
        assertThat(unit.all("select i.wide from Item i group by i.wide", BigDecimal.class))
                .hasSize(2);
        assertThat(unit.one("select coalesce(i.wide, 7bd) from Item i where i.id = 1", BigDecimal.class))
                .isEqualTo(item.wide);
        assertThat(unit.execute("update Item i set i.wide = 5bd where i.id = 2"))
                .isEqualTo(1);
        assertThat(unit.one("select i.id from Item i where i.wide = 5bd", Long.class))
                .isEqualTo(2);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> unit.persist(new Item(1, "1.005", 1)))
                .hasStackTraceContaining("the number 1.005 does not fit NUMERIC(18,2)");
        assertThatThrownBy(() -> unit.persist(new Item(1, "10000000000000000.00", 1)))
                .hasStackTraceContaining("does not fit NUMERIC(18,2)");
        unit.persist(new Item(1, "1.5000", 1));
        assertThat(unit.call(em -> em.find(Item.class, 1L)).price).isEqualTo(new BigDecimal("1.50"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "-1",
                "12.5",
                "0.1",
                "123456789.123456",
                "9223372036854775807",
                "1E+18",
                "3.141592653589793"
            })
    void aNumberWithoutDeclarationComesBackWhereItCan(String text) {
        Item item = new Item(1, "0.00", 1);
        item.naked = new BigDecimal(text);
        item.nakedWhole = new BigInteger("-9223372036854775808");
        Item found = stored(item);
        assertThat(found.naked).isEqualByComparingTo(item.naked);
        assertThat(found.nakedWhole).isEqualTo(item.nakedWhole);
        assertThat(unit.one("select count(i) from Item i where i.naked = ?1", Long.class, item.naked))
                .isEqualTo(1);
        assertThat(unit.one("select count(i) from Item i where i.naked * 1 = ?1", Long.class, item.naked))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678901234567.89", "9223372036854775808.5", "0.12345678901234567890"})
    void aNumberWithoutDeclarationIsRefusedWhereItWouldLoseDigits(String text) {
        Item item = new Item(1, "0.00", 1);
        item.naked = new BigDecimal(text);
        assertThatThrownBy(() -> unit.persist(item))
                .hasStackTraceContaining("would lose digits")
                .hasStackTraceContaining("@Column(precision = ");
    }

    @Test
    void aNativeQueryReadsADeclaredNumberAsIt() {
        unit.persist(new Item(1, "12.34", 1));
        assertThat(unit.value("select price from Item")).isEqualTo(new BigDecimal("12.34"));
        unit.run(em -> {
            assertThat(em.createNativeQuery("select price from Item", BigDecimal.class)
                            .getSingleResult())
                    .isEqualTo(new BigDecimal("12.34"));
            assertThat(em.createNativeQuery("select id, price as p from Item", Object[].class)
                            .getResultList())
                    .singleElement()
                    .satisfies(row -> assertThat(((Object[]) row)[1]).isEqualTo(new BigDecimal("12.34")));
            assertThat(em.unwrap(Session.class)
                            .createNativeQuery("select price as p from Item", Object.class)
                            .addScalar("p", BigDecimal.class)
                            .getSingleResult())
                    .isEqualTo(new BigDecimal("12.34"));
            assertThat(em.unwrap(Session.class)
                            .createNativeQuery("select price as p from Item", Object.class)
                            .addScalar("p", StandardBasicTypes.BIG_DECIMAL)
                            .getSingleResult())
                    .isEqualTo(new BigDecimal("12.34"));
            assertThat(em.createNativeQuery("select sum(price) from Item").getSingleResult())
                    .as("what is computed has no declaration")
                    .isEqualTo(1234);
            assertThat(em.unwrap(Session.class)
                            .createNativeQuery("select sum(price) as total from Item", Object.class)
                            .addAttributeResult("total", Item.class, "price")
                            .getSingleResult())
                    .isEqualTo(new BigDecimal("12.34"));
        });
    }

    /** Its column says more than the mapping does. */
    @Entity(name = "HandWritten")
    static class HandWritten {
        @Id
        long id;

        @Column(columnDefinition = "numeric(10,2)")
        BigDecimal price;
    }

    @Test
    void anAttributeIsReadAsItIsMappedAndNotAsItsColumnIsDeclared() {
        try (DialectUnit plain = DialectUnit.of(HandWritten.class).open()) {
            HandWritten row = new HandWritten();
            row.id = 1;
            row.price = new BigDecimal("12.34");
            plain.persist(row);
            assertThat(plain.one("select h.price from HandWritten h", BigDecimal.class))
                    .isEqualTo(new BigDecimal("12.34"));
            plain.run(em -> assertThat(em.find(HandWritten.class, 1).price).isEqualTo(new BigDecimal("12.34")));
        }
    }

    @Test
    void theStockFormIsKeptOnDemand() {
        try (DialectUnit stock = DialectUnit.of(Item.class)
                .with("hibernate.dialect.sqlite.decimals", "stock")
                .open()) {
            stock.persist(new Item(1, "12.34", 3));
            assertThat(stock.value("select price from Item")).isInstanceOf(Number.class);
            assertThat(stock.value("select price = 12.34 from Item")).isEqualTo(1);
            assertThat(stock.one("select sum(i.price) from Item i", BigDecimal.class))
                    .isEqualByComparingTo("12.34");
            assertThat(stock.all("select i.id from Item i order by i.wide", Long.class))
                    .hasSize(1);
        }
    }

    @Test
    void theDeclaredTypesTellTheForm() {
        assertThat(unit.ddl("item"))
                .contains("price numeric(18,2)", "wide varchar", "naked numeric(38,2)", "whole numeric(12,0)");
        try (DialectUnit other = DialectUnit.of(Item.class)
                .with("hibernate.dialect.sqlite.strict", true)
                .open()) {
            assertThat(other.ddl("item")).contains("price integer", "wide text", "naked any", "whole integer");
        }
    }
}
