package io.signalbox.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.Track;
import io.signalbox.jdbc.NestedWriteException;
import io.signalbox.jdbc.WriterTimeoutException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.RollbackException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a unit of work promises at its beginning and at its end. */
class SessionTransactionsTest {

    /** No test waits so long for the writer: what times out has a timeout of its own. */
    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks()
            .with("signalbox.write_timeout", "60s")
            .with("hibernate.jdbc.batch_size", 10)
            .with("hibernate.dialect.sqlite.dynamic_update", false); // so that updates are batched

    private List<String> names() {
        return test.database()
                .read(em -> em.createQuery("select t.name from Track t order by t.id", String.class)
                        .getResultList());
    }

    @Test
    void aNullIsAResultLikeAnyOther() {
        Database db = test.database();
        assertThat(db.<Track, RuntimeException>write(em -> {
                    em.persist(new Track("a"));
                    return null;
                }))
                .isNull();
        assertThat(db.<Track, RuntimeException>read(em -> null)).isNull();
        assertThat(names()).containsExactly("a");
    }

    @Test
    void aCheckedExceptionPassesAsItIsThroughReadWriteAndJoin() {
        Database db = test.database();
        IOException thrown = new IOException("of the work");
        assertThatThrownBy(() -> db.<Integer, IOException>read(em -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThatThrownBy(() -> db.<Integer, IOException>write(outer -> db.<Integer, IOException>write(inner -> {
                    throw thrown;
                })))
                .isSameAs(thrown);
        assertThat(thrown.getSuppressed()).isEmpty();
    }

    @Test
    void whatIsMarkedRollbackOnlyIsRolledBackAndSaidSo() {
        Database db = test.database();
        assertThatThrownBy(() -> db.writeWithoutResult(em -> {
                    em.persist(new Track("doomed"));
                    em.getTransaction().setRollbackOnly();
                }))
                .isInstanceOf(RollbackException.class);
        assertThat(names()).isEmpty();
    }

    /** Who catches it is told at the commit once more: nothing of the transaction is there. */
    @Test
    void afterAFlushThatHasFailedNothingIsCommitted() {
        Database db = test.database();
        assertThatThrownBy(() -> db.writeWithoutResult(em -> {
                    em.persist(new Track("before"));
                    Track stale = new Track("stale");
                    em.persist(stale);
                    em.createNativeQuery("update track set version = version + 1")
                            .executeUpdate();
                    stale.setName("changed");
                    assertThatThrownBy(em::flush).isInstanceOf(OptimisticLockException.class);
                    em.createNativeQuery("insert into track (name, version) values ('after', 0)")
                            .executeUpdate();
                }))
                .isInstanceOf(RollbackException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void theInnerFailureIsTheCauseOfTheOuterRollback() {
        Database db = test.database();
        IllegalStateException inner = new IllegalStateException("the first of two");
        assertThatThrownBy(() -> db.writeWithoutResult(outer -> {
                    failQuietly(db, inner);
                    failQuietly(db, new IllegalStateException("the second"));
                }))
                .isInstanceOf(RollbackException.class)
                .hasCause(inner)
                .hasMessageContaining("the first of two");
        db.writeWithoutResult(em -> em.persist(new Track("the next is none the worse")));
        assertThat(names()).hasSize(1);
    }

    private static void failQuietly(Database db, RuntimeException failure) {
        assertThatThrownBy(() -> db.writeWithoutResult(inner -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void aFailureOfAnInnerReadLeavesTheOuterWriteAlone() {
        Database db = test.database();
        db.writeWithoutResult(outer -> {
            outer.persist(new Track("kept"));
            assertThatThrownBy(() -> db.readWithoutResult(inner -> {
                        throw new IllegalStateException("nothing was changed");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        });
        assertThat(names()).containsExactly("kept");
    }

    @Test
    void readAndWriteJoinATransactionThatTheThreadItselfHasBegun() {
        Database db = test.database();
        EntityManager mine = db.entityManager();
        mine.getTransaction().begin();
        db.writeWithoutResult(em -> {
            assertThat(em).isSameAs(mine);
            em.persist(new Track("joined"));
        });
        assertThat(mine.getTransaction().isActive()).isTrue();
        db.readWithoutResult(em -> assertThat(em).isSameAs(mine));
        assertThat(db.isActive()).isTrue();
        mine.getTransaction().rollback();
        assertThat(db.isActive()).isFalse();
        db.remove();
        assertThat(names()).isEmpty();
    }

    @Test
    void aFailureOfAnInnerWriteMarksTheThreadsOwnTransactionRollbackOnly() {
        Database db = test.database();
        EntityManager mine = db.entityManager();
        mine.getTransaction().begin();
        mine.persist(new Track("doomed"));
        failQuietly(db, new IllegalStateException("inner"));
        assertThat(mine.getTransaction().getRollbackOnly()).isTrue();
        assertThatThrownBy(() -> mine.getTransaction().commit()).isInstanceOf(RollbackException.class);
        db.remove();
        assertThat(names()).isEmpty();
    }

    private void withTheWriterHeld(Actor.Action action) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Actor<Void> holder = Actor.does(
                "the holder",
                () -> test.database().<Exception>writeWithoutResult(em -> {
                    em.persist(new Track("of the holder"));
                    held.countDown();
                    goOn.await();
                }));
        held.await();
        try {
            action.run();
        } finally {
            goOn.countDown();
            holder.result();
        }
    }

    private static final TransactionOptions SHORT = TransactionOptions.timeout(Duration.ofMillis(20));

    @Test
    void theTimeoutBoundsTheWaitOfTheFirstStatement() throws Exception {
        withTheWriterHeld(() -> assertThatThrownBy(() -> test.database()
                        .write(
                                SHORT,
                                em -> em.createQuery("select count(t) from Track t", Long.class)
                                        .getSingleResult()))
                .isInstanceOf(LockTimeoutException.class)
                .hasRootCauseInstanceOf(WriterTimeoutException.class)
                .rootCause()
                .hasMessageContaining("'the holder'"));
        assertThat(names()).containsExactly("of the holder");
    }

    @Test
    void theTimeoutBoundsTheWaitOfAPersist() throws Exception {
        withTheWriterHeld(() -> assertThatThrownBy(() -> test.database().write(SHORT, em -> {
                    em.persist(new Track("late"));
                    return true;
                }))
                .isInstanceOf(LockTimeoutException.class)
                .hasRootCauseInstanceOf(WriterTimeoutException.class));
        assertThat(names()).containsExactly("of the holder");
    }

    /** What was loaded before makes the flush at commit the first statement, and a batch. */
    @Test
    void theTimeoutBoundsTheWaitOfAFlushInBatches() throws Exception {
        Database db = test.database();
        EntityManager mine = db.entityManager();
        Track managed = new Track("as it was");
        db.writeWithoutResult(em -> em.persist(managed));
        withTheWriterHeld(() -> assertThatThrownBy(() -> db.write(SHORT, em -> {
                    managed.setName("late");
                    em.flush();
                    return true;
                }))
                .isInstanceOf(LockTimeoutException.class)
                .hasRootCauseInstanceOf(WriterTimeoutException.class));
        assertThat(mine.isOpen()).isTrue();
        db.remove();
        assertThat(names()).containsExactly("as it was", "of the holder");
    }

    @Test
    void aReadWaitsForNoWriter() throws Exception {
        withTheWriterHeld(() -> assertThat(names()).isEmpty());
        assertThat(test.database().statistics().writer().longest()).isZero();
    }

    @Test
    void aTransactionThatDoesNothingQueuesForNothing() {
        long before = test.database().statistics().writer().acquired();
        test.database().writeWithoutResult(em -> {});
        assertThat(test.database().statistics().writer().acquired()).isEqualTo(before);
    }

    @Test
    void aReadSeesOneSnapshot() throws Exception {
        Database db = test.database();
        db.<Exception>readWithoutResult(em -> {
            assertThat(count(em)).isZero();
            Actor.does("writer", () -> db.writeWithoutResult(other -> other.persist(new Track("meanwhile"))))
                    .result();
            assertThat(count(em)).isZero();
        });
        assertThat(names()).containsExactly("meanwhile");
    }

    private static long count(EntityManager em) {
        return em.createQuery("select count(t) from Track t", Long.class).getSingleResult();
    }

    @Test
    void aWriteOnASecondEntityManagerOfTheThreadIsRefusedAtOnce() {
        Database db = test.database();
        db.writeWithoutResult(outer -> {
            outer.persist(new Track("outer"));
            try (EntityManager second = db.entityManagerFactory().createEntityManager()) {
                second.getTransaction().begin();
                assertThatThrownBy(() -> second.persist(new Track("inner")))
                        .hasRootCauseInstanceOf(NestedWriteException.class);
                second.getTransaction().rollback();
            }
        });
        assertThat(names()).containsExactly("outer");
        assertThat(test.database().statistics().writer().timedOut()).isZero();
    }

    @Test
    void aTimeoutMustBePositive() {
        assertThatThrownBy(() -> TransactionOptions.timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
        assertThatThrownBy(() -> TransactionOptions.timeout(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aThreadThatIsInterruptedWhileItWaitsBeginsNothing() throws Exception {
        Database db = test.database();
        withTheWriterHeld(() -> {
            Actor<Boolean> waiter = Actor.start("waiter", () -> {
                assertThatThrownBy(() -> db.writeWithoutResult(em -> em.persist(new Track("interrupted"))))
                        .isInstanceOf(LockTimeoutException.class)
                        .hasMessageContaining("interrupted");
                return Thread.interrupted();
            });
            Actor.until("it waits", () -> db.statistics().writer().waiting() == 1);
            waiter.thread().interrupt();
            assertThat(waiter.result()).as("the interrupt flag").isTrue();
        });
        assertThat(names()).containsExactly("of the holder");
    }
}
