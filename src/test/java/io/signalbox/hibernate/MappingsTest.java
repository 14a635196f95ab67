package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.hibernate.MappingEntities.Basics;
import io.signalbox.hibernate.MappingEntities.Bike;
import io.signalbox.hibernate.MappingEntities.Car;
import io.signalbox.hibernate.MappingEntities.Cat;
import io.signalbox.hibernate.MappingEntities.Circle;
import io.signalbox.hibernate.MappingEntities.Colour;
import io.signalbox.hibernate.MappingEntities.Dog;
import io.signalbox.hibernate.MappingEntities.Key;
import io.signalbox.hibernate.MappingEntities.Keyed;
import io.signalbox.hibernate.MappingEntities.Owner;
import io.signalbox.hibernate.MappingEntities.Pet;
import io.signalbox.hibernate.MappingEntities.Point;
import io.signalbox.hibernate.MappingEntities.Shape;
import io.signalbox.hibernate.MappingEntities.Vehicle;
import jakarta.persistence.EntityGraph;
import jakarta.persistence.Tuple;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Root;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Hibernate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mappings of every kind, made, written, queried and changed on SQLite. */
class MappingsTest {

    private static Basics basics() {
        Basics it = new Basics();
        it.b = Byte.MIN_VALUE;
        it.s = Short.MAX_VALUE;
        it.i = Integer.MIN_VALUE / 2;
        it.l = Long.MAX_VALUE;
        it.f = 1.25f;
        it.d = Double.MIN_VALUE;
        it.flag = true;
        it.text = "a 'quoted' text, ünïcode 😀";
        it.clob = "c".repeat(10_000);
        it.blob = new byte[] {0, 1, -1};
        it.bytes = new byte[] {};
        it.uuid = UUID.randomUUID();
        it.colour = Colour.GREEN;
        it.ordinal = Colour.RED;
        it.uri = URI.create("https://example.org/a");
        it.yes = true;
        it.locale = Locale.GERMANY;
        it.point = new Point(1, 2);
        it.words = new String[] {"a", "b"};
        it.numbers = List.of(3, 1, 2);
        it.more = "elsewhere";
        return it;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void basicTypesComeBack(boolean strict) {
        try (DialectUnit unit = DialectUnit.of(Basics.class)
                .with("hibernate.dialect.sqlite.strict", strict)
                .open()) {
            Basics stored = basics();
            unit.persist(stored);
            Basics found = unit.find(Basics.class, stored.id);
            assertThat(found)
                    .usingRecursiveComparison()
                    .ignoringFields("twice", "created")
                    .isEqualTo(stored);
            assertThat(found.twice).isEqualTo(stored.i * 2);
            assertThat(found.created).isEqualTo(stored.created);
            assertThat(unit.one("select b.maybe from Basics b", Boolean.class)).isNull();
            for (String predicate : List.of(
                    "b.flag",
                    "b.yes",
                    "b.colour = GREEN",
                    "b.ordinal = RED",
                    "b.point.x = 1",
                    "b.more = 'elsewhere'",
                    "length(b.clob) = 10000",
                    "b.l = 9223372036854775807",
                    "b.twice < 0",
                    "b.c = 'x'")) {
                assertThat(unit.one("select count(b) from Basics b where " + predicate, Long.class))
                        .as(predicate)
                        .isEqualTo(1);
            }
            assertThat(unit.all("select b.id from Basics b where b.uuid = ?1", Long.class, stored.uuid))
                    .containsExactly(stored.id);
            unit.run(em -> em.find(Basics.class, stored.id).more = null);
            assertThat(unit.find(Basics.class, stored.id).more).isNull();
            assertThat(unit.execute("update Basics b set b.point.y = 7, b.colour = RED, b.yes = false where b.id = "
                            + stored.id))
                    .isEqualTo(1);
            Basics changed = unit.find(Basics.class, stored.id);
            assertThat(changed.point).isEqualTo(new Point(1, 7));
            assertThat(changed.colour).isEqualTo(Colour.RED);
            assertThat(changed.yes).isFalse();
        }
    }

    @Test
    void compositeIdsAreFoundBatchedAndReferenced() {
        try (DialectUnit unit = DialectUnit.of(Keyed.class).open()) {
            Keyed first = new Keyed();
            first.id = new Key("a", 1);
            Keyed second = new Keyed();
            second.id = new Key("a", 2);
            second.next = first;
            unit.persist(first, second);
            assertThat(unit.find(Keyed.class, new Key("a", 2)).next.id).isEqualTo(first.id);
            assertThat(unit.factory()
                            .<Integer>fromTransaction(session -> session.byMultipleIds(Keyed.class)
                                    .multiLoad(List.of(first.id, second.id))
                                    .size())
                            .intValue())
                    .isEqualTo(2);
            assertThat(unit.all("select k.id.number from Keyed k where k.id = ?1", Integer.class, first.id))
                    .containsExactly(1);
            assertThat(unit.all(
                            "select k.id.number from Keyed k where k.id in (?1, ?2) order by k.id",
                            Integer.class,
                            first.id,
                            second.id))
                    .containsExactly(1, 2);
            assertThat(unit.one("select count(k) from Keyed k", Long.class)).isEqualTo(2);
            assertThat(unit.execute("delete from Keyed k where k.next is not null"))
                    .isEqualTo(1);
        }
    }

    @Test
    void collectionsAreKeptOrderedAndFetched() {
        try (DialectUnit unit =
                DialectUnit.of(Owner.class, Pet.class, Dog.class, Cat.class).open()) {
            Owner owner = new Owner();
            owner.name = "o";
            owner.tags.addAll(Set.of("x", "y"));
            owner.points.addAll(List.of(new Point(3, 3), new Point(1, 1), new Point(2, 2)));
            owner.dates.put("born", LocalDate.of(2000, 2, 29));
            Dog dog = new Dog();
            dog.bark = "wuff";
            dog.owner = owner;
            Cat cat = new Cat();
            cat.indoor = true;
            cat.owner = owner;
            owner.pets.addAll(List.of(dog, cat));
            unit.persist(owner);
            unit.run(em -> {
                Owner found = em.find(Owner.class, owner.id);
                assertThat(found.tags).containsExactlyInAnyOrder("x", "y");
                assertThat(found.points).containsExactlyElementsOf(owner.points);
                assertThat(found.dates).containsEntry("born", LocalDate.of(2000, 2, 29));
                assertThat(found.pets).hasSize(2);
                found.points.remove(0);
                found.tags.remove("x");
                found.pets.removeIf(Cat.class::isInstance);
            });
            assertThat(unit.one("select count(p) from Pet p", Long.class)).isEqualTo(1);
            assertThat(unit.all("select index(p) from Owner o join o.points p order by index(p)", Integer.class))
                    .containsExactly(0, 1);
            assertThat(unit.one("select count(o) from Owner o where 'y' member of o.tags", Long.class))
                    .isEqualTo(1);
            assertThat(unit.one("select size(o.points) from Owner o", Integer.class))
                    .isEqualTo(2);
            assertThat(unit.one("select count(o) from Owner o where o.dates['born'] < {2001-01-01}", Long.class))
                    .isEqualTo(1);
            assertThat(unit.one("select count(o) from Owner o where o.tags is not empty", Long.class))
                    .isEqualTo(1);
            unit.run(em -> {
                EntityGraph<Owner> graph = em.createEntityGraph(Owner.class);
                graph.addAttributeNodes("pets", "tags");
                Owner found = em.find(Owner.class, owner.id, Map.of("jakarta.persistence.fetchgraph", graph));
                assertThat(Hibernate.isInitialized(found.pets)).isTrue();
                assertThat(Hibernate.isInitialized(found.tags)).isTrue();
                assertThat(Hibernate.isInitialized(found.points)).isFalse();
            });
            List<Pet> fetched = unit.call(em -> em.createQuery("from Owner o join fetch o.pets", Owner.class)
                    .getSingleResult()
                    .pets);
            assertThat(fetched).hasSize(1);
        }
    }

    @Test
    void joinedInheritanceIsQueriedAndChangedInBulk() {
        try (DialectUnit unit =
                DialectUnit.of(Owner.class, Pet.class, Dog.class, Cat.class).open()) {
            Dog dog = new Dog();
            dog.bark = "wau";
            unit.persist(dog, new Cat(), new Cat());
            assertThat(unit.all("select type(p) from Pet p order by p.id", Class.class))
                    .containsExactly(Dog.class, Cat.class, Cat.class);
            assertThat(unit.one("select treat(p as Dog).bark from Pet p where type(p) = Dog", String.class))
                    .isEqualTo("wau");
            assertThat(unit.execute("update Dog d set d.bark = 'wuff', d.size = 5"))
                    .isEqualTo(1);
            assertThat(unit.find(Dog.class, dog.id).bark).isEqualTo("wuff");
            assertThat(unit.find(Dog.class, dog.id).size).isEqualTo(5);
            assertThat(unit.execute("update Pet p set p.size = p.size + 1")).isEqualTo(3);
            assertThat(unit.execute("delete from Cat c")).isEqualTo(2);
            assertThat(unit.execute("insert into Dog(size, bark) values(2, 'arf')"))
                    .isEqualTo(1);
            assertThat(unit.execute("delete from Pet p where p.size > 0")).isEqualTo(2);
            assertThat(unit.value("select count(*) from Dog")).isEqualTo(0);
        }
    }

    @Test
    void otherInheritanceIsQueriedToo() {
        try (DialectUnit unit = DialectUnit.of(Shape.class, Circle.class, Vehicle.class, Car.class, Bike.class)
                .open()) {
            Circle circle = new Circle();
            circle.radius = new BigDecimal("1.25");
            Car car = new Car();
            car.name = "c";
            car.price = new BigDecimal("9999.99");
            Bike bike = new Bike();
            bike.gears = 7;
            unit.persist(circle, car, bike);
            assertThat(((Circle) unit.find(Shape.class, circle.id)).radius).isEqualTo(circle.radius);
            assertThat(((Car) unit.find(Vehicle.class, car.id)).price).isEqualTo(car.price);
            assertThat(unit.all("from Vehicle v order by v.id", Vehicle.class)).hasSize(2);
            assertThat(unit.one(
                            "select treat(v as Car).price from Vehicle v where treat(v as Car).price > 10",
                            BigDecimal.class))
                    .isEqualTo(car.price);
            assertThat(unit.one("select count(s) from Shape s where type(s) = Circle", Long.class))
                    .isEqualTo(1);
            assertThat(unit.execute("update Vehicle v set v.name = 'n'")).isEqualTo(2);
            assertThat(unit.execute("delete from Vehicle v")).isEqualTo(2);
        }
    }

    @Test
    void criteriaAndNativeQueries() {
        try (DialectUnit unit =
                DialectUnit.of(Basics.class, Shape.class, Circle.class).open()) {
            Basics stored = basics();
            unit.persist(stored);
            unit.run(em -> {
                CriteriaBuilder cb = em.getCriteriaBuilder();
                CriteriaQuery<Tuple> query = cb.createTupleQuery();
                Root<Basics> root = query.from(Basics.class);
                query.select(cb.tuple(
                                root.get("text").alias("t"), cb.count(root).alias("n"), cb.max(root.<Integer>get("i"))))
                        .where(cb.and(
                                cb.isTrue(root.get("flag")),
                                cb.like(root.get("text"), "%quoted%"),
                                cb.lessThan(root.get("created"), Instant.now().plusSeconds(60)),
                                cb.equal(root.get("colour"), Colour.GREEN),
                                root.get("i").in(List.of(1, stored.i))))
                        .groupBy(root.get("text"))
                        .orderBy(cb.desc(root.get("text")));
                Tuple row = em.createQuery(query).getSingleResult();
                assertThat(row.get("t")).isEqualTo(stored.text);
                assertThat(row.get("n")).isEqualTo(1L);
                var update = cb.createCriteriaUpdate(Basics.class);
                update.set(update.from(Basics.class).<String>get("text"), "new");
                assertThat(em.createQuery(update).executeUpdate()).isEqualTo(1);
                var delete = cb.createCriteriaDelete(Basics.class);
                delete.where(cb.equal(delete.from(Basics.class).get("text"), "none"));
                assertThat(em.createQuery(delete).executeUpdate()).isZero();
                assertThat(em.createNativeQuery(
                                        "select * from Basics b left join basics_more m on m.id = b.id where b.id = :id",
                                        Tuple.class)
                                .setParameter("id", stored.id)
                                .getResultList())
                        .hasSize(1);
                assertThat(em.createNativeQuery("select b.text, b.i from Basics b where b.text = ?", Object[].class)
                                .setParameter(1, "new")
                                .getSingleResult())
                        .isEqualTo(new Object[] {"new", stored.i});
            });
            assertThat(unit.all("select new map(b.text as t, b.i as i) from Basics b", Map.class))
                    .hasSize(1);
        }
    }

    @Test
    void streamsScrollsAndBatchesReadEverything() {
        try (DialectUnit unit = DialectUnit.of(Shape.class, Circle.class)
                .with("hibernate.jdbc.batch_size", 20)
                .open()) {
            unit.run(em -> {
                for (int i = 0; i < 100; i++) {
                    Circle circle = new Circle();
                    circle.radius = BigDecimal.valueOf(i, 2);
                    em.persist(circle);
                }
            });
            long read = unit.call(em -> em.createQuery("from Circle", Circle.class)
                    .getResultStream()
                    .count());
            assertThat(read).isEqualTo(100);
            unit.run(em -> em.createQuery("from Circle", Circle.class)
                    .getResultList()
                    .forEach(c -> c.radius = c.radius.add(BigDecimal.ONE)));
            assertThat(unit.one("select sum(c.radius) from Circle c", BigDecimal.class))
                    .isEqualByComparingTo("149.50");
            unit.run(em ->
                    em.createQuery("from Circle", Circle.class).getResultList().forEach(em::remove));
            assertThat(unit.one("select count(c) from Circle c", Long.class)).isZero();
        }
    }
}
