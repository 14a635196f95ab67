package io.signalbox.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.Track;
import io.signalbox.Unheld;
import io.signalbox.migration.Migrations;
import jakarta.persistence.EntityManager;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The threads of a pool serve requests for a long time, and databases are opened and closed: nothing adds up. */
class PooledThreadsIT {

    private static final boolean FULL = Boolean.getBoolean("signalbox.it.full");
    private static final int THREADS = 16;
    private static final int REQUESTS = FULL ? 100_000 : 8_000;
    private static final int CYCLES = FULL ? 200 : 40;

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks().with("signalbox.durability", "CRASH_SAFE");

    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void requestsLeaveNoSessionNoConnectionAndNoPermit() throws Exception {
        Database db = test.database();
        AtomicInteger next = new AtomicInteger();
        AtomicInteger written = new AtomicInteger();
        List<Actor<Void>> pool = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            pool.add(Actor.does("worker " + i, () -> {
                for (int request = next.getAndIncrement(); request < REQUESTS; request = next.getAndIncrement()) {
                    written.addAndGet(serve(db, request));
                }
            }));
        }
        for (Actor<Void> worker : pool) {
            worker.result(Duration.ofMinutes(10));
        }
        assertThat(db.sessions().open()).isZero();
        Unheld.check(db::statistics);
        assertThat(count(db)).isEqualTo(written.get());
    }

    /** Every seventh fails; a third works on the thread's own EntityManager, which the request's end removes. */
    private static int serve(Database db, int request) {
        try {
            return switch (request % 3) {
                case 0 -> write(db, request);
                case 1 -> read(db, request);
                default -> onItsOwn(db, request);
            };
        } catch (Failed e) {
            return 0;
        } finally {
            db.remove();
        }
    }

    private static int write(Database db, int request) {
        return db.write(em -> {
            em.persist(new Track("request " + request));
            failEverySeventh(request);
            return 1;
        });
    }

    private static int read(Database db, int request) {
        return db.read(em -> {
            em.createQuery("select t from Track t where t.id = :id", Track.class)
                    .setParameter("id", (long) request)
                    .getResultList();
            failEverySeventh(request);
            return 0;
        });
    }

    private static int onItsOwn(Database db, int request) {
        EntityManager em = db.entityManager();
        em.getTransaction().begin();
        em.persist(new Track("request " + request));
        em.flush();
        failEverySeventh(request);
        em.getTransaction().commit();
        return 1;
    }

    private static void failEverySeventh(int request) {
        if (request % 7 == 0) {
            throw new Failed();
        }
    }

    private static long count(Database db) {
        return db.read(
                em -> em.createQuery("select count(t) from Track t", Long.class).getSingleResult());
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "descriptors are counted in /proc")
    void openingAndClosingGrowsNeitherThreadsNorDescriptors() throws Exception {
        for (int i = 0; i < 5; i++) {
            openUseAndClose();
        }
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long descriptors = descriptors();
        for (int i = 0; i < CYCLES; i++) {
            openUseAndClose();
        }
        Actor.until(
                "no thread more than before",
                () -> ManagementFactory.getThreadMXBean().getThreadCount() <= threads);
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
    }

    private void openUseAndClose() throws Exception {
        Path file = Files.createTempDirectory("signalbox-test-").resolve("cycle.db");
        try (Database db = TestDatabase.ofTracks().openAt(file)) {
            db.migrate(Migrations.of("classpath:db/test"));
            db.writeWithoutResult(em -> em.persist(new Track("a")));
            assertThat(count(db)).isEqualTo(1);
        }
        try (Stream<Path> left = Files.list(file.getParent())) {
            for (Path path : left.toList()) {
                assertThat(path.toString()).doesNotEndWith("-wal").doesNotEndWith("-shm");
                Files.delete(path);
            }
        }
        Files.delete(file.getParent());
    }

    private static long descriptors() throws Exception {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
