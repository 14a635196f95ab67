package io.signalbox.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.Track;
import io.signalbox.jdbc.ThreadConfinementException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.RollbackException;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whose an EntityManager is, and when it ends. */
class ThreadSessionsTest {

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks();

    private long persisted(String name) {
        return test.database().write(em -> {
            Track track = new Track(name);
            em.persist(track);
            return track.getId();
        });
    }

    private List<String> names() {
        return test.database()
                .read(em -> em.createQuery("select t.name from Track t order by t.id", String.class)
                        .getResultList());
    }

    private void assertNothingIsHeld() {
        assertThat(test.database().statistics().readersHeld()).isZero();
        assertThat(test.database().statistics().writer().held()).isFalse();
    }

    @Test
    void theEntityManagerIsTheSameUntilRemoveAndANewOneAfter() {
        Database db = test.database();
        EntityManager first = db.entityManager();
        assertThat(db.entityManager()).isSameAs(first);
        assertThat(db.sessions().open()).isEqualTo(1);
        db.remove();
        assertThat(first.isOpen()).isFalse();
        assertThat(db.sessions().open()).isZero();
        EntityManager second = db.entityManager();
        assertThat(second).isNotSameAs(first);
        assertThat(second.isOpen()).isTrue();
        db.remove();
        db.remove();
    }

    @Test
    void toCloseItIsToRemoveIt() {
        Database db = test.database();
        EntityManager first = db.entityManager();
        first.close();
        assertThat(db.sessions().open()).isZero();
        EntityManager second = db.entityManager();
        assertThat(second.isOpen()).isTrue();
        db.remove();
    }

    @Test
    void toCloseOneThatIsClosedLeavesTheNextAlone() {
        Database db = test.database();
        EntityManager first = db.entityManager();
        first.close();
        EntityManager second = db.entityManager();
        first.close();
        assertThat(second.isOpen()).isTrue();
        db.remove();
    }

    @Test
    void eachThreadHasItsOwn() throws Exception {
        Database db = test.database();
        EntityManager mine = db.entityManager();
        Actor.does("other", () -> {
                    assertThat(db.entityManager()).isNotSameAs(mine);
                    db.remove();
                })
                .result();
        assertThat(mine.isOpen()).isTrue();
        db.remove();
    }

    @Test
    void theEntityManagerOfAnotherThreadIsRefusedAndBothAreNamed() throws Exception {
        Database db = test.database();
        EntityManager mine = db.entityManager();
        assertThat(Actor.start("stranger", () -> mine.find(Track.class, 1L)).failure())
                .isInstanceOf(WrongThreadException.class)
                .hasMessageContaining("'" + Thread.currentThread().getName() + "'")
                .hasMessageContaining("'stranger'")
                .hasMessageContaining("find()");
        assertThat(Actor.does("closer", mine::close).failure()).isInstanceOf(WrongThreadException.class);
        assertThat(Actor.start("describer", () -> mine.toString().contains("of thread"))
                        .result())
                .isTrue();
        db.remove();
    }

    @Test
    void theEntityManagerOfAUnitOfWorkIsRefusedToAnotherThread() throws Exception {
        test.database()
                .<Exception>writeWithoutResult(em -> assertThat(
                                Actor.start("stranger", () -> em.contains(em)).failure())
                        .isInstanceOf(WrongThreadException.class));
    }

    @Test
    void aLazyCollectionOfAnotherThreadsTransactionIsRefused() throws Exception {
        long line = persisted("line");
        test.database().<Exception>readWithoutResult(em -> {
            Track loaded = em.find(Track.class, line);
            assertRefused(Actor.start("stranger", () -> loaded.getParts().size()));
            assertThat(loaded.getParts()).isEmpty();
        });
    }

    @Test
    void aQueryOfAnotherThreadsTransactionIsRefused() {
        assertThatTheTransactionIsLost(em -> {
            TypedQuery<Track> query = em.createQuery("from Track", Track.class);
            assertRefused(Actor.start("stranger", query::getResultList));
        });
    }

    @Test
    void theSessionOfAnotherThreadsTransactionIsRefused() {
        assertThatTheTransactionIsLost(em -> {
            Session session = em.unwrap(Session.class);
            assertRefused(Actor.start(
                    "stranger",
                    () -> session.createNativeMutationQuery("delete from track").executeUpdate()));
        });
    }

    /** JPA has any failure of a query mark its transaction rollback-only, also where a stranger asked. */
    private void assertThatTheTransactionIsLost(Work.WithoutResult<Exception> strangersCall) {
        assertThatThrownBy(() -> test.database().<Exception>writeWithoutResult(em -> {
                    em.persist(new Track("a"));
                    strangersCall.run(em);
                }))
                .isInstanceOf(RollbackException.class);
        assertThat(names()).isEmpty();
    }

