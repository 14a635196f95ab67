package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.hibernate.UpdatedEntities.Cached;
import io.signalbox.hibernate.UpdatedEntities.Child;
import io.signalbox.hibernate.UpdatedEntities.Depot;
import io.signalbox.hibernate.UpdatedEntities.Engine;
import io.signalbox.hibernate.UpdatedEntities.Handmade;
import io.signalbox.hibernate.UpdatedEntities.Parent;
import io.signalbox.hibernate.UpdatedEntities.Stamped;
import io.signalbox.hibernate.UpdatedEntities.Touched;
import io.signalbox.hibernate.UpdatedEntities.Traced;
import io.signalbox.hibernate.UpdatedEntities.Vehicle;
import io.signalbox.hibernate.UpdatedEntities.Versioned;
import io.signalbox.hibernate.UpdatedEntities.Wagon;
import io.signalbox.identity.MapRegionFactory;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import java.util.List;
import java.util.Locale;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.spi.EventType;
import org.junit.jupiter.api.Test;

/** Which columns an UPDATE of Hibernate's names. */
class DynamicUpdatesTest {

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
    void whatAnotherTransactionHasWrittenInOtherColumnsStays() {
        try (DialectUnit unit = DialectUnit.of(Wagon.class, Depot.class).open();
                EntityManager em = unit.factory().createEntityManager()) {
            unit.persist(wagon());
            Wagon loaded = em.find(Wagon.class, 1L);
            unit.executeNative("update Wagon set number = '81 81'");
            em.getTransaction().begin();
            loaded.note = "to be oiled";
            em.getTransaction().commit();
            assertThat(unit.find(Wagon.class, 1L).number).isEqualTo("81 81");
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

    /** Hibernate inserts the row of a secondary table that is not there. */
    @Test
    void ofASecondaryTableAllColumnsAreWritten() {
        try (DialectUnit unit = DialectUnit.of(Vehicle.class).open()) {
            Vehicle vehicle = new Vehicle();
            vehicle.id = 1L;
            vehicle.license = "old";
            vehicle.issuer = "office";
            unit.persist(vehicle);
            unit.run(em -> {
                em.find(Vehicle.class, 1L).license = "new";
                em.createNativeQuery("delete from papers")
                        .setFlushMode(FlushModeType.COMMIT)
                        .executeUpdate();
            });
            assertThat(unit.find(Vehicle.class, 1L).license).isEqualTo("new");
            assertThat(unit.find(Vehicle.class, 1L).issuer).isEqualTo("office");
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

    @Test
    void anEntityThatIsCachedWithoutAVersionStaysInTheCache() {
        try (DialectUnit unit = DialectUnit.of(Cached.class)
                .with("hibernate.cache.region.factory_class", MapRegionFactory.class.getName())
                .with("jakarta.persistence.sharedCache.mode", "ENABLE_SELECTIVE")
                .open()) {
            Cached cached = new Cached();
            cached.id = 1L;
            unit.persist(cached);
            assertThat(updates(unit, () -> unit.run(em -> em.find(Cached.class, 1L).note = "x")))
                    .containsExactly("update cached set note=? where id=?");
            assertThat(unit.statementsOf(
                            () -> assertThat(unit.find(Cached.class, 1L).note).isEqualTo("x")))
                    .isEmpty();
        }
    }

    /** What the flush has found is not all: these change values after it has looked. */
    @Test
    void whatCallbacksAndListenersChangeIsWritten() {
        try (DialectUnit unit = DialectUnit.of(Touched.class).open()) {
            unit.factory()
                    .unwrap(SessionFactoryImplementor.class)
                    .getEventEngine()
                    .getListenerRegistry()
                    .appendListeners(EventType.PRE_UPDATE, event -> {
                        int modifiedBy =
                                List.of(event.getPersister().getPropertyNames()).indexOf("modifiedBy");
                        event.getState()[modifiedBy] = "listener";
                        return false;
                    });
            Touched touched = new Touched();
            touched.id = 1L;
            unit.persist(touched);
            unit.run(em -> em.find(Touched.class, 1L).note = "x");
            Touched found = unit.find(Touched.class, 1L);
            assertThat(found.note).isEqualTo("x");
            assertThat(found.audit.who).isEqualTo("callback");
            assertThat(found.modifiedBy).isEqualTo("listener");
        }
    }

    @Test
    void aTimestampIsWrittenAlong() {
        try (DialectUnit unit = DialectUnit.of(Stamped.class).open()) {
            Stamped stamped = new Stamped();
            stamped.id = 1L;
            unit.persist(stamped);
            assertThat(updates(unit, () -> unit.run(em -> em.find(Stamped.class, 1L).note = "x")))
                    .containsExactly("update stamped set note=?,updated=? where id=?");
        }
    }

    @Test
    void aStatelessSessionWritesAllBesidesATimestamp() {
        try (DialectUnit unit = DialectUnit.of(Stamped.class).open()) {
            Stamped first = new Stamped();
            first.id = 1L;
            unit.persist(first);
            Stamped second = new Stamped();
            second.id = 2L;
            second.note = "new";
            unit.factory().inStatelessTransaction(session -> {
                Stamped stamped = session.get(Stamped.class, 1L);
                stamped.note = "x";
                session.update(stamped);
                session.upsert(second);
            });
            assertThat(unit.find(Stamped.class, 1L).note).isEqualTo("x");
            assertThat(unit.find(Stamped.class, 2L).note).isEqualTo("new");
            assertThat(unit.find(Stamped.class, 2L).name).isEqualTo("engine");
        }
    }

    @Test
    void anEntityOfWhichTheDatabaseGeneratesAPartIsLeftAlone() {
        try (DialectUnit unit = DialectUnit.of(Traced.class).open()) {
            Traced traced = new Traced();
            traced.id = 1L;
            unit.persist(traced);
            assertThat(updates(unit, () -> unit.run(em -> em.find(Traced.class, 1L).note = "x")))
                    .singleElement()
                    .asString()
                    .contains("name=?", "note=?", "who=?");
            assertThat(unit.find(Traced.class, 1L).trace.who).isEqualTo("nobody");
        }
    }

    @Test
    void whereAllHasChangedUpdatesGoInBatches() {
        try (DialectUnit unit = DialectUnit.of(Cached.class)
                .with("hibernate.jdbc.batch_size", 10)
                .open()) {
            for (long id = 1; id <= 3; id++) {
                Cached cached = new Cached();
                cached.id = id;
                unit.persist(cached);
            }
            assertThat(updates(
                            unit,
                            () -> unit.run(em -> em.createQuery("from Cached", Cached.class)
                                    .getResultList()
                                    .forEach(cached -> {
                                        cached.name = "x";
                                        cached.note = "y";
                                    }))))
                    .containsExactly("update cached set name=?,note=? where id=?");
        }
    }
}
