package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.Database;
import jakarta.persistence.PersistenceConfiguration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code file::memory:?cache=shared}: "I initialize the database by creating two tables with two threads for speed". */
class SharedMemoryTest {

    private static final String SHARED = "jdbc:sqlite:file:answers?mode=memory&cache=shared";
    private static final String FIRST = "create table orders(id integer primary key, item text)";
    private static final String SECOND = "create table items(id integer primary key, name text)";

    /** In a shared cache who finds a table locked is told so at once, whatever the timeout. */
    @Test
    void aSharedCacheIsLocked() throws Exception {
        try (Connection one = DriverManager.getConnection(SHARED);
                Connection two = DriverManager.getConnection(SHARED)) {
            Plain.execute(two, "pragma busy_timeout = 60000");
            one.setAutoCommit(false);
            Plain.execute(one, FIRST);
            assertThat(Actor.does("thread-2", () -> Plain.execute(two, SECOND)).failure())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("[SQLITE_LOCKED_SHAREDCACHE]")
                    .hasMessageContaining("(database schema is locked: main)");
            one.commit();
            Plain.execute(one, "insert into orders values (1, 'signal')");
            assertThat(Actor.does("thread-2", () -> Plain.number(two, "select count(*) from orders"))
                            .failure())
                    .hasMessageContaining("(database table is locked: orders)");
            one.commit();
        }
    }

    /** Without it each connection has a database of its own. */
    @Test
    void withoutASharedCacheEachConnectionHasItsOwn() throws Exception {
        try (Connection one = DriverManager.getConnection("jdbc:sqlite::memory:");
                Connection two = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Plain.execute(one, FIRST);
            assertThat(Actor.does("thread-2", () -> Plain.number(two, "select count(*) from orders"))
                            .failure())
                    .hasMessageContaining("(no such table: orders)");
        }
    }

    /** Here the second thread waits its turn, and a reader for nobody. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite::memory:",
                "jdbc:sqlite:file::memory:?cache=shared",
                "jdbc:sqlite:file:answers?mode=memory"
            })
    void twoThreadsInitializeOneDatabase(String url) throws Exception {
        PersistenceConfiguration unit = new PersistenceConfiguration("orders");
        try (Database db = Database.open(unit.property(PersistenceConfiguration.JDBC_URL, url))) {
            CountDownLatch created = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            Actor<Void> first = Actor.does(
                    "thread-1",
                    () -> db.writeWithoutResult(em -> {
                        em.createNativeQuery(FIRST).executeUpdate();
                        em.createNativeQuery("insert into orders values (1, 'signal')")
                                .executeUpdate();
                        created.countDown();
                        goOn.await();
                    }));
            created.await();
            Actor<Void> second = Actor.does(
                    "thread-2",
                    () -> db.writeWithoutResult(em -> {
                        em.createNativeQuery(SECOND).executeUpdate();
                        em.createNativeQuery("insert into items values (1, 'signal')")
                                .executeUpdate();
                    }));
            second.reaches(
                    "it waits for its turn", () -> db.statistics().writer().waiting() == 1);
            assertThat(db.query("SELECT name FROM sqlite_schema").isEmpty()).isTrue();
            goOn.countDown();
            first.result();
            second.result();
            assertThat(Actor.<Object>on(
                            "thread-3",
                            () -> db.query("SELECT i.name FROM orders o JOIN items i ON i.name = o.item")
                                    .column("name")
                                    .get(0)))
                    .isEqualTo("signal");
        }
    }
}
