package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.hibernate.RichEntities.Badge;
import io.signalbox.hibernate.RichEntities.Country;
import io.signalbox.hibernate.RichEntities.Item;
import io.signalbox.hibernate.RichEntities.Pair;
import io.signalbox.hibernate.RichEntities.Pay;
import io.signalbox.hibernate.RichEntities.Person;
import io.signalbox.hibernate.RichEntities.Purchase;
import io.signalbox.hibernate.RichEntities.Quoted;
import io.signalbox.hibernate.RichEntities.Soft;
import io.signalbox.hibernate.RichEntities.Status;
import jakarta.persistence.OptimisticLockException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Hibernate's own tests of mappings do: generated values, graphs, filters, soft deletion, native and bulk statements. */
class RichMappingsTest {

    private DialectUnit unit;
    private Person ann;

    @BeforeEach
    void open() {
        unit = DialectUnit.of(
                        Country.class,
                        Person.class,
                        Purchase.class,
                        Item.class,
                        Badge.class,
                        Soft.class,
                        Quoted.class,
                        Pay.class)
                .with("hibernate.jdbc.batch_size", 10)
                .with("hibernate.query.hql.json_functions_enabled", true)
                .open();
        ann = new Person();
        ann.name = "Ann";
        ann.salary = new BigDecimal("1234.50");
        ann.home.street = "s";
        ann.home.lines.addAll(List.of("l1", "l2"));
        ann.country = new Country("de");
        ann.visited.add(ann.country);
        ann.phones.put(Status.OLD, "123");
        ann.pairs.put(new Pair(1, "x"), 2);
        ann.folded = "MiXed";
        ann.words = List.of("a", "b");
        ann.json = new HashMap<>(Map.of("k", "v"));
        ann.at = OffsetDateTime.of(2026, 1, 1, 12, 0, 0, 5, ZoneOffset.ofHours(3));
        Purchase small = new Purchase(ann, 5);
        small.items.addAll(List.of(new Item(), new Item()));
        ann.orders.addAll(List.of(small, new Purchase(ann, 9)));
        unit.persist(ann.country, ann);
    }

    @AfterEach
    void close() {
        unit.close();
    }

    @Test
    void whatTheDatabaseGeneratesIsRead() {
        assertThat(ann.shout).isEqualTo("Ann!");
        assertThat(ann.five).isEqualTo(5);
        assertThat(ann.stamped).isNotNull();
        unit.run(em -> {
            Person found = em.find(Person.class, ann.id);
            found.name = "Anna";
            em.flush();
            assertThat(found.shout).isEqualTo("Anna!");
        });
        assertThat(unit.value("select folded from persons")).isEqualTo("MIXED");
    }

    @Test
    void everythingComesBackAndChanges() {
        unit.run(em -> {
            Person found = em.find(Person.class, ann.id);
            assertThat(found.home.lines).containsExactly("l1", "l2");
            assertThat(found.phones).isEqualTo(ann.phones);
            assertThat(found.pairs).isEqualTo(ann.pairs);
            assertThat(found.folded).isEqualTo("mixed");
            assertThat(found.words).containsExactly("a", "b");
            assertThat(found.json).isEqualTo(ann.json);
            assertThat(found.at.toInstant()).isEqualTo(ann.at.toInstant());
            assertThat(found.updated).isEqualTo(ann.updated);
            assertThat(found.orders).extracting(order -> order.total).containsExactly(9, 5);
            found.home.lines.add(0, "l0");
            found.orders.remove(0);
            found.orders.get(0).items.remove(0);
            found.words = List.of("z");
            found.json.put("n", 1);
        });
        unit.run(em -> {
            Person found = em.find(Person.class, ann.id);
            assertThat(found.home.lines).containsExactly("l0", "l1", "l2");
            assertThat(found.orders).hasSize(1);
            assertThat(found.orders.get(0).items).hasSize(1);
            assertThat(found.words).containsExactly("z");
            assertThat(found.json).containsEntry("n", 1);
            assertThat(found.version).isAfter(ann.version);
        });
        assertThat(unit.one("select json_value(p.json, '$.k') from Person p", String.class))
                .isEqualTo("v");
        assertThat(unit.one("select count(p) from Person p where p.words = ?1", Long.class, List.of("z")))
                .isEqualTo(1);
    }

    @Test
    void aVersionThatIsAnInstantIsComparedToTheNanosecond() {
        unit.run(em -> em.find(Person.class, ann.id).name = "other");
        ann.name = "stale";
        assertThatThrownBy(() -> unit.run(em -> em.merge(ann))).isInstanceOf(OptimisticLockException.class);
    }

