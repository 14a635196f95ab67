package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.identity.MapRegionFactory;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Version;
import java.util.List;
import java.util.Locale;
import org.hibernate.annotations.SQLUpdate;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;

/** Which columns an UPDATE of Hibernate's names. */
class DynamicUpdatesTest {

    @Entity(name = "Depot")
    static class Depot {
        @Id
        Long id;
    }

    @Entity(name = "Wagon")
    static class Wagon {
        @Id
        Long id;

        @Column(unique = true)
        String number;

        String note;

        @ManyToOne
        Depot depot;
    }

    @Entity(name = "Versioned")
    @Cacheable
    static class Versioned {
        @Id
        Long id;

        String name;
        String note;

        @Version
        int version;
    }

    @Entity(name = "Cached")
    @Cacheable
    static class Cached {
        @Id
        Long id;

        String name;
        String note;
    }

    @Entity(name = "Vehicle")
    @Inheritance(strategy = InheritanceType.JOINED)
    @SecondaryTable(name = "papers")
    static class Vehicle {
        @Id
        Long id;

        String name;

        @Column(table = "papers")
        String license;
    }

    @Entity(name = "Engine")
    static class Engine extends Vehicle {
        int power;
        int axles;
    }

    @Entity(name = "Handmade")
    @SQLUpdate(sql = "update Handmade set name = upper(?), note = ? where id = ?")
    static class Handmade {
        @Id
        Long id;

        String name;
        String note;
    }

    @Entity(name = "Parent")
    @Inheritance(strategy = InheritanceType.JOINED)
    @SQLUpdate(sql = "update Parent set name = upper(?), note = ? where id = ?")
    static class Parent {
        @Id
        Long id;

        String name;
        String note;
    }

    @Entity(name = "Child")
    static class Child extends Parent {
        String toy;
        String pet;
    }

    private static Wagon wagon() {
        Wagon wagon = new Wagon();
        wagon.id = 1L;
        wagon.number = "80 80";
        return wagon;
    }

    private static List<String> updates(DialectUnit unit, Runnable work) {
        return unit.statementsOf(work).stream()
                .map(sql -> sql.toLowerCase(Locale.ROOT))
                .filter(sql -> sql.startsWith("update"))
                .toList();
    }

    private static List<String> updatesOfTheNote(DialectUnit unit) {
        unit.persist(wagon());
        return updates(unit, () -> unit.run(em -> em.find(Wagon.class, 1L).note = "to be oiled"));
    }

    @Test
    void namesOnlyTheColumnsThatHaveChanged() {
        try (DialectUnit unit = DialectUnit.of(Wagon.class, Depot.class).open()) {
            assertThat(updatesOfTheNote(unit)).containsExactly("update wagon set note=? where id=?");
            assertThat(unit.find(Wagon.class, 1L).note).isEqualTo("to be oiled");
        }
    }

    @Test
    void alsoWithAnotherPool() {
        try (DialectUnit unit = DialectUnit.of(Wagon.class, Depot.class).plain().open()) {
            assertThat(updatesOfTheNote(unit)).containsExactly("update wagon set note=? where id=?");
        }
    }

    /** As SQLite's triggers, its indexes and its foreign keys go by the columns that are named, not by their values. */
    @Test
    void whatIsNotNamedCountsAsUnchanged() {
        try (DialectUnit unit = DialectUnit.of(Wagon.class, Depot.class).open()) {
            unit.executeNative("create trigger renumbered before update of number on Wagon begin"
                    + " select raise(abort, 'renumbered'); end");
            assertThat(updatesOfTheNote(unit)).hasSize(1);
        }
    }

    @Test
    void allColumnsWhereThatIsWanted() {
        try (DialectUnit unit = DialectUnit.of(Wagon.class, Depot.class)
                .with("hibernate.dialect.sqlite.dynamic_update", false)
                .open()) {
            assertThat(updatesOfTheNote(unit))
                    .containsExactly("update wagon set depot_id=?,note=?,number=? where id=?");
        }
    }

    @Test
    void theStockDialectNamesAllColumns() {
        try (DialectUnit unit = DialectUnit.of(Wagon.class, Depot.class).stock().open()) {
            assertThat(updatesOfTheNote(unit))
                    .containsExactly("update wagon set depot_id=?,note=?,number=? where id=?");
        }
    }

