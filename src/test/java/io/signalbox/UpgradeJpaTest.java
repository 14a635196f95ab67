package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.jdbc.NestedWriteException;
import io.signalbox.jdbc.SnapshotConflictException;
import io.signalbox.jdbc.TransactionMode;
import io.signalbox.session.TransactionOptions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.RollbackException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What JPA makes of transactions that move to the writer at their first write. */
@Timeout(50)
class UpgradeJpaTest {

    private static final int THREADS = 16;

    @RegisterExtension
    final TestDatabase upgrading = TestDatabase.ofTracks()
            .with("signalbox.transaction_mode", "UPGRADE")
            .with("signalbox.readers", THREADS);

    @RegisterExtension
    final TestDatabase immediate = TestDatabase.ofTracks();

    /** The two ways to ask for the mode. */
    enum Asked {
        BY_SETTING,
        BY_OPTION;

        private TransactionOptions options() {
            return this == BY_SETTING ? TransactionOptions.DEFAULT : TransactionOptions.mode(TransactionMode.UPGRADE);
        }
    }

    private Database database(Asked asked) {
        return asked == Asked.BY_SETTING ? upgrading.database() : immediate.database();
    }

    private long id;

    @BeforeEach
    void persist() {
        for (Asked asked : Asked.values()) {
            id = database(asked).write(em -> {
                Track track = new Track("main line");
                em.persist(track);
                return track.getId();
            });
        }
    }

    private static String name(Database database, long id) {
        return database.read(em -> em.find(Track.class, id).getName());
    }

    private static void rename(Database database, long id, String name) {
        database.writeWithoutResult(em -> em.find(Track.class, id).setName(name));
    }

    private void renameElsewhere(Database database) {
        try {
            Actor.on("other", () -> {
                rename(database, id, "other");
                database.remove();
                return true;
            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void findThenModifyTakesTheWriterOnlyToModify(Asked asked) {
        Database database = database(asked);
        long before = database.statistics().writer().acquired();
        database.<Boolean, RuntimeException>write(asked.options(), em -> {
            Track track = em.find(Track.class, id);
            assertThat(database.statistics().writer().held()).isFalse();
            track.setName("branch line");
            em.flush();
            assertThat(database.statistics().writer().held()).isTrue();
            return true;
        });
        assertThat(name(database, id)).isEqualTo("branch line");
        assertThat(database.statistics().writer().acquired()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @EnumSource
    void aConflictIsAnOptimisticLockException(Asked asked) {
        Database database = database(asked);
        assertThatThrownBy(() -> database.<Boolean, RuntimeException>write(asked.options(), em -> {
                    em.find(Track.class, id);
                    renameElsewhere(database);
                    em.persist(new Track("late")); // an insert, so that no version of an entity is what tells
                    em.flush();
                    return true;
                }))
                .isInstanceOf(OptimisticLockException.class)
                .hasRootCauseInstanceOf(SnapshotConflictException.class);
        assertThat(name(database, id)).isEqualTo("other");
        assertThat(count(database)).isEqualTo(1);
    }

    private static long count(Database database) {
        return database.read(
                em -> em.createQuery("select count(t) from Track t", Long.class).getSingleResult());
    }

    @Test
    void aConflictInTheFlushOfACommitIsThrownAsItIs() {
        Database database = upgrading.database();
        assertThatThrownBy(() -> database.writeWithoutResult(em -> {
                    Track track = em.find(Track.class, id);
                    renameElsewhere(database);
                    track.setName("late");
                }))
                .isInstanceOf(OptimisticLockException.class)
                .hasRootCauseInstanceOf(SnapshotConflictException.class);
        assertThat(name(database, id)).isEqualTo("other");
    }

    @Test
    void throughPlainJpaItIsTheCauseOfTheRollbackExceptionThatJpaDemands() {
        Database database = upgrading.database();
        assertThatThrownBy(() -> database.entityManagerFactory().runInTransaction(em -> {
                    Track track = em.find(Track.class, id);
                    renameElsewhere(database);
                    track.setName("late");
                }))
                .isInstanceOf(RollbackException.class)
                .hasCauseInstanceOf(OptimisticLockException.class)
                .hasRootCauseInstanceOf(SnapshotConflictException.class);
        assertThat(name(database, id)).isEqualTo("other");
    }

    @Test
    void ofTwoSessionsInOneThreadTheSecondToWriteIsRefused() {
        try (EntityManager first = upgrading.database().entityManagerFactory().createEntityManager();
                EntityManager second =
                        upgrading.database().entityManagerFactory().createEntityManager()) {
            first.getTransaction().begin();
            second.getTransaction().begin();
            Track one = first.find(Track.class, id);
            Track other = second.find(Track.class, id);
            one.setName("first");
            first.getTransaction().commit();
            other.setName("second");
            assertThatThrownBy(() -> second.getTransaction().commit())
                    .isInstanceOf(RollbackException.class)
                    .hasCauseInstanceOf(OptimisticLockException.class);
            assertThat(second.getTransaction().isActive()).isFalse();
        }
        assertThat(name(upgrading.database(), id)).isEqualTo("first");
    }

    @Test
    void twoSessionsInOneThreadThatBothWantToWriteAtOnceAreToldSoAtOnce() {
        try (EntityManager first = upgrading.database().entityManagerFactory().createEntityManager();
                EntityManager second =
                        upgrading.database().entityManagerFactory().createEntityManager()) {
            first.getTransaction().begin();
            second.getTransaction().begin();
            second.find(Track.class, id);
            first.find(Track.class, id).setName("first");
            first.flush();
            assertThatThrownBy(() -> second.persist(new Track("second")))
                    .hasRootCauseInstanceOf(NestedWriteException.class);
            second.getTransaction().rollback();
            first.getTransaction().commit();
        }
        assertThat(name(upgrading.database(), id)).isEqualTo("first");
        assertThat(count(upgrading.database())).isEqualTo(1);
    }

    @Test
    void unitsOfWorkThatMostlyReadRunInParallel() throws Exception {
        Database database = upgrading.database();
        long before = database.statistics().writer().acquired();
        CyclicBarrier allRead = new CyclicBarrier(THREADS);
        CyclicBarrier allLooked = new CyclicBarrier(THREADS);
        List<Actor<Void>> actors = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            boolean writes = i == 0;
            actors.add(Actor.does("thread-" + i, () -> {
                database.writeWithoutResult(em -> {
                    Track track = em.find(Track.class, id);
                    allRead.await();
                    assertThat(database.statistics().readersHeld()).isEqualTo(THREADS);
                    assertThat(database.statistics().writer().acquired()).isEqualTo(before);
                    allLooked.await();
                    if (writes) {
                        track.setName("written");
                    }
                });
                database.remove();
            }));
        }
        for (Actor<Void> actor : actors) {
            actor.result();
        }
        assertThat(database.statistics().writer().acquired()).isEqualTo(before + 1);
        assertThat(name(database, id)).isEqualTo("written");
    }
}
