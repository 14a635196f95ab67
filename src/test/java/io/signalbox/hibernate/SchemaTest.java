package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.CheckConstraint;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Set;
import org.hibernate.annotations.Comment;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.junit.jupiter.api.Test;

/** The schema that Hibernate makes says what the entities say. */
class SchemaTest {

    @Entity(name = "Station")
    @Comment("where trains stop")
    static class Station {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Version
        int version;

        @NaturalId
        String code;

        @Comment("what it's called")
        @Column(nullable = false, unique = true)
        String name;

        boolean open;
        double length;
        LocalDateTime opened;
        BigDecimal fee;
        byte[] plan;

        Station() {}

        Station(String code) {
            this.code = code;
            this.name = code;
        }
    }

    @Entity(name = "Platform")
    @Table(
            uniqueConstraints =
                    @UniqueConstraint(
                            name = "uq_platform",
                            columnNames = {"station_id", "number"}),
            check = @CheckConstraint(name = "ck_number", constraint = "number > 0"))
    static class Platform {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        int number;

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "station_id", nullable = false)
        @OnDelete(action = OnDeleteAction.CASCADE)
        Station station;

        @ManyToMany
        Set<Station> served = new HashSet<>();

        Platform() {}

        Platform(int number, Station station) {
            this.number = number;
            this.station = station;
        }
    }

    @Entity(name = "Driver")
    static class Driver {
        @Id
        Long id;

        @OneToOne
        @JoinColumn(nullable = false)
        Engine engine;
    }

    @Entity(name = "Engine")
    static class Engine {
        @Id
        Long id;

        @ManyToOne
        Driver driver;

        @ManyToOne
        Engine towed;
    }

    private static DialectUnit.Builder stations() {
        return DialectUnit.of(Station.class, Platform.class);
    }

    @Test
    void foreignKeysAreInTheTablesAndHold() {
        try (DialectUnit unit = stations().open()) {
            assertThat(unit.ddl("platform"))
                    .contains("foreign key (station_id) references station (id) on delete cascade");
            assertThat(unit.ddl("platform_station"))
                    .contains("references platform (id)")
                    .contains("references station");
            assertThatThrownBy(() -> unit.executeNative("insert into platform(number, station_id) values(1, 999)"))
                    .hasStackTraceContaining("FOREIGN KEY");
            Station station = new Station("a");
            unit.persist(station, new Platform(1, station));
            unit.run(em -> em.remove(em.find(Station.class, station.id)));
            assertThat(unit.value("select count(*) from platform")).isEqualTo(0);
        }
    }

    @Test
    void uniqueConstraintsAndNaturalIdsHold() {
        try (DialectUnit unit = stations().open()) {
            Station station = new Station("a");
            unit.persist(station, new Platform(1, station), new Platform(2, station));
            assertThatThrownBy(() -> unit.persist(new Platform(1, station)))
                    .hasStackTraceContaining("UNIQUE constraint failed: Platform.station_id, Platform.number");
            assertThatThrownBy(() -> unit.executeNative(
                            "insert into station(code, name, open, length, version) values('a', 'b', 1, 1, 0)"))
                    .hasStackTraceContaining("UNIQUE constraint failed: Station.code");
            assertThatThrownBy(() -> unit.executeNative(
                            "insert into station(code, name, open, length, version) values('b', 'a', 1, 1, 0)"))
                    .hasStackTraceContaining("UNIQUE constraint failed: Station.name");
            assertThat(unit.values("select name from sqlite_schema where type = 'index'"))
                    .contains("uq_platform");
        }
    }

    @Test
    void checksHold() {
        try (DialectUnit unit = stations().open()) {
            Station station = new Station("a");
            unit.persist(station);
            assertThatThrownBy(() -> unit.persist(new Platform(0, station))).hasStackTraceContaining("ck_number");
        }
    }

    @Test
    void anIdentityColumnIsAnIntegerPrimaryKeyOrANumberThatIsNeverGivenTwice() {
        try (DialectUnit unit =
                stations().with("hibernate.dialect.sqlite.autoincrement", true).open()) {
            assertThat(unit.ddl("station"))
                    .contains("id integer primary key autoincrement")
                    .doesNotContain("primary key (id)");
            Station last = new Station("a");
            unit.persist(last);
            unit.run(em -> em.remove(em.find(Station.class, last.id)));
            Station next = new Station("b");
            unit.persist(next);
            assertThat(next.id).isEqualTo(last.id + 1);
        }
    }

    @Test
    void aStrictTableHasStrictTypes() {
        try (DialectUnit unit =
                stations().with("hibernate.dialect.sqlite.strict", true).open()) {
            assertThat(unit.ddl("station"))
                    .endsWith("strict")
                    .contains(
                            "opened text", "fee any", "open integer", "length real", "plan blob", "name text not null");
            Station station = new Station("a");
            station.opened = LocalDateTime.of(2026, 2, 28, 13, 14, 15, 123456789);
            station.fee = new BigDecimal("12.5");
            station.plan = new byte[] {1, 2};
            unit.persist(station);
            Station found = unit.call(em -> em.find(Station.class, station.id));
            assertThat(found.opened).isEqualTo(station.opened);
            assertThat(found.fee).isEqualByComparingTo(station.fee);
            assertThat(found.plan).containsExactly(1, 2);
            assertThatThrownBy(() -> unit.executeNative("update station set length = 'far'"))
                    .hasStackTraceContaining("DATATYPE");
        }
    }

    @Entity(name = "Keyed")
    @Table(options = "strict, without rowid")
    static class Keyed {
        @Id
        String id;

        int number;
    }

    @Test
    void aTableCanBeStrictAndWithoutRowidByItself() {
        try (DialectUnit unit = DialectUnit.of(Keyed.class).open()) {
            assertThat(unit.ddl("keyed")).endsWith("strict, without rowid").contains("id text not null");
        }
        try (DialectUnit unit = DialectUnit.of(Keyed.class)
                .with("hibernate.dialect.sqlite.strict", true)
                .open()) {
            assertThat(unit.ddl("keyed")).endsWith("strict, without rowid");
        }
    }

    @Test
    void whatWasCreatedIsValidAndUpToDate() {
        for (boolean strict : new boolean[] {false, true}) {
            try (DialectUnit unit =
                    stations().with("hibernate.dialect.sqlite.strict", strict).open()) {
                stations()
                        .with("hibernate.hbm2ddl.auto", "validate")
                        .on(unit)
                        .open()
                        .close();
                try (DialectUnit updated = stations()
                        .with("hibernate.hbm2ddl.auto", "update")
                        .on(unit)
                        .open()) {
                    assertThat(updated.value(
                                    "select count(*) from sqlite_schema where type = 'index' and sql is not null"))
                            .isEqualTo(3);
                }
            }
        }
    }

    @Test
    void tablesThatReferenceEachOtherAreEmptiedAndDropped() {
        Class<?>[] circle = {Driver.class, Engine.class};
        try (DialectUnit unit = DialectUnit.of(circle).open()) {
            fillCircle(unit);
            unit.factory().getSchemaManager().truncate();
            assertThat(unit.value("select count(*) from engine")).isEqualTo(0);
            assertThat(unit.values("select name from sqlite_schema where type = 'trigger'"))
                    .isEmpty();
            fillCircle(unit);
            unit.factory().getSchemaManager().drop(false);
            assertThat(unit.values("select name from sqlite_schema")).isEmpty();
            unit.factory().getSchemaManager().create(false);
            fillCircle(unit);
        }
    }

    private static void fillCircle(DialectUnit unit) {
        Engine engine = new Engine();
        engine.id = 1L;
        engine.towed = engine;
        Driver driver = new Driver();
        driver.id = 1L;
        driver.engine = engine;
        unit.persist(engine, driver);
        unit.run(em -> em.find(Engine.class, 1L).driver = em.find(Driver.class, 1L));
    }

    @Test
    void parentsAndChildrenAreEmptiedAndCreatedAnew() {
        try (DialectUnit unit = stations().open()) {
            Station station = new Station("a");
            Platform platform = new Platform(1, station);
            platform.served.add(station);
            unit.persist(station, platform);
            unit.factory().getSchemaManager().truncate();
            assertThat(unit.value("select (select count(*) from station) + (select count(*) from platform)"))
                    .isEqualTo(0);
            unit.persist(new Station("a"));
            stations()
                    .with("hibernate.hbm2ddl.auto", "create-drop")
                    .on(unit)
                    .open()
                    .close();
            assertThat(unit.values("select name from sqlite_schema where type = 'table'"))
                    .isEmpty();
        }
    }
}