    @Test
    void aDetachedEntityIsComparedWithWhatIsThere() {
        try (DialectUnit unit = DialectUnit.of(Wagon.class, Depot.class).open()) {
            unit.persist(wagon());
            Wagon changed = wagon();
            changed.note = "to be oiled";
            assertThat(updates(unit, () -> unit.run(em -> em.merge(changed))))
                    .containsExactly("update wagon set note=? where id=?");
        }
    }

    @Test
    void aStatelessSessionKnowsNoChangesAndWritesAll() {
        try (DialectUnit unit = DialectUnit.of(Wagon.class, Depot.class).open()) {
            unit.persist(wagon());
            assertThat(updates(
                            unit,
                            () -> unit.factory().inStatelessTransaction(session -> {
                                Wagon wagon = session.get(Wagon.class, 1L);
                                wagon.note = "to be oiled";
                                session.update(wagon);
                            })))
                    .containsExactly("update wagon set depot_id=?,note=?,number=? where id=?");
        }
    }

    @Test
    void theVersionIsAmongThem() {
        try (DialectUnit unit = DialectUnit.of(Versioned.class).open()) {
            Versioned entity = new Versioned();
            entity.id = 1L;
            unit.persist(entity);
            assertThat(updates(unit, () -> unit.run(em -> em.find(Versioned.class, 1L).note = "x")))
                    .containsExactly("update versioned set note=?,version=? where id=? and version=?");
        }
    }

    @Test
    void ofSeveralTablesThoseThatHaveChanged() {
        try (DialectUnit unit = DialectUnit.of(Vehicle.class, Engine.class).open()) {
            Engine engine = new Engine();
            engine.id = 1L;
            engine.license = "none";
            unit.persist(engine);
            assertThat(updates(unit, () -> unit.run(em -> em.find(Engine.class, 1L).power = 7)))
                    .containsExactly("update engine set power=? where id=?");
            assertThat(updates(unit, () -> unit.run(em -> em.find(Engine.class, 1L).name = "x")))
                    .containsExactly("update vehicle set name=? where id=?");
            unit.run(em -> em.find(Engine.class, 1L).license = "new");
            assertThat(unit.find(Engine.class, 1L).license).isEqualTo("new");
        }
    }

    @Test
    void anEntityWithAnUpdateOfItsOwnIsLeftAlone() {
        try (DialectUnit unit =
                DialectUnit.of(Handmade.class, Parent.class, Child.class).open()) {
            Handmade handmade = new Handmade();
            handmade.id = 1L;
            handmade.name = "quiet";
            Child child = new Child();
            child.id = 1L;
            child.name = "quiet";
            unit.persist(handmade, child);
            unit.run(em -> em.find(Handmade.class, 1L).note = "x");
            unit.run(em -> em.find(Child.class, 1L).note = "x");
            assertThat(unit.find(Handmade.class, 1L).name).isEqualTo("QUIET");
            assertThat(unit.find(Child.class, 1L).name).isEqualTo("QUIET");
        }
    }

    /** Hibernate drops what it wrote only in part, unless a version tells whether somebody else wrote the rest. */
    @Test
    void anEntityThatIsCachedWithoutAVersionStaysInTheCache() {
        try (DialectUnit unit = DialectUnit.of(Cached.class, Versioned.class)
                .with("hibernate.cache.region.factory_class", MapRegionFactory.class.getName())
                .with("jakarta.persistence.sharedCache.mode", "ENABLE_SELECTIVE")
                .open()) {
            Cached cached = new Cached();
            cached.id = 1L;
            Versioned versioned = new Versioned();
            versioned.id = 1L;
            unit.persist(cached, versioned);
            unit.run(em -> em.find(Cached.class, 1L).note = "x");
            unit.run(em -> em.find(Versioned.class, 1L).note = "x");
            assertThat(unit.statementsOf(() -> {
                        assertThat(unit.find(Cached.class, 1L).note).isEqualTo("x");
                        assertThat(unit.find(Versioned.class, 1L).note).isEqualTo("x");
                    }))
                    .isEmpty();
            assertThat(isDynamic(unit, Versioned.class)).isTrue();
        }
    }

    @Test
    void whatWouldBeCachedCountsOnlyWhereThereIsACache() {
        try (DialectUnit unit = DialectUnit.of(Cached.class).open()) {
            assertThat(isDynamic(unit, Cached.class)).isTrue();
        }
    }

    private static boolean isDynamic(DialectUnit unit, Class<?> entity) {
        return unit.factory()
                .unwrap(SessionFactoryImplementor.class)
                .getMappingMetamodel()
                .getEntityDescriptor(entity)
                .isDynamicUpdate();
    }
}
