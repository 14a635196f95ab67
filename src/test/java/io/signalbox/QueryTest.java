package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.jdbc.TransactionMode;
import io.signalbox.migration.Migrations;
import io.signalbox.session.TransactionOptions;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.PersistenceException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Database#query}. */
class QueryTest {

    private static final String NAMES = "select id, name from track order by id";

    @RegisterExtension
    final TestDatabase test = TestDatabase.of(Migrations.of("classpath:db/test"), Track.class, Stored.class);

    /** A value of each type that is bound as it is stored. */
    @Entity(name = "stored")
    static class Stored {
        @Id
        long id;

        boolean flag;
        UUID uuid;
        LocalDate date;
        LocalTime time;
        LocalDateTime dateTime;
        Instant instant;
        OffsetDateTime offset;
        ZonedDateTime zoned;
    }

    private void persist(String... names) {
        test.database().writeWithoutResult(em -> {
            for (String name : names) {
                em.persist(new Track(name));
            }
        });
    }

    @Test
    void valuesAreOfSqlitesOwnTypes() {
        Table table = test.database()
                .query(
                        "select 1 as small, 3000000000 as big, 0.5 as number, 'x' as text, x'0102' as bytes, null as absent");
        assertThat(table.rows().get(0).values()).containsExactly(1L, 3_000_000_000L, 0.5, "x", new byte[] {1, 2}, null);
        assertThat(table.columns()).containsExactly("small", "big", "number", "text", "bytes", "absent");
    }

    @Test
    void parametersAreBoundAndNeverText() {
        String name = "Robert'); DROP TABLE track; --";
        persist(name, "main line");
        Database db = test.database();
        assertThat(db.query("select id from track where name = ?", name).size()).isEqualTo(1);
        assertThat(db.query("select ?, ? as b, ?2 as c", 1, "x").rows().get(0).values())
                .containsExactly(1L, "x", "x");
        assertThat(db.query("select ? is null as missing", (Object[]) null).column("missing"))
                .containsExactly(1L);
        assertThat(db.query("select ? as a, ? as b, ? as c, ? as d", (byte) 1, 2.5f, false, new byte[] {7})
                        .rows()
                        .get(0)
                        .values())
                .containsExactly(1L, 2.5, 0L, new byte[] {7});
    }

    @Test
    void aResultWithoutRowsHasItsColumns() {
        assertThat(test.database().query(NAMES).columns()).containsExactly("id", "name");
    }

    @Test
    void timesAndUuidsAreBoundAsTheyAreStored() {
        Database db = test.database();
        db.entityManagerFactory().getSchemaManager().drop(false);
        db.entityManagerFactory().getSchemaManager().create(false);
        Stored stored = new Stored();
        stored.flag = true;
        stored.uuid = UUID.randomUUID();
        stored.date = LocalDate.of(2026, 2, 28);
        stored.time = LocalTime.of(13, 14, 15, 500_000_000);
        stored.dateTime = LocalDateTime.of(stored.date, stored.time);
        stored.instant = Instant.parse("2026-02-28T12:00:00.123456789Z");
        stored.offset = stored.instant.atOffset(ZoneOffset.ofHours(3));
        stored.zoned = stored.offset.toZonedDateTime();
        db.writeWithoutResult(em -> em.persist(stored));

        assertThat(db.query(
                                "select id from stored where flag = ? and uuid = ? and date = ? and time = ? and dateTime = ?"
                                        + " and instant = ? and offset = ? and zoned = ?",
                                stored.flag,
                                stored.uuid,
                                stored.date,
                                stored.time,
                                stored.dateTime,
                                stored.instant,
                                stored.offset,
                                stored.zoned)
                        .column("id"))
                .containsExactly(0L);
        assertThat(db.query("select date, instant from stored").rows().get(0).values())
                .containsExactly("2026-02-28", "2026-02-28 12:00:00.123456789");
    }

    /** As a blob, or as the unit has it. */
    @ParameterizedTest
    @ValueSource(strings = {"BINARY", "CHAR"})
    void aUuidIsBoundAsTheUnitStoresIt(String form) {
        PersistenceConfiguration unit = new PersistenceConfiguration("uuids").managedClass(Stored.class);
        unit.property(PersistenceConfiguration.JDBC_URL, "jdbc:sqlite::memory:");
        unit.property("hibernate.type.preferred_uuid_jdbc_type", form);
        try (Database db = Database.open(unit)) {
            db.entityManagerFactory().getSchemaManager().create(false);
            Stored stored = new Stored();
            stored.uuid = UUID.randomUUID();
            db.writeWithoutResult(em -> em.persist(stored));
            assertThat(db.query("select typeof(uuid) as form from stored where uuid = ?", stored.uuid)
                            .column("form"))
                    .containsExactly(form.equals("CHAR") ? "text" : "blob");
        }
    }

