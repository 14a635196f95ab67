package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.hibernate.DecimalsTest.Item;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries of numbers with a declared precision, see {@link DecimalsTest}. */
class DecimalQueriesTest {

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
}
