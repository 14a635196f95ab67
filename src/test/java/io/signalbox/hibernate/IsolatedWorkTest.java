package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.Track;
import io.signalbox.jdbc.TransactionMode;
import io.signalbox.migration.Migrations;
import io.signalbox.session.TransactionOptions;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.Table;
import jakarta.persistence.TableGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids from tables and sequences are taken on a second connection in the midst of a transaction. */
class IsolatedWorkTest {

    private static final int THREADS = 32;
    private static final int EACH = 20;

    @RegisterExtension
    final TestDatabase test =
            TestDatabase.of(Migrations.of("classpath:db/test"), Track.class, Signal.class, Points.class);

    @Entity(name = "Signal")
    @Table(name = "signal")
    static class Signal {
        @Id
        @TableGenerator(
                name = "signal",
                table = "signal_ids",
                pkColumnName = "name",
                valueColumnName = "next",
                allocationSize = 3)
        @GeneratedValue(strategy = GenerationType.TABLE, generator = "signal")
        Long id;

        String name;
    }

    @Entity(name = "Points")
    @Table(name = "points")
    static class Points {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        Long id;

        String name;
    }

    @ParameterizedTest
    @EnumSource(TransactionMode.class)
    void anIdIsTakenInTheMidstOfATransactionThatHasRead(TransactionMode mode) {
        Database db = test.database();
        db.<Void, RuntimeException>write(TransactionOptions.mode(mode), em -> {
            em.createQuery("select count(t) from Track t", Long.class).getSingleResult();
            em.persist(new Track("written before"));
            em.flush();
            em.persist(new Signal());
            em.persist(new Points());
            return null;
        });
        assertThat(count("Signal")).isEqualTo(1);
        assertThat(count("Points")).isEqualTo(1);
        assertThat(count("Track")).isEqualTo(1);
    }

    private long count(String entity) {
        return test.database()
                .read(em -> em.createQuery("select count(e) from " + entity + " e", Long.class)
                        .getSingleResult());
    }

    @ParameterizedTest
    @EnumSource(TransactionMode.class)
    void idsThatWereTakenStayTakenWhenTheirTransactionIsRolledBack(TransactionMode mode) {
        Database db = test.database();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> db.<Void, RuntimeException>write(TransactionOptions.mode(mode), em -> {
                        em.persist(new Track("rolled back"));
                        em.flush();
                        ids.add(persisted(em::persist));
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");
        }
        assertThat(ids).doesNotHaveDuplicates().hasSize(10);
        assertThat(count("Track")).isZero();
        assertThat(count("Signal")).isZero();
        assertThat(allocated()).as("what the table says was taken").isGreaterThan(ids.get(ids.size() - 1) - 3);
    }

    private static long persisted(Consumer<Object> persist) {
        Signal signal = new Signal();
        persist.accept(signal);
        return signal.id;
    }

    private long allocated() {
        return test.database()
                .read(em -> ((Number) em.createNativeQuery("select next from signal_ids")
                                .getSingleResult())
                        .longValue());
    }

    /** Before its first statement a thread waits for the writer with the generator's lock in its hand. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threadsThatPersistMeetNoLockAndNoIdTwice(boolean readFirst) throws Exception {
        persistInThreads(em -> {
            if (readFirst) {
                em.createQuery("select count(s) from Signal s", Long.class).getSingleResult();
            }
            em.persist(new Signal());
            em.persist(new Points());
            em.flush();
            em.persist(new Signal());
            em.persist(new Points());
        });
        assertThat(count("Signal")).isEqualTo(2 * THREADS * EACH);
        assertThat(count("Points")).isEqualTo(2 * THREADS * EACH);
    }

    private void persistInThreads(Consumer<EntityManager> work) throws Exception {
        Database db = test.database();
        List<Actor<Void>> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            threads.add(Actor.does("thread " + thread, () -> {
                for (int i = 0; i < EACH; i++) {
                    db.writeWithoutResult(work::accept);
                }
            }));
        }
        for (Actor<Void> thread : threads) {
            thread.result();
        }
    }

    /** Conflicts are to be expected, and that is all that is. */
    @Test
    void threadsThatReadAndMoveToTheWriterMeetConflictsAndNothingElse() throws Exception {
        Database db = test.database();
        List<Actor<Long>> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            threads.add(Actor.start("thread " + thread, () -> {
                long committed = 0;
                for (int i = 0; i < EACH; i++) {
                    committed += persisted(db) ? 1 : 0;
                }
                return committed;
            }));
        }
        long committed = 0;
        for (Actor<Long> thread : threads) {
            committed += thread.result();
        }
        assertThat(committed).isPositive();
        assertThat(count("Signal")).isEqualTo(committed);
    }

    private static boolean persisted(Database db) {
        try {
            db.<Void, RuntimeException>write(TransactionOptions.mode(TransactionMode.UPGRADE), em -> {
                em.createQuery("select count(s) from Signal s", Long.class).getSingleResult();
                em.persist(new Signal());
                return null;
            });
            return true;
        } catch (OptimisticLockException e) {
            return false;
        }
    }

    @Test
    void aUnitWithoutSuchIdsPreparesForNothing() throws Exception {
        try (Database plain = Database.open("plain")) {
            plain.migrate(Migrations.of("classpath:db/test"));
            plain.writeWithoutResult(em -> em.persist(new Track("x")));
            assertThat(plain.<Long, RuntimeException>read(
                            em -> em.createQuery("select count(t) from Track t", Long.class)
                                    .getSingleResult()))
                    .isEqualTo(1);
        }
    }
}
