package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.sqlite.SqlFunctions;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HQL's functions of strings, numbers and JSON, its set operations, windows and recursive queries. */
class FunctionsTest {

    @Entity(name = "Node")
    static class Node {
        @Id
        long id;

        String name;
        int number;
        double length;
        boolean open;

        @ManyToOne
        Node parent;

        @JdbcTypeCode(SqlTypes.JSON)
        String json;

        Node() {}

        Node(long id, String name, Node parent) {
            this.id = id;
            this.name = name;
            this.parent = parent;
            number = (int) id * 10;
            length = id * 1.5;
            open = id % 2 == 1;
            json = "{\"id\":" + id + ",\"tags\":[\"a\",\"b\"],\"name\":\"" + name + "\"}";
        }
    }

    private static DialectUnit unit;

    @BeforeAll
    static void open() {
        unit = DialectUnit.of(Node.class)
                .with("hibernate.query.hql.json_functions_enabled", true)
                .open();
        Node root = new Node(1, "root", null);
        Node left = new Node(2, "Left", root);
        Node right = new Node(3, "ÉCLAIR", root);
        unit.persist(root, left, right, new Node(4, "leaf", left));
    }

    @AfterAll
    static void close() {
        unit.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "locate('a', 'banana') => 2",
                "locate('a', 'banana', 3) => 4",
                "locate('x', 'banana', 2) => 0",
                "locate('b', 'banana', 2) => 0",
                "position('n' in 'banana') => 3",
                "repeat('ab', 3) => ababab",
                "length('banana') => 6",
                "character_length('é') => 1",
                "upper('abc') => ABC",
                "lower('ABC') => abc",
                "concat('a', 'b', 'c') => abc",
                "'a' || 'b' => ab",
                "concat('x', true, n.open) => xtruetrue",
                "'x' || false => xfalse",
                "substring('banana', 2, 3) => ana",
                "substring('banana' from 3 for 2) => na",
                "left('banana', 2) => ba",
                "right('banana', 2) => na",
                "replace('banana', 'an', 'x') => bxxa",
                "trim('  a ') => a",
                "trim(leading 'x' from 'xxa') => a",
                "trim(trailing 'x' from 'axx') => a",
                "lpad('7', 3, '0') => 007",
                "rpad('7', 3, '0') => 700",
                "lpad('banana', 3) => ban",
                "pad('7' with 3 leading '0') => 007",
                "overlay('banana' placing 'XX' from 2 for 3) => bXXna",
                "abs(-5) => 5",
                "sign(-5) => -1",
                "mod(7, 3) => 1",
                "7 % 3 => 1",
                "7 / 2 => 3",
                "round(2.567, 2) => 2.57",
                "floor(2.7) => 2.0",
                "ceiling(2.1) => 3.0",
                "truncate(2.789, 1) => 2.7",
                "trunc(-2.7) => -2.0",
                "sqrt(16.0) => 4.0",
                "power(2.0, 3) => 8.0",
                "exp(0.0) => 1.0",
                "ln(1.0) => 0.0",
                "log10(100.0) => 2.0",
                "log(2.0, 8.0) => 3.0",
                "degrees(0.0) => 0.0",
                "sin(0.0) => 0.0",
                "atan2(0.0, 1.0) => 0.0",
                "greatest(1, 3, 2) => 3",
                "least(1, 3, 2) => 1",
                "coalesce(null, 5) => 5",
                "nullif(5, 6) => 5",
                "ifnull(null, 7) => 7",
                "cast('12' as Integer) => 12",
                "cast(12 as String) => 12",
                "cast('1.5' as Double) => 1.5",
                "cast(true as String) => true",
                "cast('true' as Boolean) => true",
                "cast(1 as Boolean) => true",
                "str(12) => 12",
                "ascii('a') => 97",
                "bitand(6, 3) => 2",
                "bitor(6, 3) => 7",
                "bitxor(6, 3) => 5",
                "bitnot(1) => -2",
                "cbrt(-8.0) => -2.0",
                "collate('a' as nocase) => a",
                "case when 1 = 1 then 'x' else 'y' end => x",
                "case 2 when 1 then 'x' when 2 then 'z' end => z",
            })
    void functionsOfStringsAndNumbers(String expression, String expected) {
        Object value = unit.one("select " + expression + " from Node n where n.id = 1", Object.class);
        assertThat(String.valueOf(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n.name like 'ro%'",
                "n.name like '%oo_'",
                "n.name not like 'x%'",
                "n.name like 'r\\_%' escape '\\' or n.id = 1",
                "n.name ilike 'RO%'",
                "n.name like regexp 'r.*t'",
                "n.name not like regexp '^x'",
                "n.name ilike regexp 'R.*T'",
                "regexp_like(n.name, 'r[o]+t')",
                "regexp_like(n.name, 'R[O]+T', 'i')",
                "n.open",
                "n.open = true",
                "not n.open = false",
                "n.open is true",
                "n.open is not false",
                "n.name in ('root', 'x')",
                "n.id in (1, 2)",
                "(n.id, n.name) = (1, 'root')",
                "(n.id, n.name) in ((1, 'root'), (2, 'x'))",
                "(n.id, n.number) < (2, 0)",
                "n.parent is null",
                "n.parent is distinct from n",
                "n.number between 5 and 15",
                "exists (select 1 from Node c where c.parent = n)",
                "n.id = any (select m.id from Node m)",
                "n.id <= all (select m.id from Node m)",
                "n.number > (select min(m.number) - 1 from Node m)",
                "json_value(n.json, '$.name') = 'root'",
                "json_value(n.json, '$.id' returning Integer) = 1",
                "json_exists(n.json, '$.tags')",
                "not json_exists(n.json, '$.none')",
                "json_query(n.json, '$.tags') = '[\"a\",\"b\"]'",
                "json_value(json_set(n.json, '$.id', 9), '$.id' returning Integer) = 9",
                "not json_exists(json_remove(n.json, '$.id'), '$.id')",
                "json_value(json_object('k': 'v'), '$.k') = 'v'",
                "json_value(json_array(1, 2), '$[1]' returning Integer) = 2",
            })
    void predicates(String predicate) {
        assertThat(unit.all("select n.id from Node n where n.id = 1 and (" + predicate + ")", Long.class))
                .containsExactly(1L);
    }

    @Test
    void caseIsFoldedInEveryScriptWhereThatIsWanted() {
        assertThat(unit.all("select n.id from Node n where casefold(n.name) = casefold('éclair')", Long.class))
                .containsExactly(3L);
        assertThat(unit.one("select lower('É')", String.class))
                .as("SQLite's own knows ASCII")
                .isEqualTo("É");
        assertThat(unit.one("select casefold('STRASSE') from Node n where n.id = 1", String.class))
                .isEqualTo(unit.one("select casefold('straße') from Node n where n.id = 1", String.class));
    }

    @Test
    void anotherPoolCanHaveTheFunctionsToo() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            SqlFunctions.register(connection);
            try (ResultSet row = connection
                    .createStatement()
                    .executeQuery("select casefold('É'), 'abc' regexp 'b', casefold(null), null regexp 'a'")) {
                assertThat(row.getString(1)).isEqualTo("é");
                assertThat(row.getInt(2)).isEqualTo(1);
                assertThat(row.getString(3)).isNull();
                assertThat(row.getObject(4)).isNull();
            }
            assertThatThrownBy(() -> connection.createStatement().executeQuery("select 'a' regexp '('"))
                    .hasMessageContaining("pattern of a regexp is wrong");
        }
    }

    @Test
    void aggregatesAndWindows() {
        assertThat(unit.one("select listagg(n.name, ',') within group (order by n.id) from Node n", String.class))
                .isEqualTo("root,Left,ÉCLAIR,leaf");
        assertThat(unit.one("select count(*) filter (where n.open) from Node n", Long.class))
                .isEqualTo(2);
        assertThat(unit.one("select sum(n.number) from Node n", Long.class)).isEqualTo(100);
        assertThat(unit.one("select avg(n.number) from Node n", Double.class)).isEqualTo(25.0);
        assertThat(unit.one("select var_pop(n.number) from Node n", Double.class))
                .isEqualTo(125.0);
        assertThat(unit.one("select var_samp(n.id) from Node n where n.id < 4", Double.class))
                .isEqualTo(1.0);
        assertThat(unit.one("select stddev(n.id) from Node n where n.id < 4", Double.class))
                .isEqualTo(1.0);
        assertThat(unit.one("select stddev(n.id) from Node n where n.id = 1", Double.class))
                .as("of a sample of one there is none")
                .isNull();
        assertThat(unit.one("select stddev_pop(n.id) filter (where n.open) from Node n", Double.class))
                .isEqualTo(1.0);
        assertThat(unit.one("select every(n.number > 0) from Node n", Boolean.class))
                .isTrue();
        assertThat(unit.one("select any(n.number > 30) from Node n", Boolean.class))
                .isTrue();
        assertThat(unit.all("select row_number() over (order by n.id desc) from Node n order by n.id", Long.class))
                .containsExactly(4L, 3L, 2L, 1L);
        assertThat(unit.all(
                        "select rank() over (partition by n.open order by n.id) from Node n order by n.id",
                        Integer.class))
                .containsExactly(1, 1, 2, 2);
        assertThat(unit.all("select lag(n.name) over (order by n.id) from Node n order by n.id", String.class))
                .containsExactly(null, "root", "Left", "ÉCLAIR");
        assertThat(unit.all(
                        "select sum(n.number) over (order by n.id rows between 1 preceding and current row) from Node n order by n.id",
                        Long.class))
                .containsExactly(10L, 30L, 50L, 70L);
        assertThat(unit.all(
                        "select n.open, count(n) from Node n group by n.open having count(n) > 1 order by n.open",
                        Object[].class))
                .hasSize(2);
    }

    @Test
    void limitsOrdersAndSets() {
        assertThat(unit.all("select n.id from Node n order by n.id limit 2 offset 1", Long.class))
                .containsExactly(2L, 3L);
        assertThat(unit.all("select n.id from Node n order by n.id fetch first 1 rows only", Long.class))
                .containsExactly(1L);
        assertThat(unit.all("select n.id from Node n order by n.open, n.id fetch first 1 rows with ties", Long.class))
                .containsExactly(2L);
        assertThat(unit.all("select n.id from Node n order by n.parent.id nulls last, n.id", Long.class))
                .containsExactly(2L, 3L, 4L, 1L);
        assertThat(unit.all(
                        "select n.id from Node n left join n.parent p order by p.id desc nulls first, n.id",
                        Long.class))
                .containsExactly(1L, 4L, 2L, 3L);
        assertThat(unit.all(
                        "select n.id from Node n where n.id < 3 union select n.id from Node n where n.id > 1",
                        Long.class))
                .hasSize(4);
        assertThat(unit.all(
                        "select n.id from Node n where n.id < 3 union all select n.id from Node n where n.id > 1",
                        Long.class))
                .hasSize(5);
        assertThat(unit.all(
                        "select n.id from Node n where n.id < 3 intersect select n.id from Node n where n.id > 1",
                        Long.class))
                .containsExactly(2L);
        assertThat(unit.all("select n.id from Node n except select n.id from Node n where n.id > 1", Long.class))
                .containsExactly(1L);
        assertThat(unit.all("select d.c from (select count(n) as c from Node n group by n.open) d", Long.class))
                .containsExactly(2L, 2L);
        List<Node> page = unit.call(em -> em.createQuery("from Node n order by n.id", Node.class)
                .setFirstResult(1)
                .setMaxResults(2)
                .getResultList());
        assertThat(page).extracting(node -> node.id).containsExactly(2L, 3L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "json_arrayagg(n.name order by n.id) => [\"root\",\"Left\",\"ÉCLAIR\",\"leaf\"]",
                "json_arrayagg(n.number order by n.id desc) filter (where n.open) => [30,10]",
                "json_arrayagg(n.open order by n.id) => [true,false,true,false]",
                "json_arrayagg(n.parent.id order by n.id) => [1,1,2]",
                "json_arrayagg(n.parent.id null on null order by n.id) => [null,1,1,2]",
                "json_arrayagg(n.parent.id order by n.id) filter (where n.number > 20) => [1,2]",
                "json_objectagg(n.name : n.parent.id) => {\"Left\":1,\"ÉCLAIR\":1,\"leaf\":2}",
                "json_objectagg(n.name : n.parent.id null on null) filter (where n.id < 3) => {\"root\":null,\"Left\":1}",
                "json_value(json_arrayagg(n.json order by n.id), '$[1].name') => Left",
            })
    void rowsAreGatheredInJson(String expression, String expected) {
        assertThat(unit.one("select cast(" + expression + " as String) from Node n left join n.parent", String.class))
                .isEqualTo(expected);
    }

    @Test
    void uniqueKeysAreRefusedInJson() {
        assertThatThrownBy(() ->
                        unit.one("select json_objectagg(n.name : n.id with unique keys) from Node n", String.class))
                .hasStackTraceContaining("SQLite keeps each pair");
    }

    @Test
    void recursiveQueriesAndSeries() {
        assertThat(unit.all("""
                        with tree as (
                          select n.id as id, 0 as depth from Node n where n.parent is null
                          union all
                          select c.id as id, t.depth + 1 as depth from tree t join Node c on c.parent.id = t.id)
                        select t.depth from tree t order by t.id""", Integer.class)).containsExactly(0, 1, 1, 2);
        assertThat(unit.all("select g from generate_series(1, 4) g order by g", Integer.class))
                .containsExactly(1, 2, 3, 4);
    }
}
