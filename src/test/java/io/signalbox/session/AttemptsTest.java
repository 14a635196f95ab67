package io.signalbox.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.Track;
import io.signalbox.jdbc.DatabaseListener;
import io.signalbox.jdbc.TransactionMode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.OptimisticLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A unit of work that met a conflict is run again where its options say so, and only then. */
@Timeout(50)
class AttemptsTest {

    private static final TransactionOptions THREE = TransactionOptions.attempts(3);
    private static final TransactionOptions UPGRADE = THREE.withMode(TransactionMode.UPGRADE);

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks();

    private Database db;
    private long id;

    @BeforeEach
    void persist() {
        db = test.database();
        id = db.write(em -> {
            Track track = new Track("main line");
            em.persist(track);
            return track.getId();
        });
    }

    private String name() {
        return db.read(em -> em.find(Track.class, id).getName());
    }

    private void renamedByAnother(String name) {
        try {
            Actor.does(
                            "another",
                            () -> db.writeWithoutResult(
                                    em -> em.find(Track.class, id).setName(name)))
                    .result();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoListensIsToldOfEachAttemptBeyondTheFirst() {
        List<String> told = new ArrayList<>();
        DatabaseListener listener = new DatabaseListener() {
            @Override
            public void retried(Path database, int attempt, Throwable failure) {
                told.add(attempt + " " + (failure instanceof OptimisticLockException));
            }
        };
        db.addListener(listener);
        int attempt = db.write(UPGRADE, em -> {
            em.find(Track.class, id);
            if (db.attempt() == 1) {
                renamedByAnother("another's");
            }
            em.persist(new Track("branch line"));
            return db.attempt();
        });
        assertThat(attempt).isEqualTo(2);
        db.removeListener(listener);
        assertThat(told).containsExactly("2 true");
        assertThat(db.statistics().transactions().retried()).isEqualTo(1);
    }

    @Test
    void aConflictIsMetOnceAndNotAgain() {
        List<Integer> attempts = new ArrayList<>();
        Set<EntityManager> entityManagers = new HashSet<>();
        String result = db.write(UPGRADE, em -> {
            attempts.add(db.attempt());
            entityManagers.add(em);
            Track track = em.find(Track.class, id);
            if (db.attempt() == 1) {
                renamedByAnother("another's");
            } else {
                assertThat(db.statistics().writer().held())
                        .as("the writer is held")
                        .isTrue();
            }
            track.setName(track.getName() + ", mine");
            return track.getName();
        });
        assertThat(result).isEqualTo("another's, mine");
        assertThat(name()).isEqualTo("another's, mine");
        assertThat(attempts).containsExactly(1, 2);
        assertThat(entityManagers).hasSize(2);
        assertThat(db.attempt()).isZero();
    }

    @Test
    void unlessItIsAskedForThereIsOneAttempt() {
        List<Integer> attempts = new ArrayList<>();
        assertThatThrownBy(() -> db.write(TransactionOptions.mode(TransactionMode.UPGRADE), em -> {
                    attempts.add(db.attempt());
                    Track track = em.find(Track.class, id);
                    renamedByAnother("another's");
                    track.setName("mine");
                    return true;
                }))
                .isInstanceOf(OptimisticLockException.class);
        assertThat(attempts).containsExactly(1);
        assertThat(name()).isEqualTo("another's");
    }

    @Test
    void theLastFailureHasTheOthersSuppressed() {
        List<OptimisticLockException> thrown = new ArrayList<>();
        assertThatThrownBy(() -> db.write(THREE, em -> {
                    thrown.add(new OptimisticLockException("attempt " + db.attempt()));
                    throw thrown.get(thrown.size() - 1);
                }))
                .hasMessage("attempt 3")
                .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(thrown.get(0), thrown.get(1)));
    }

    @Test
    void oneAndTheSameFailureIsNotSuppressedInItself() {
        OptimisticLockException always = new OptimisticLockException("always");
        assertThatThrownBy(() -> db.write(THREE, em -> {
                    throw always;
                }))
                .isSameAs(always)
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
    }

    @Test
    void aConflictThatTheWorkHasWrappedIsOneStill() {
        int attempts = db.write(THREE, em -> {
            if (db.attempt() < 3) {
                throw new IllegalStateException(new OptimisticLockException());
            }
            return db.attempt();
        });
        assertThat(attempts).isEqualTo(3);
    }

    @Test
    void noOtherFailureIsTriedAgain() {
        List<Integer> attempts = new ArrayList<>();
        for (RuntimeException failure : List.of(
                new LockTimeoutException(),
                new IllegalStateException(),
                new CommitOutcomeUnknownException(new OptimisticLockException()))) {
            assertThatThrownBy(() -> db.write(THREE, em -> {
                        attempts.add(db.attempt());
                        throw failure;
                    }))
                    .isSameAs(failure);
        }
        assertThat(attempts).containsExactly(1, 1, 1);
    }

    @Test
    void theTimeoutIsForAllAttemptsTogether() {
        List<Integer> attempts = new ArrayList<>();
        assertThatThrownBy(() -> db.write(THREE.withTimeout(Duration.ofNanos(1)), em -> {
                    attempts.add(db.attempt());
                    throw new OptimisticLockException();
                }))
                .isInstanceOf(OptimisticLockException.class);
        assertThat(attempts).containsExactly(1);
    }

    @Test
    void anInterruptedThreadTriesNoMore() {
        List<Integer> attempts = new ArrayList<>();
        assertThatThrownBy(() -> db.write(THREE, em -> {
                    attempts.add(db.attempt());
                    Thread.currentThread().interrupt();
                    throw new OptimisticLockException();
                }))
                .isInstanceOf(OptimisticLockException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(attempts).containsExactly(1);
    }

    @Test
    void whatTheThreadHasOpenIsNotInvolved() {
        EntityManager own = db.entityManager();
        Track detached = own.find(Track.class, id);
        db.write(THREE, em -> {
            assertThat(em.contains(detached)).isFalse();
            em.find(Track.class, id).setName("mine");
            return true;
        });
        assertThat(own.contains(detached)).isTrue();
        assertThat(detached.getName()).isEqualTo("main line");
        db.remove();
    }

    @Test
    void aUnitThatJoinsIsRunOnceAndItsConflictIsTheOutersMatter() {
        List<Integer> attempts = new ArrayList<>();
        db.write(THREE, em -> {
            if (db.attempt() == 1) {
                db.write(THREE, inner -> {
                    attempts.add(db.attempt());
                    throw new OptimisticLockException();
                });
            }
            attempts.add(db.attempt());
            return true;
        });
        assertThat(attempts).containsExactly(1, 2);
    }

    @Test
    void thereIsAtLeastOneAttempt() {
        assertThatThrownBy(() -> TransactionOptions.attempts(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    /** Without attempts most of them would meet a conflict; with the second one holding the writer none meets two. */
    @Test
    void threadsThatReadAndWriteTheSameRowLoseNothing() throws Exception {
        int threads = 16;
        List<Actor<Void>> actors = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            actors.add(Actor.does("thread " + i, () -> {
                for (int j = 0; j < 10; j++) {
                    db.write(TransactionOptions.attempts(2).withMode(TransactionMode.UPGRADE), em -> {
                        Track track = em.find(Track.class, id);
                        track.setName(track.getName() + "x");
                        return true;
                    });
                }
            }));
        }
        for (Actor<Void> actor : actors) {
            actor.result();
        }
        assertThat(name()).isEqualTo("main line" + "x".repeat(10 * threads));
    }
}
