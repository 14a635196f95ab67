package io.signalbox.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.TestDatabase;
import io.signalbox.Track;
import io.signalbox.Warnings;
import io.signalbox.jdbc.DatabaseListener;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An EntityManager for each request: threads have it one after the other, and never two at once. */
class ScopedSessionsTest {

    private static final Duration FOR_EVER = Duration.ofDays(1);

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks();

    private final ThreadLocal<Request> request = new ThreadLocal<>();
    private ThreadSessions sessions;

    /** Equal wherever a stage of the same request makes it. */
    private record Request(int number) {}

    @BeforeEach
    void scopes() {
        sessions = test.database().sessions().scopedBy(request::get, FOR_EVER);
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(sessions.open()).isZero();
        sessions.close();
    }

    /** Does it on a thread of its own, as a stage of the request. */
    private Actor<Void> stage(String name, int number, Actor.Action work) {
        return Actor.does(name, () -> {
            request.set(new Request(number));
            work.run();
        });
    }

    private List<String> names() {
        return test.database()
                .read(em -> em.createQuery("select t.name from Track t order by t.id", String.class)
                        .getResultList());
    }

    @Test
    void theStagesOfARequestHaveOneAndEachRequestHasItsOwn() throws Exception {
        EntityManager[] seen = new EntityManager[3];
        stage("first", 1, () -> seen[0] = sessions.current()).result();
        stage("second", 1, () -> seen[1] = sessions.current()).result();
        stage("other", 2, () -> seen[2] = sessions.current()).result();
        assertThat(seen[1]).isSameAs(seen[0]);
        assertThat(seen[2]).isNotSameAs(seen[0]);
        assertThat(seen[0].toString()).contains("Request[number=1]");
        assertThat(sessions.open()).isEqualTo(2);
        stage("end", 1, sessions::remove).result();
        assertThat(seen[0].isOpen()).isFalse();
        assertThat(seen[2].isOpen()).isTrue();
        stage("end", 2, sessions::remove).result();
    }

    @Test
    void whatOneStageManagesTheNextWrites() throws Exception {
        Transactions transactions = new SessionTransactions(sessions);
        Track track = new Track("by the first");
        stage("first", 1, () -> {
                    sessions.current(); // or the unit would open one for itself
                    transactions.writeWithoutResult(em -> em.persist(track));
                })
                .result();
        stage(
                        "second",
                        1,
                        () -> transactions.writeWithoutResult(em -> {
                            assertThat(em.contains(track)).isTrue();
                            track.setName("by the second");
                        }))
                .result();
        assertThat(names()).containsExactly("by the second");
        stage("end", 1, sessions::remove).result();
    }

    @Test
    void aTransactionIsItsThreadsAndAnotherIsRefusedUntilItsEnd() throws Exception {
        Actor<Void> refused = stage("first", 1, () -> {
            EntityManager em = sessions.current();
            em.getTransaction().begin();
            em.persist(new Track("by the first"));
            assertRefused(stage("second", 1, () -> em.find(Track.class, 1L)));
            assertRefused(stage("third", 1, () -> sessions.current()));
            assertRefused(stage("fourth", 1, sessions::remove));
            assertRefused(stage("fifth", 1, () -> sessions.shared().clear()));
            em.getTransaction().commit();
        });
        refused.result();
        stage("next", 1, () -> {
                    assertThat(sessions.current().find(Track.class, 1L).getName())
                            .isEqualTo("by the first");
                    sessions.remove();
                })
                .result();
    }

    private static void assertRefused(Actor<Void> stranger) throws Exception {
        assertThat(stranger.failure())
                .isInstanceOf(WrongThreadException.class)
                .hasMessageContaining("'first'")
                .hasMessageContaining("'" + stranger.thread().getName() + "'")
                .hasMessageContaining("Request[number=1]");
    }

    @Test
    void aTransactionThatIsBegunAndNotYetUsedIsItsThreadsToo() throws Exception {
        stage("first", 1, () -> {
                    EntityManager em = sessions.current();
                    em.getTransaction().begin();
                    assertRefused(stage("second", 1, () -> em.find(Track.class, 1L)));
                    em.getTransaction().rollback();
                    assertThat(Actor.on("third", em::isOpen)).isTrue();
                    sessions.remove();
                })
                .result();
    }

    @Test
    void aTransactionThatWasEndedWhereNobodyNoticesIsOver() throws Exception {
        EntityManager[] seen = new EntityManager[1];
        stage("first", 1, () -> {
                    seen[0] = sessions.current();
                    Session session = seen[0].unwrap(Session.class);
                    seen[0].getTransaction().begin();
                    seen[0].persist(new Track("a"));
                    session.getTransaction().commit();
                })
                .result();
        stage("second", 1, sessions::remove).result();
        assertThat(names()).containsExactly("a");
    }