    @Test
    void whatIsStoredAsItsColumnIsMappedIsRefused() {
        assertRefused("parameter 2 is a java.math.BigDecimal", "select ?, ?", 1, new BigDecimal("12.34"));
        assertRefused("parameter 1 is a io.signalbox.jdbc.TransactionMode", "select ?", TransactionMode.UPGRADE);
        assertRefused("parameter 1 is a java.util.ImmutableCollections$List12", "select ?", List.of(1));
    }

    private void assertRefused(String problem, String sql, Object... parameters) {
        assertThatThrownBy(() -> test.database().query(sql, parameters))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining(problem)
                .hasMessageEndingWith(sql);
    }

    @Test
    void thereIsOneValueForEachParameter() {
        assertRefused("it has 2 parameters, and 1 values were given", "select ?, ?", 1);
        assertRefused("it has 0 parameters, and 1 values were given", "select '?'", 1);
    }

    @Test
    void columnsHaveNamesOfTheirOwn() {
        assertRefused("the column 'id' occurs twice", "select a.id, b.id from track a, track b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into track(name) values ('x') returning id",
                "with n as (select 'x') insert into track(name) select * from n returning id",
                "pragma user_version = 5",
                "attach ':memory:' as other",
                "select 1; delete from track",
                "commit"
            })
    void whatMayDoMoreThanReadIsRefusedAndTheTransactionGoesOn(String sql) {
        assertRefused("the query was refused: ", sql);
        Database db = test.database();
        db.writeWithoutResult(em -> {
            em.persist(new Track("stays"));
            assertRefused("the query was refused: ", sql);
            assertRefused("parameters", "select ?");
        });
        assertThat(db.query("select name from track").column("name")).containsExactly("stays");
        assertThat(db.query("pragma user_version").column("user_version")).containsExactly(0L);
    }

    @Test
    void whatSqliteRefusesIsJpas() {
        assertThatThrownBy(() -> test.database().query("select * from nowhere"))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContaining("no such table: nowhere");
    }

    @Test
    void aTransactionSeesWhatItHasWritten() {
        Database db = test.database();
        db.writeWithoutResult(em -> {
            em.persist(new Track("mine"));
            Track changed = em.createQuery("from Track", Track.class).getSingleResult();
            changed.setName("changed");
            assertThat(db.query(NAMES).column("name")).containsExactly("changed");
            em.setFlushMode(FlushModeType.COMMIT);
            changed.setName("later");
            assertThat(db.query(NAMES).column("name")).containsExactly("changed");
        });
        assertThat(db.query(NAMES).column("name")).containsExactly("later");
    }

    @Test
    void aTransactionOfTheThreadsOwnIsJoined() {
        Database db = test.database();
        EntityManager own = db.entityManager();
        own.getTransaction().begin();
        own.persist(new Track("mine"));
        assertThat(db.query(NAMES).column("name")).containsExactly("mine");
        own.getTransaction().rollback();
        assertThat(db.query(NAMES).isEmpty()).isTrue();
        db.remove();
    }

    @Test
    void anUpgradingTransactionReadsOnAndThenWrites() {
        Database db = test.database();
        persist("first");
        db.write(TransactionOptions.mode(TransactionMode.UPGRADE), em -> {
            assertThat(db.query(NAMES).size()).isEqualTo(1);
            assertThat(db.statistics().writer().held()).isFalse();
            em.persist(new Track("second"));
            return assertThat(db.query(NAMES).size()).isEqualTo(2);
        });
    }

    @Test
    void aReadKeepsItsSnapshotAndOthersWaitForNoWriter() throws Exception {
        Database db = test.database();
        persist("first");
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        Actor<Void> writer = Actor.does(
                "writer",
                () -> db.writeWithoutResult(em -> {
                    em.persist(new Track("second"));
                    em.flush();
                    written.countDown();
                    seen.await();
                }));
        db.read(em -> {
            int before = db.query(NAMES).size();
            written.await();
            assertThat(Actor.<Integer>on("another", () -> db.query(NAMES).size()))
                    .isEqualTo(1);
            seen.countDown();
            writer.result();
            assertThat(db.query(NAMES).size()).as("of the snapshot").isEqualTo(before);
            return null;
        });
        assertThat(db.query(NAMES).size()).isEqualTo(2);
    }

    @Test
    void oneTableIsReadByManyThreadsAtOnce() throws Exception {
        persist("a", "b", "c");
        Table cached = test.database().query(NAMES);
        String before = cached.toCsv();
        persist("d");
        List<Actor<String>> readers = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            int number = i;
            readers.add(Actor.start(
                    "reader-" + i, () -> cached.row(1 + number % 3).get("name") + "\n" + cached.toCsv()));
        }
        for (int i = 0; i < readers.size(); i++) {
            assertThat(readers.get(i).result()).isEqualTo("abc".charAt(i % 3) + "\n" + before);
        }
    }
}
