package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.migration.Migrations;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code create_engine(..., poolclass=SingletonThreadPool)}: "maintain the same connection per thread". */
class SingletonThreadPoolTest {

    private static final int THREADS = 40;
    private static final int INCREMENTS = 25;

    private final PhysicalConnections connections = new PhysicalConnections();

    @RegisterExtension
    final TestDatabase test = TestDatabase.of(Migrations.of("classpath:db/answers/flask"))
            .with("signalbox.connection_customizer", connections)
            .with("signalbox.readers", 4)
            .with("signalbox.write_timeout", "60s");

    /** "It does not solve all cases": with a connection for each thread, two that have read cannot both write, and no timeout helps. */
    @Test
    void aConnectionPerThreadIsLocked(@TempDir Path directory) throws Exception {
        try (Connection one = Plain.open(directory);
                Connection two = Plain.open(directory)) {
            Plain.execute(one, "create table counter(id integer primary key, n integer)");
            Plain.execute(one, "insert into counter values (1, 0)");
            Plain.execute(two, "pragma busy_timeout = 60000");
            for (Connection connection : List.of(one, two)) {
                connection.setAutoCommit(false);
                assertThat(Plain.number(connection, "select n from counter")).isZero();
            }
            Plain.execute(one, "update counter set n = 1");
            assertThat(Actor.does("thread-2", () -> Plain.execute(two, "update counter set n = 1"))
                            .failure())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("[SQLITE_BUSY] The database file is locked (database is locked)");
            two.rollback();
            one.commit();
        }
    }

    /** The same in 40 threads: each has an EntityManager of its own for as long as it wants, and connections are few. */
    @Test
    void anEntityManagerPerThreadIsNot() throws Exception {
        Database db = test.database();
        Set<String> own = ConcurrentHashMap.newKeySet();
        Together.does(THREADS, "thread", i -> {
            EntityManager mine = db.entityManager();
            own.add(mine.toString());
            for (int n = 0; n < INCREMENTS; n++) {
                mine.getTransaction().begin();
                increment(mine);
                mine.getTransaction().commit();
            }
            assertThat(db.entityManager()).isSameAs(mine);
            db.remove();
        });
        assertThat(own).as("the EntityManagers").hasSize(THREADS);
        assertThat(connections.opened()).isLessThanOrEqualTo(PhysicalConnections.most(4));
        assertThat(db.query("SELECT n FROM counter").column("n")).containsExactly((long) THREADS * INCREMENTS);
    }

    /** It reads and then writes what it makes of that, as whoever loses an update does. */
    static void increment(EntityManager em) {
        Object n = em.createNativeQuery("select n from counter", Long.class).getSingleResult();
        em.createNativeQuery("update counter set n = ?")
                .setParameter(1, (Long) n + 1)
                .executeUpdate();
    }
}