    @Test
    void aUnitOfWorkIsItsThreadsAndAnotherIsRefused() throws Exception {
        Transactions transactions = new SessionTransactions(sessions);
        for (boolean writes : List.of(true, false)) {
            stage("first", 1, () -> {
                        Work.WithoutResult<Exception> work = em -> {
                            assertRefused(stage("second", 1, () -> em.find(Track.class, 1L)));
                            assertRefused(stage("third", 1, () -> transactions.readWithoutResult(e -> {})));
                            assertThat(sessions.current()).isSameAs(em);
                        };
                        if (writes) {
                            transactions.writeWithoutResult(work);
                        } else {
                            transactions.readWithoutResult(work);
                        }
                    })
                    .result();
            stage("next", 1, () -> transactions.readWithoutResult(em -> {})).result();
        }
    }

    @Test
    void twoThreadsThatCallAtOnceNeverBothGetThrough() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch tried = new CountDownLatch(1);
        stage("opens", 1, () -> sessions.current()).result();
        Actor<Void> slow = stage("first", 1, () -> sessions.current(em -> {}));
        assertThat(slow.failure()).isInstanceOf(IllegalStateException.class);
        stage("end", 1, sessions::remove).result();
        Actor<Void> first = stage(
                "first",
                1,
                () -> sessions.current(
                        em -> { // in the midst of a call
                            inside.countDown();
                            await(tried);
                        }));
        inside.await();
        assertRefused(stage("second", 1, () -> sessions.current()));
        tried.countDown();
        first.result();
        stage("end", 1, sessions::remove).result();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void manyThreadsOfOneScopeAreServedOrRefusedAndNothingElse() throws Exception {
        Transactions transactions = new SessionTransactions(sessions);
        List<Actor<Integer>> actors = IntStream.range(0, 8)
                .mapToObj(number -> Actor.start("stage " + number, () -> {
                    request.set(new Request(1));
                    int written = 0;
                    for (int i = 0; i < 50; i++) {
                        try {
                            transactions.writeWithoutResult(em -> em.persist(new Track("x")));
                            written++;
                        } catch (WrongThreadException e) {
                            assertThat(e).hasMessageContaining("one after the other");
                        }
                    }
                    return written;
                }))
                .toList();
        int written = 0;
        for (Actor<Integer> actor : actors) {
            written += actor.result();
        }
        assertThat(names()).hasSize(written).isNotEmpty();
    }

    @Test
    void whoIsInNoScopeIsRefused() {
        assertThatThrownBy(sessions::current)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no scope");
        assertThatThrownBy(() -> test.database().sessions().scopedBy(request::get, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theThreadsOwnAndTheRequestsOwnAreTwo() throws Exception {
        request.set(new Request(1));
        EntityManager threads = test.database().entityManager();
        assertThat(sessions.current()).isNotSameAs(threads);
        sessions.remove();
        assertThat(threads.isOpen()).isTrue();
        test.database().remove();
    }

    @Test
    void aScopeThatEndsWithoutRemoveIsClosedAndReported() throws Exception {
        try (Warnings warnings = new Warnings(DatabaseListener.class.getName());
                ThreadSessions forgetful = test.database().sessions().scopedBy(request::get, Duration.ofMillis(1))) {
            EntityManager[] seen = new EntityManager[1];
            stage("forgets", 7, () -> seen[0] = forgetful.current()).result();
            Actor.until(
                    "it is closed",
                    () -> forgetful.open() == 0 && !warnings.seen().isEmpty());
            assertThat(seen[0].isOpen()).isFalse();
            assertThat(warnings.seen())
                    .singleElement()
                    .asString()
                    .contains("Request[number=7]", "nobody used it", "remove()");
            stage("comes back", 7, () -> {
                        assertThat(forgetful.current()).isNotSameAs(seen[0]);
                        forgetful.remove();
                    })
                    .result();
        }
    }

    @Test
    void aThreadThatEndsInTheMidstOfItsTransactionIsRolledBackAndReported() throws Exception {
        try (Warnings warnings = new Warnings(DatabaseListener.class.getName())) {
            stage("ends", 7, () -> {
                        EntityManager em = sessions.current();
                        em.getTransaction().begin();
                        em.persist(new Track("lost"));
                    })
                    .result();
            Actor.until( // its connection may be found, and reported, before it is
                    "it is reported",
                    () -> warnings.seen().stream().anyMatch(warning -> warning.contains("Request[number=7]")));
            assertThat(sessions.open()).isZero();
            assertThat(warnings.seen())
                    .anySatisfy(warning -> assertThat(warning).contains("Request[number=7]", "'ends'", "rolled back"));
            assertThat(names()).isEmpty();
            stage("next", 7, () -> {
                        sessions.current();
                        sessions.remove();
                    })
                    .result();
        }
    }

    @Test
    void whoeverClosesTheScopesClosesWhatIsAtRest() throws Exception {
        EntityManager[] seen = new EntityManager[1];
        stage("forgets", 7, () -> seen[0] = sessions.current()).result();
        sessions.close();
        assertThat(seen[0].isOpen()).isFalse();
        assertThat(stage("late", 7, () -> sessions.current()).failure()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void requestsByTheThousandThatOnlyDoUnitsOfWorkLeaveNothing() {
        Transactions transactions = new SessionTransactions(sessions);
        for (int number = 0; number < 1_000; number++) {
            request.set(new Request(number));
            transactions.readWithoutResult(em -> {});
        }
        assertThat(sessions.size()).isZero();
    }
}
