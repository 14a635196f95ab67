package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void numbersAreOrderedGroupedAndSummedExactly() {
        unit.persist(
                new Item(1, "9999999999999999.99", 1),
                new Item(2, "-5.00", 2),
                new Item(3, "0.01", 3),
                new Item(4, "100.00", 4),
                new Item(5, "20.00", 5));
        assertThat(unit.all("select i.id from Item i order by i.price", Long.class))
                .containsExactly(2L, 3L, 5L, 4L, 1L);
        assertThat(unit.all("select i.price from Item i order by i.price desc limit 1", BigDecimal.class))
                .containsExactly(new BigDecimal("9999999999999999.99"));
        assertThat(unit.one("select sum(i.price) from Item i", BigDecimal.class))
                .isEqualTo(new BigDecimal("10000000000000115.00"));
        assertThat(unit.one("select min(i.price) from Item i", BigDecimal.class))
                .isEqualTo(new BigDecimal("-5.00"));
        assertThat(unit.one("select max(i.price) from Item i", BigDecimal.class))
                .isEqualTo(new BigDecimal("9999999999999999.99"));
        assertThat(unit.one("select avg(i.price) from Item i where i.id > 1", Double.class))
                .isEqualTo(28.7525);
        assertThat(unit.one("select sum(i.price * i.quantity) from Item i where i.id > 1", BigDecimal.class))
                .isEqualTo(new BigDecimal("490.03"));
        assertThat(unit.all(
                        "select i.quantity, sum(i.price) as s from Item i group by i.quantity order by s",
                        Object[].class))
                .extracting(row -> ((BigDecimal) row[1]).toPlainString())
                .containsExactly("-5.00", "0.01", "20.00", "100.00", "9999999999999999.99");
        assertThat(unit.all(
                        "select i.quantity from Item i group by i.quantity having sum(i.price) > 50 order by i.quantity",
                        Integer.class))
                .containsExactly(1, 4);
        assertThat(unit.all(
                        "select sum(i.price) over (order by i.id) from Item i where i.id in (3, 4)", BigDecimal.class))
                .containsExactly(new BigDecimal("0.01"), new BigDecimal("100.01"));
    }

    @ParameterizedTest
    @CsvSource({
        "i.price > 10, 1",
        "i.price > 12.34, 0",
        "i.price >= 12.34, 1",
        "i.price < 12.345, 1",
        "i.price = 12.34, 1",
        "i.price <> 12.34, 0",
        "i.price = 12.34bd, 1",
        "i.price = 12.34f, 1",
        "'i.price in (1, 12.34)', 1",
        "'i.price not in (1, 2)', 1",
        "i.price between 12 and 13, 1",
        "i.price between 12.34 and 12.34, 1",
        "i.price = i.other + 2.34, 1",
        "i.price - i.other = 2.34, 1",
        "i.price > i.other, 1",
        "i.price * 2 = 24.68, 1",
        "i.price / 2 = 6.17, 1",
        "-i.price = -12.34, 1",
        "abs(i.price) = 12.34, 1",
        "'round(i.price, 1) = 12.3', 1",
        "floor(i.price) = 12, 1",
        "i.price > i.rate, 1",
        "i.rate = 1.5, 1",
        "i.price = i.quantity + 9.34, 1",
        "i.quantity < i.price, 1",
        "'coalesce(i.price, 0) = 12.34', 1",
        "'coalesce(i.naked, i.price) = 12.34', 1",
        "'nullif(i.price, 12.34) is null', 1",
        "case when i.id = 1 then i.price else 0 end = 12.34, 1",
        "case i.price when 12.34 then 1 else 0 end = 1, 1",
        "cast(i.price as String) = '12.34', 1",
        "cast(i.price as Integer) = 12, 1",
        "i.price = (select max(j.price) from Item j), 1",
        "(select max(j.price) from Item j) * 2 = 24.68, 1",
        "i.price >= all (select j.price from Item j), 1",
        "i.price in (select j.price from Item j), 1",
        "exists (select 1 from Item j where j.price = i.price), 1",
        "'(i.price, i.id) = (12.34bd, 1L)', 1",
        "'(i.price, i.id) in ((12.34bd, 1L), (5bd, 2L))', 1",
        "i.naked / 4 = 2.5, 1",
        "i.quantity / 2 = 1, 1",
        "i.quantity % 2 = 1, 1",
    })
    void numbersAreComparedAndComputedAsNumbers(String predicate, long expected) {
        Item item = new Item(1, "12.34", 3);
        item.other = new BigDecimal("10.00");
        item.rate = new BigDecimal("1.5000");
        unit.persist(item);
        if (predicate.contains("naked / 4")) {
            unit.execute("update Item i set i.naked = 10");
        }
        assertThat(unit.one("select count(i) from Item i where " + predicate, Long.class))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "i.price, 12.34",
        "i.price + i.price, 24.68",
        "i.price - 0.34, 12.00",
        "i.price * 3, 37.02",
        "-i.price, -12.34",
        "'coalesce(i.other, i.price)', 12.34",
        "'coalesce(i.other, 1)', 1.00",
        "abs(-i.price), 12.34",
        "case when i.id = 2 then i.price else 5 end, 5.00",
        "(select sum(j.price) from Item j), 12.34",
        "i.price * 1.5, 18.51",
        "i.price / 4, 3.085",
        "'round(i.price, 1)', 12.3",
        "'greatest(i.price, 20)', 20",
        "'least(i.price, 20)', 12.34",
        "max(i.price), 12.34",
    })
    void numbersAreSelectedAsNumbers(String expression, BigDecimal expected) {
        unit.persist(new Item(1, "12.34", 3));
        Number selected = unit.one("select " + expression + " from Item i", Number.class);
        assertThat(new BigDecimal(selected.toString())).isEqualByComparingTo(expected);
    }

    @Test
    void whatAQueryWritesIsExactToo() {
        unit.persist(new Item(1, "10.00", 3));
        unit.execute("update Item i set i.price = i.price * 1.1");
        assertThat(price(1)).isEqualTo("11.00");
        unit.execute("update Item i set i.price = i.price + 0.05, i.other = 7");
        assertThat(price(1)).isEqualTo("11.05");
        unit.execute("update Item i set i.price = i.other");
        assertThat(price(1)).isEqualTo("7.00");
        unit.execute("update Item i set i.price = i.quantity");
        assertThat(price(1)).isEqualTo("3.00");
        unit.execute("update Item i set i.price = (select max(j.other) from Item j) / 2");
        assertThat(price(1)).isEqualTo("3.50");
        unit.execute("insert into Item (id, price, quantity) values (2, 12.34, 1), (3, 5, 2)");
        assertThat(price(2)).isEqualTo("12.34");
        assertThat(price(3)).isEqualTo("5.00");
        unit.execute(
                "insert into Item (id, price, other, quantity) select i.id + 10, i.price, i.quantity, i.quantity from Item i where i.id > 1");
        assertThat(price(12)).isEqualTo("12.34");
        assertThat(unit.one("select i.other from Item i where i.id = 13", BigDecimal.class))
                .isEqualTo(new BigDecimal("2.00"));
        unit.execute(
                "insert into Item (id, price, quantity) values (2, 1.5, 1) on conflict(id) do update set price = excluded.price");
        assertThat(price(2)).isEqualTo("1.50");
        assertThatThrownBy(() -> unit.execute("update Item i set i.price = 1.005"))
                .hasStackTraceContaining("does not fit NUMERIC(18,2)");
        assertThat(unit.values("select distinct typeof(price) from Item")).containsExactly("integer");
    }

    private String price(long id) {
        return unit.one("select i.price from Item i where i.id = ?1", BigDecimal.class, id)
                .toPlainString();
    }

    @Test
    void aSetUnionsNumbersAndTheyStayWhatTheyAre() {
        unit.persist(new Item(1, "10.00", 3), new Item(2, "20.50", 3));
        assertThat(unit.all(
                        "select i.price from Item i where i.id = 1 union all select i.price from Item i where i.id = 2",
                        BigDecimal.class))
                .containsExactlyInAnyOrder(new BigDecimal("10.00"), new BigDecimal("20.50"));
        assertThat(unit.all("select d.p from (select i.price as p from Item i) d where d.p > 15", BigDecimal.class))
                .containsExactly(new BigDecimal("20.50"));
        assertThat(unit.all(
                        "with c as (select sum(i.price) as p from Item i) select c.p from c c where c.p > 15",
                        BigDecimal.class))
                .singleElement()
                .satisfies(sum -> assertThat(sum).isEqualByComparingTo("30.50"));
    }

    @Test
    void whatAQueryInAnotherComputesIsWhatItIs() {
        unit.persist(new Item(1, "12.34", 3));
        assertThat(unit.all(
                        "select d.p from (select round(i.price, 1) as p from Item i) d where d.p > 12",
                        BigDecimal.class))
                .containsExactly(new BigDecimal("12.30"));
        assertThat(unit.one(
                        "select count(i) from Item i where (select round(j.price, 1) from Item j) = 12.3", Long.class))
                .isEqualTo(1);
        assertThat(unit.all("select d.p from (select i.price / 4 as p from Item i) d where d.p > 3", BigDecimal.class))
                .containsExactly(new BigDecimal("3.085"));
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
