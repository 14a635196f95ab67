package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.TableGenerator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.hibernate.annotations.UuidGenerator;
import org.junit.jupiter.api.Test;

/** Ids of every kind; what is counted is statements. */
class IdsTest {

    @Entity(name = "Rowid")
    static class Rowid {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String name;
    }

    @Entity(name = "IntRowid")
    static class IntRowid {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        int id;
    }

    @Entity(name = "FromSequence")
    static class FromSequence {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        Long id;

        String name;
    }

    @Entity(name = "FromTable")
    static class FromTable {
        @Id
        @TableGenerator(name = "gen", allocationSize = 10)
        @GeneratedValue(strategy = GenerationType.TABLE, generator = "gen")
        Integer id;
    }

    @Entity(name = "Auto")
    static class Auto {
        @Id
        @GeneratedValue
        Long id;
    }

    @Entity(name = "Uuids")
    static class Uuids {
        @Id
        @GeneratedValue(strategy = GenerationType.UUID)
        UUID id;

        @UuidGenerator(style = UuidGenerator.Style.TIME)
        UUID other;
    }

    @Entity(name = "StringUuid")
    static class StringUuid {
        @Id
        @GeneratedValue(strategy = GenerationType.UUID)
        String id;
    }

    @Test
    void anIdentityIsToldByTheInsertItself() {
        try (DialectUnit unit = DialectUnit.of(Rowid.class).open()) {
            Rowid row = new Rowid();
            List<String> statements = unit.statementsOf(() -> unit.persist(row));
            assertThat(statements).singleElement().asString().contains("insert into", "returning");
            assertThat(row.id).isEqualTo(1);
        }
        try (DialectUnit unit = DialectUnit.of(Rowid.class).stock().open()) {
            assertThat(unit.statementsOf(() -> unit.persist(new Rowid()))).hasSizeGreaterThan(1);
        }
    }

    @Test
    void anIdentityMayBeAnInt() {
        try (DialectUnit unit = DialectUnit.of(IntRowid.class).open()) {
            IntRowid row = new IntRowid();
            unit.persist(row, new IntRowid());
            assertThat(row.id).isEqualTo(1);
            assertThat(unit.one("select max(r.id) from IntRowid r", Integer.class))
                    .isEqualTo(2);
        }
    }

    @Test
    void insertsAreBatched() {
        try (DialectUnit unit = DialectUnit.of(FromSequence.class)
                .with("hibernate.jdbc.batch_size", 50)
                .open()) {
            List<String> statements = unit.statementsOf(() -> unit.persist(
                    IntStream.range(0, 50).mapToObj(i -> new FromSequence()).toArray()));
            assertThat(statements.stream().filter(sql -> sql.startsWith("insert into FromSequence")))
                    .hasSize(1);
            assertThat(unit.one("select count(s) from FromSequence s", Long.class))
                    .isEqualTo(50);
            assertThat(unit.execute("insert into FromSequence (name) select s.name from FromSequence s"))
                    .isEqualTo(50);
            assertThat(unit.one("select count(distinct s.id) from FromSequence s", Long.class))
                    .isEqualTo(100);
            assertThat(unit.execute("insert into FromSequence (id, name) values (1001, 'a'), (1002, 'b')"))
                    .isEqualTo(2);
        }
    }

    @Test
    void sequencesTablesAndAutoGiveEachIdOnce() {
        try (DialectUnit unit =
                DialectUnit.of(FromSequence.class, FromTable.class, Auto.class).open()) {
            Set<Object> ids = new HashSet<>();
            for (int i = 0; i < 60; i++) {
                FromSequence sequence = new FromSequence();
                FromTable table = new FromTable();
                Auto auto = new Auto();
                unit.persist(sequence, table, auto);
                ids.add("s" + sequence.id);
                ids.add("t" + table.id);
                ids.add("a" + auto.id);
            }
            assertThat(ids).hasSize(180);
        }
    }

    @Test
    void generatorsWorkWithAnotherPoolToo() {
        try (DialectUnit unit =
                DialectUnit.of(FromSequence.class, FromTable.class).plain().open()) {
            List<Long> ids = new ArrayList<>();
            unit.run(em -> {
                for (int i = 0; i < 3; i++) {
                    FromSequence row = new FromSequence();
                    em.persist(row);
                    ids.add(row.id);
                }
            });
            assertThat(ids).doesNotHaveDuplicates().hasSize(3);
        }
    }

    @Test
    void uuidsAreBlobsOrTexts() {
        Uuids row = new Uuids();
        StringUuid text = new StringUuid();
        try (DialectUnit unit = DialectUnit.of(Uuids.class, StringUuid.class).open()) {
            unit.persist(row, text);
            assertThat(unit.value("select typeof(id) || length(id) from Uuids")).isEqualTo("blob16");
            assertThat(unit.find(Uuids.class, row.id).other).isEqualTo(row.other);
            assertThat(unit.find(StringUuid.class, text.id)).isNotNull();
            assertThat(unit.one("select u.id from Uuids u where u.id = ?1", UUID.class, row.id))
                    .isEqualTo(row.id);
            assertThat(unit.all(
                            "select cast(u.id as String) from Uuids u union all select 'x' || u.id from Uuids u",
                            String.class))
                    .containsExactly(row.id.toString(), "x" + row.id);
            assertThat(unit.one(
                            "select u.id from Uuids u where u.id = cast('" + row.id + "' as uuid)"
                                    + " and str(u.id) = ?1",
                            UUID.class,
                            row.id.toString()))
                    .isEqualTo(row.id);
        }
        try (DialectUnit unit = DialectUnit.of(Uuids.class)
                .with("hibernate.type.preferred_uuid_jdbc_type", "CHAR")
                .open()) {
            Uuids other = new Uuids();
            unit.persist(other);
            assertThat(unit.value("select id || '' from Uuids")).isEqualTo(other.id.toString());
            assertThat(unit.find(Uuids.class, other.id).other).isEqualTo(other.other);
        }
    }
}
