package io.signalbox.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.Track;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many threads with an EntityManager each: what one does is its own until it is committed. */
@Timeout(50)
class EachThreadsOwnTest {

    private static final int THREADS = 10;

    @RegisterExtension
    final TestDatabase test =
            TestDatabase.ofTracks().with("signalbox.readers", 2).with("signalbox.write_timeout", "1h");

    private static void persist(EntityManager em, String name) {
        em.getTransaction().begin();
        em.persist(new Track(name));
        em.getTransaction().commit();
    }

    private List<String> names() {
        return test.database()
                .read(em -> em.createQuery("select t.name from Track t order by t.id", String.class)
                        .getResultList());
    }

    @Test
    void whatOneHasCommittedTheNextOfTheThreadSees() {
        Database db = test.database();
        persist(db.sharedEntityManager(), "line");
        EntityManager before = db.entityManager();
        db.remove();
        assertThat(db.entityManager()).isNotSameAs(before);
        assertThat(db.sharedEntityManager()
                        .createQuery("select t.name from Track t", String.class)
                        .getResultList())
                .containsExactly("line");
        db.remove();
    }

    @Test
    void whatIsNotCommittedGoesWithRemove() {
        Database db = test.database();
        db.entityManager().getTransaction().begin();
        db.entityManager().persist(new Track("line"));
        db.remove();
        assertThat(names()).isEmpty();
    }

    /** All of them have one at the same time, in a transaction that has read; there are two readers. */
    @Test
    void eachHasItsOwnAndTogetherTheyHoldNoConnectionBetweenTransactions() throws Exception {
        Database db = test.database();
        CyclicBarrier allHaveOne = new CyclicBarrier(THREADS);
        CyclicBarrier allHaveLooked = new CyclicBarrier(THREADS);
        List<Actor<EntityManager>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String name = "track " + i;
            threads.add(Actor.start(name, () -> {
                EntityManager own = db.entityManager();
                persist(own, name);
                Track track = own.createQuery("from Track t where t.name = :name", Track.class)
                        .setParameter("name", name)
                        .getSingleResult();
                assertThat(db.entityManager()).isSameAs(own);
                allHaveOne.await();
                assertThat(db.sessions().open()).isEqualTo(THREADS);
                assertThat(db.statistics().readersHeld()).isZero();
                assertThat(db.statistics().writer().held()).isFalse();
                assertThat(own.contains(track)).isTrue();
                allHaveLooked.await();
                db.remove();
                assertThat(own.isOpen()).isFalse();
                return own;
            }));
        }
        List<EntityManager> all = new ArrayList<>();
        for (Actor<EntityManager> thread : threads) {
            all.add(thread.result());
        }
        assertThat(all).doesNotHaveDuplicates();
        assertThat(names()).hasSize(THREADS);
    }

    @Test
    void whatManyThreadsDoOnOneIsRefusedAndItsTransactionHasNothingOfIt() throws Exception {
        Database db = test.database();
        EntityManager own = db.entityManager();
        own.getTransaction().begin();
        own.persist(new Track("own"));
        List<Actor<Void>> strangers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            strangers.add(Actor.does("stranger " + i, () -> own.persist(new Track("foreign"))));
        }
        for (Actor<Void> stranger : strangers) {
            assertThat(stranger.failure()).isInstanceOf(WrongThreadException.class);
        }
        own.getTransaction().commit();
        db.remove();
        assertThat(names()).containsExactly("own");
    }

    @Test
    void aSecondBeginIsRefusedAndTheFirstGoesOn() {
        Database db = test.database();
        EntityTransaction transaction = db.entityManager().getTransaction();
        transaction.begin();
        db.entityManager().persist(new Track("line"));
        assertThatThrownBy(transaction::begin).isInstanceOf(IllegalStateException.class);
        transaction.commit();
        db.remove();
        assertThat(names()).containsExactly("line");
    }

    @Test
    void aTransactionThatHasEndedCanBeNeitherCommittedNorRolledBack() {
        Database db = test.database();
        EntityTransaction transaction = db.entityManager().getTransaction();
        transaction.begin();
        transaction.commit();
        assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);
        transaction.begin();
        transaction.rollback();
        assertThatThrownBy(transaction::rollback).isInstanceOf(IllegalStateException.class);
        db.remove();
    }

    /** Whatever is called on the shared one does what it does on the thread's own; with arguments that are none. */
    @Test
    void everyMethodOfTheSharedOneIsTheCallersOwn() throws Exception {
        Database db = test.database();
        for (Method method : EntityManager.class.getMethods()) {
            if (method.getName().equals("close")) {
                continue; // which is refused: it is every thread's
            }
            assertThat(outcome(db.sharedEntityManager(), method))
                    .as(method.toString())
                    .isEqualTo(outcome(db.entityManager(), method));
        }
        db.remove();
    }

    private static String outcome(EntityManager em, Method method) throws IllegalAccessException {
        Object[] nothing = Arrays.stream(method.getParameterTypes())
                .map(EachThreadsOwnTest::nothing)
                .toArray();
        try {
            Object returned = method.invoke(em, nothing);
            return returned == null ? "nothing" : returned.getClass().getName();
        } catch (InvocationTargetException e) {
            return e.getCause().toString();
        }
    }

    private static Object nothing(Class<?> type) {
        return type == int.class ? 0 : null;
    }
}
