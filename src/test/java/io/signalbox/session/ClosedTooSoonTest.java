package io.signalbox.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.TestDatabase;
import io.signalbox.Track;
import io.signalbox.jdbc.NestedWriteException;
import io.signalbox.jdbc.WriterTimeoutException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An EntityManager that is closed in the midst of a transaction, as where something is thrown before the commit. */
class ClosedTooSoonTest {

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks().with("signalbox.write_timeout", "100ms");

    private EntityManagerFactory factory;

    @BeforeEach
    void setUp() {
        factory = test.database().entityManagerFactory();
    }

    private static final class Thrown extends Error {
        private static final long serialVersionUID = 1L;
    }

    private EntityManager closed() {
        try (EntityManager em = factory.createEntityManager()) {
            em.getTransaction().begin();
            em.persist(new Track("first"));
            em.flush();
            return em;
        }
    }

    private void write() {
        factory.runInTransaction(em -> em.persist(new Track("second")));
    }

    /** As Jakarta Persistence has it: "the persistence context remains managed until the transaction completes". */
    @Test
    void itsTransactionGoesOnAndIsNamedToWhoeverWantsTheWriter() {
        EntityManager em = closed();
        assertThatThrownBy(this::write).hasRootCauseInstanceOf(NestedWriteException.class);
        Actor<Void> other = Actor.does("other", this::write);
        assertThatThrownBy(other::result)
                .rootCause()
                .isInstanceOf(WriterTimeoutException.class)
                .hasMessageContaining(Thread.currentThread().getName());
        em.getTransaction().rollback();
        write();
        assertThat(names()).isEqualTo("second");
    }

    @Test
    void itMayStillBeCommitted() {
        closed().getTransaction().commit();
        assertThat(names()).isEqualTo("first");
    }

    @Test
    void aUnitOfWorkIsRolledBackWhateverIsThrown() {
        assertThatThrownBy(() -> test.database().writeWithoutResult(em -> {
                    em.persist(new Track("first"));
                    em.flush();
                    throw new Thrown();
                }))
                .isInstanceOf(Thrown.class);
        write();
        assertThat(names()).isEqualTo("second");
    }

    @Test
    void hibernatesRunInTransactionLeavesItOpenAfterAnError() {
        EntityManager[] left = new EntityManager[1];
        assertThatThrownBy(() -> factory.runInTransaction(em -> {
                    left[0] = em;
                    em.persist(new Track("first"));
                    em.flush();
                    throw new Thrown();
                }))
                .isInstanceOf(Thrown.class);
        assertThatThrownBy(this::write).hasRootCauseInstanceOf(NestedWriteException.class);
        left[0].getTransaction().rollback();
    }

    private String names() {
        return test.database()
                .read(em -> em.createQuery("select t.name from Track t", String.class)
                        .getSingleResult());
    }
}