    private static void assertRefused(Actor<?> stranger) throws Exception {
        assertThat(stranger.failure())
                .hasRootCauseInstanceOf(ThreadConfinementException.class)
                .rootCause()
                .hasMessageContaining("'" + Thread.currentThread().getName() + "'")
                .hasMessageContaining("'stranger'");
    }

    @Test
    void theSharedEntityManagerMeansEachCallersOwn() throws Exception {
        Database db = test.database();
        EntityManager shared = db.sharedEntityManager();
        assertThat(db.sharedEntityManager()).isSameAs(shared);
        CountDownLatch bothInside = new CountDownLatch(2);
        List<Actor<Session>> actors = List.of(
                Actor.start("one", () -> ownSession(shared, bothInside)),
                Actor.start("two", () -> ownSession(shared, bothInside)));
        assertThat(actors.get(0).result()).isNotSameAs(actors.get(1).result());
    }

    private Session ownSession(EntityManager shared, CountDownLatch bothInside) throws Exception {
        Database db = test.database();
        return db.read(em -> {
            bothInside.countDown();
            bothInside.await();
            Session session = shared.unwrap(Session.class);
            assertThat(session).isSameAs(em.unwrap(Session.class));
            assertThat(shared.createQuery("select count(t) from Track t", Long.class)
                            .getSingleResult())
                    .isZero();
            return session;
        });
    }

    @Test
    void theSharedEntityManagerSeesTheUnitOfWorkItIsUsedIn() {
        Database db = test.database();
        EntityManager shared = db.sharedEntityManager();
        db.writeWithoutResult(em -> shared.persist(new Track("by the shared one")));
        assertThat(names()).containsExactly("by the shared one");
        assertThatThrownBy(shared::close).isInstanceOf(IllegalStateException.class);
        assertThat(db.sessions().open()).isZero();
    }

    @Test
    void whatAUnitOfWorkOpenedItCloses() {
        Database db = test.database();
        EntityManager[] seen = new EntityManager[2];
        db.readWithoutResult(em -> seen[0] = em);
        db.writeWithoutResult(em -> seen[1] = em);
        assertThat(db.sessions().open()).isZero();
        assertThat(seen[0].isOpen()).isFalse();
        assertThat(seen[1].isOpen()).isFalse();
    }

    @Test
    void whatTheThreadHadOpenAUnitOfWorkKeeps() {
        Database db = test.database();
        EntityManager mine = db.entityManager();
        Track managed = new Track("managed");
        db.writeWithoutResult(em -> {
            assertThat(em).isSameAs(mine);
            assertThat(db.entityManager()).isSameAs(mine);
            em.persist(managed);
        });
        db.readWithoutResult(em -> assertThat(em).isNotSameAs(mine).isSameAs(db.entityManager()));
        assertThat(mine.isOpen()).isTrue();
        assertThat(mine.contains(managed)).isTrue();
        assertThat(db.entityManager()).isSameAs(mine);
        db.remove();
    }

    @Test
    void theEntityManagerOfAUnitOfWorkCanBeNeitherClosedNorRemoved() {
        Database db = test.database();
        db.writeWithoutResult(em -> {
            assertThatThrownBy(em::close).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(db::remove).isInstanceOf(IllegalStateException.class);
            em.persist(new Track("a"));
        });
        assertThat(names()).containsExactly("a");
    }

    @Test
    void betweenTransactionsAnOpenEntityManagerHoldsNoConnection() {
        Database db = test.database();
        EntityManager em = db.entityManager();
        assertNothingIsHeld();
        em.getTransaction().begin();
        assertNothingIsHeld();
        em.persist(new Track("a"));
        assertThat(db.statistics().writer().held()).isTrue();
        em.getTransaction().commit();
        assertNothingIsHeld();
        assertThat(em.createQuery("select count(t) from Track t", Long.class).getSingleResult())
                .isEqualTo(1);
        assertNothingIsHeld();
        em.getTransaction().begin();
        em.persist(new Track("b"));
        em.getTransaction().rollback();
        assertNothingIsHeld();
        db.remove();
        assertThat(names()).containsExactly("a");
    }

    @Test
    void removeInTheMidstOfATransactionRollsBack() {
        Database db = test.database();
        EntityManager em = db.entityManager();
        em.getTransaction().begin();
        em.persist(new Track("a"));
        db.remove();
        assertNothingIsHeld();
        assertThat(names()).isEmpty();
    }

    @Test
    void aClosedDatabaseOpensNoEntityManager() {
        Database again = test.openAgain();
        again.close();
        again.close();
        assertThatThrownBy(again::entityManager).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> again.readWithoutResult(em -> {})).isInstanceOf(IllegalStateException.class);
    }
}
