package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.signalbox.Database;
import io.signalbox.Track;
import io.signalbox.jdbc.ConfigurationException;
import io.signalbox.jdbc.SqliteDataSource;
import io.signalbox.migration.Migrations;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.PersistenceException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An ordinary unit on SQLite, used as JPA has it and no other way. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class SqliteUnitTest {

    private static final int THREADS = 16;
    private static final int TIMES = 20;
    private static final Map<String, ?> FAST = Map.of("signalbox.durability", "CRASH_SAFE");

    @TempDir
    Path directory;

    private EntityManagerFactory open(Map<String, ?> properties) {
        Map<String, Object> all = new LinkedHashMap<>(properties);
        all.putIfAbsent("jakarta.persistence.jdbc.url", "jdbc:sqlite:" + directory.resolve("test.db"));
        return Persistence.createEntityManagerFactory("plain", all);
    }

    private EntityManagerFactory open() throws SQLException {
        EntityManagerFactory factory = open(FAST);
        Migrations.of("classpath:db/test").apply(dataSourceOf(factory));
        return factory;
    }

    private static SqliteDataSource dataSourceOf(EntityManagerFactory factory) {
        return EntityManagers.of(factory).dataSource().orElseThrow();
    }

    private static long persist(EntityManagerFactory factory, String name) {
        return factory.callInTransaction(em -> {
            Track track = new Track(name);
            em.persist(track);
            return track.getId();
        });
    }

    private static String nameOf(EntityManagerFactory factory, long id) {
        return factory.callInTransaction(em -> em.find(Track.class, id).getName());
    }

    /** The ways in which JPA itself runs a transaction. */
    enum Way {
        RUN_IN_TRANSACTION {
            @Override
            void run(EntityManagerFactory factory, Consumer<EntityManager> work) {
                factory.runInTransaction(work);
            }
        },
        GET_TRANSACTION {
            @Override
            void run(EntityManagerFactory factory, Consumer<EntityManager> work) {
                try (EntityManager em = factory.createEntityManager()) {
                    em.getTransaction().begin();
                    work.accept(em);
                    em.getTransaction().commit();
                }
            }
        };

        abstract void run(EntityManagerFactory factory, Consumer<EntityManager> work);
    }

    private static void fromManyThreads(Callable<Void> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(work);
            }
            for (Future<Void> done : threads.invokeAll(all)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyThreadsChangeOneRowAndNoChangeIsLost(Way way) throws Exception {
        try (EntityManagerFactory factory = open()) {
            long id = persist(factory, "");
            fromManyThreads(() -> {
                for (int i = 0; i < TIMES; i++) {
                    way.run(factory, em -> {
                        Track track = em.find(Track.class, id);
                        track.setName(track.getName() + "X");
                    });
                }
                return null;
            });
            assertThat(nameOf(factory, id)).isEqualTo("X".repeat(THREADS * TIMES));
            assertThat(dataSourceOf(factory).statistics().writer().held()).isFalse();
            assertThat(dataSourceOf(factory).statistics().readersHeld()).isZero();
        }
    }

    @Test
    void aUnitThatIsConfiguredInCodeNeedsNothingButAUrlEither() throws Exception {
        PersistenceConfiguration configuration = new PersistenceConfiguration("in-code")
                .managedClass(Track.class)
                .property("jakarta.persistence.jdbc.url", "jdbc:sqlite:" + directory.resolve("test.db"));
        try (EntityManagerFactory factory = configuration.createEntityManagerFactory()) {
            Migrations.of("classpath:db/test").apply(dataSourceOf(factory));
            assertThat(nameOf(factory, persist(factory, "main line"))).isEqualTo("main line");
        }
    }

    @Test
    void aReadOnlySessionCannotWrite() throws Exception {
        try (EntityManagerFactory factory = open();
                EntityManager reader = factory.unwrap(SessionFactory.class)
                        .withOptions()
                        .readOnly(true)
                        .openSession()) {
            long id = persist(factory, "kept");
            reader.getTransaction().begin();
            assertThat(reader.find(Track.class, id).getName()).isEqualTo("kept");
            assertThatThrownBy(() -> reader.createNativeQuery("update track set name = 'changed'")
                            .executeUpdate())
                    .hasStackTraceContaining("READONLY");
            reader.getTransaction().rollback();
            assertThat(nameOf(factory, id)).isEqualTo("kept");
        }
    }

    @Test
    void aReadOnlySessionReadsWhileTheWriterIsHeld() throws Exception {
        try (EntityManagerFactory factory = open()) {
            long id = persist(factory, "before");
            factory.runInTransaction(writer -> {
                writer.find(Track.class, id).setName("after");
                writer.flush();
                try (EntityManager reader = EntityManagers.of(factory).openForReading()) {
                    assertThat(reader.find(Track.class, id).getName()).isEqualTo("before");
                }
            });
            assertThat(nameOf(factory, id)).isEqualTo("after");
        }
    }

    @Test
    void wrongAndUnknownSettingsFailTheStartAndAreToldTogether() throws Exception {
        Throwable thrown = catchThrowable(() -> open(Map.of(
                "signalbox.readers", "none",
                "signalbox.write_timeout", "soon",
                "signalbox.pragma.synchronous", "OFF",
                "signalbox.colour", "red")));
        assertThat(configurationProblemsIn(thrown))
                .hasSize(4)
                .anyMatch(problem -> problem.startsWith("signalbox.readers: "))
                .anyMatch(problem -> problem.startsWith("signalbox.write_timeout: "))
                .anyMatch(problem -> problem.startsWith("signalbox.pragma.synchronous: "))
                .anyMatch(problem -> problem.startsWith("signalbox.colour: unknown"));
        assertThat(directory).isEmptyDirectory();
        open().close();
    }

    private static List<String> configurationProblemsIn(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationException found) {
                return found.problems();
            }
        }
        throw new AssertionError("no ConfigurationException in the cause chain", thrown);
    }

    @Test
    void theMessageOfAStartThatFailsListsWhatIsWrong() {
        Throwable thrown = catchThrowable(
                () -> Database.open("plain", Map.of("signalbox.readers", "none", "signalbox.colour", "red")));
        assertThat(thrown)
                .isInstanceOf(PersistenceException.class)
                .hasMessageContaining("signalbox.readers: must be a whole number")
                .hasMessageContaining("signalbox.colour: unknown");
        assertThat(configurationProblemsIn(thrown)).hasSize(2);
    }

    /** Hibernate puts the system properties that it finds at its own start among the settings of every unit. */
    @Test
    void aSystemPropertyOfAToolIsNoSetting() {
        Map<String, String> settings = Map.of("signalbox.tool.of.mine", "here");
        assertThatThrownBy(() -> open(settings)).hasMessageContaining("signalbox.tool.of.mine: unknown");
        System.setProperty("signalbox.tool.of.mine", "here");
        try {
            open(settings).close();
        } finally {
            System.clearProperty("signalbox.tool.of.mine");
        }
    }

    @Test
    void aSystemPropertyThatIsNearlyASettingIsAWrongOne() {
        System.setProperty("signalbox.raeders", "8");
        try {
            assertThatThrownBy(() -> open(Map.of("signalbox.raeders", "8")))
                    .hasMessageContaining("signalbox.raeders: unknown");
        } finally {
            System.clearProperty("signalbox.raeders");
        }
    }

    @Test
    void aStartThatFailsLaterClosesTheDatabase() throws Exception {
        assertThatThrownBy(() -> open(Map.of("jakarta.persistence.schema-generation.database.action", "validate")))
                .hasStackTraceContaining("missing table [track]");
        assertThat(directory.resolve("test.db-wal")).doesNotExist();
        try (EntityManagerFactory factory = open(Map.of("signalbox.readers", "2"))) {
            assertThat(dataSourceOf(factory).configuration().readers()).isEqualTo(2);
        }
    }

    @Test
    void twoUnitsOnOneFileShareOneEngineWhichIsClosedWithTheLast() throws Exception {
        EntityManagerFactory one = open();
        EntityManagerFactory other = open(FAST);
        long id = persist(one, "shared");
        assertThat(nameOf(other, id)).isEqualTo("shared");
        one.runInTransaction(em -> {
            em.find(Track.class, id).setName("changed");
            em.flush();
            assertThat(dataSourceOf(other).statistics().writer().held()).isTrue();
        });
        one.close();
        assertThat(directory.resolve("test.db-wal")).exists();
        assertThat(nameOf(other, id)).isEqualTo("changed");
        other.close();
        assertThat(directory.resolve("test.db-wal")).doesNotExist();
    }
}