    @Test
    void graphsFiltersAndSharedKeys() {
        unit.run(em -> {
            Person found = em.createQuery("from Person", Person.class)
                    .setHint("jakarta.persistence.fetchgraph", em.getEntityGraph("deep"))
                    .getSingleResult();
            assertThat(Hibernate.isInitialized(found.orders)).isTrue();
            assertThat(Hibernate.isInitialized(found.orders.get(0).items)).isTrue();
            assertThat(Hibernate.isInitialized(found.country)).isFalse();
            Badge badge = new Badge();
            badge.person = found;
            em.persist(badge);
        });
        assertThat(unit.find(Badge.class, ann.id).person.id).isEqualTo(ann.id);
        for (String name : List.of("Ann", "Bob")) {
            assertThat(unit.<Integer>call(em -> {
                        em.unwrap(Session.class).enableFilter("named").setParameter("name", name);
                        return em.createQuery("from Person", Person.class)
                                .getResultList()
                                .size();
                    }))
                    .isEqualTo(name.equals("Ann") ? 1 : 0);
        }
    }

    @Test
    void softDeletionSubselectsAndQuotedNames() {
        for (long id = 1; id < 3; id++) {
            Soft soft = new Soft();
            soft.id = id;
            unit.persist(soft);
        }
        unit.run(em -> em.remove(em.find(Soft.class, 1L)));
        assertThat(unit.execute("delete from Soft s where s.id = 2")).isEqualTo(1);
        assertThat(unit.all("from Soft", Soft.class)).isEmpty();
        assertThat(unit.value("select count(*) from Soft")).isEqualTo(2);
        assertThat(unit.one("select p.salary from Pay p", BigDecimal.class)).isEqualTo(ann.salary);
        Quoted parent = new Quoted();
        parent.from = new BigDecimal("1.25");
        Quoted child = new Quoted();
        child.parent = parent;
        unit.persist(parent, child);
        assertThat(unit.execute("update Quoted q set q.from = q.from + 1 where q.parent is null"))
                .isEqualTo(1);
        assertThat(unit.one("select q.parent.from from Quoted q where q.parent is not null", BigDecimal.class))
                .isEqualTo(new BigDecimal("2.25"));
    }

    @Test
    void nativeStatementsHaveTypesOnDemand() {
        unit.run(em -> {
            Object[] row = em.unwrap(Session.class)
                    .createNativeQuery("select updated, status, at, id from persons", Object[].class)
                    .addScalar("updated", Instant.class)
                    .addScalar("status", Status.class)
                    .addAttributeResult("at", Person.class, "at") // which is in the time zone of the process
                    .addScalar("id", Long.class)
                    .getSingleResult();
            assertThat(row[0]).isEqualTo(ann.updated);
            assertThat(row[1]).isEqualTo(Status.NEW);
            assertThat(((OffsetDateTime) row[2]).toInstant()).isEqualTo(ann.at.toInstant());
            assertThat(row[3]).isEqualTo(ann.id);
            Person entity = (Person) em.createNativeQuery("select * from persons where name = :n", Person.class)
                    .setParameter("n", "Ann")
                    .getSingleResult();
            assertThat(entity.salary).isEqualTo(ann.salary);
        });
    }

    @Test
    void bulkStatementsLateralJoinsAndMultipleKeys() {
        assertThat(unit.execute("update versioned Person p set p.salary = p.salary * 1.1, p.home.street = 'n'"
                        + " where p.country.code = 'de' and exists (select 1 from Purchase o where o.person = p)"))
                .isEqualTo(1);
        assertThat(unit.one("select p.salary from Person p where p.home.street = 'n'", BigDecimal.class))
                .isEqualTo(new BigDecimal("1357.95"));
        assertThat(unit.all(
                        "select o.total from Person p join lateral (select o.total as total from Purchase o"
                                + " where o.person = p order by o.total desc limit 1) o",
                        Integer.class))
                .containsExactly(9);
        assertThat(unit.execute("insert into Purchase(person, total) select o.person, o.total + 1 from Purchase o"))
                .isEqualTo(2);
        assertThat(unit.all("select o.total from Purchase o order by o.total", Integer.class))
                .containsExactly(5, 6, 9, 10);
        assertThat(unit.all("select l from Person p join p.home.lines l order by l", String.class))
                .containsExactly("l1", "l2");
        assertThat(unit.all("select c.name from Person p full join p.country c", String.class))
                .containsExactly("de");
        unit.run(em -> assertThat(em.unwrap(Session.class).findMultiple(Person.class, List.of(ann.id, 99L)))
                .hasSize(2)
                .containsNull());
    }

    @Test
    void aSessionWithoutStateUpsertsAndInsertsInBatches() {
        unit.factory().inStatelessTransaction(session -> {
            Country france = new Country("fr");
            session.upsert(france);
            france.name = "France";
            session.upsertMultiple(List.of(france, new Country("it")));
            session.insertMultiple(List.of(new Item(), new Item()));
        });
        assertThat(unit.find(Country.class, "fr").name).isEqualTo("France");
        assertThat(unit.one("select count(c) from Country c", Long.class)).isEqualTo(3);
        assertThat(unit.one("select count(i) from Item i", Long.class)).isEqualTo(4);
        assertThat(unit.one("select max(c.code) from Country c where c.name > ?1", String.class, LocalDate.EPOCH + ""))
                .isEqualTo("it");
    }
}
