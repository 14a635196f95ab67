package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.jdbc.NestedWriteException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A second EntityManager, or Spring's REQUIRES_NEW, in the thread whose transaction holds the writer. */
@Timeout(50)
class NestedUseJpaTest {

    /** A timeout longer than any test may take, so that only what waits for nothing ends in time. */
    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks()
            .with("signalbox.write_timeout", "1h")
            .with("hibernate.connection.handling_mode", "DELAYED_ACQUISITION_AND_HOLD"); // as Spring's adapter sets it

    private EntityManagerFactory factory;
    private JpaTransactionManager transactions;
    private EntityManager shared;

    @BeforeEach
    void setUp() {
        factory = test.database().entityManagerFactory();
        transactions = new JpaTransactionManager(factory);
        transactions.setJpaDialect(new HibernateJpaDialect());
        transactions.afterPropertiesSet();
        shared = SharedEntityManagerCreator.createSharedEntityManager(factory);
    }

    private List<String> names() {
        return test.database()
                .read(em -> em.createQuery("select t.name from Track t order by t.id", String.class)
                        .getResultList());
    }

    @Test
    void aSecondEntityManagerThatWritesIsRefusedAtOnceAndTheFirstGoesOn() {
        try (EntityManager first = factory.createEntityManager();
                EntityManager second = factory.createEntityManager()) {
            first.getTransaction().begin();
            first.persist(new Track("first"));
            first.flush();
            second.getTransaction().begin();
            assertThatThrownBy(() -> {
                        second.persist(new Track("second"));
                        second.flush();
                    })
                    .isInstanceOf(PersistenceException.class)
                    .hasRootCauseInstanceOf(NestedWriteException.class);
            second.getTransaction().rollback();
            first.getTransaction().commit();
        }
        assertThat(names()).containsExactly("first");
    }

    @Test
    void aUnitOfWorkInTheMidstOfAnEntityManagersTransactionIsRefusedToo() {
        try (EntityManager first = factory.createEntityManager()) {
            first.getTransaction().begin();
            first.persist(new Track("first"));
            first.flush();
            assertThatThrownBy(() -> test.database().writeWithoutResult(em -> em.persist(new Track("second"))))
                    .hasRootCauseInstanceOf(NestedWriteException.class);
            first.getTransaction().commit();
        }
        assertThat(names()).containsExactly("first");
    }

    private void inTransaction(int propagation, boolean readOnly, Consumer<EntityManager> work) {
        TransactionTemplate template = new TransactionTemplate(transactions);
        template.setPropagationBehavior(propagation);
        template.setReadOnly(readOnly);
        template.executeWithoutResult(status -> work.accept(shared));
    }

    @Test
    void springsRequiresNewThatWritesIsRefusedAtOnceAndTheOuterGoesOn() {
        inTransaction(TransactionDefinition.PROPAGATION_REQUIRED, false, outer -> {
            outer.persist(new Track("outer"));
            outer.flush();
            assertThatThrownBy(() -> inTransaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW, false, inner -> {
                        inner.persist(new Track("inner"));
                        inner.flush();
                    }))
                    .hasRootCauseInstanceOf(NestedWriteException.class);
        });
        assertThat(names()).containsExactly("outer");
    }

    @Test
    void springsRequiredJoins() {
        inTransaction(TransactionDefinition.PROPAGATION_REQUIRED, false, outer -> {
            outer.persist(new Track("outer"));
            outer.flush();
            inTransaction(
                    TransactionDefinition.PROPAGATION_REQUIRED, false, inner -> inner.persist(new Track("inner")));
        });
        assertThat(names()).containsExactly("outer", "inner");
    }

    /** On a reader: what is committed, and not what the outer transaction has written. */
    @Test
    void springsRequiresNewThatIsReadOnlyReads() {
        inTransaction(TransactionDefinition.PROPAGATION_REQUIRED, false, outer -> {
            outer.persist(new Track("outer"));
            outer.flush();
            inTransaction(
                    TransactionDefinition.PROPAGATION_REQUIRES_NEW,
                    true,
                    inner -> assertThat(inner.createQuery("select count(t) from Track t", Long.class)
                                    .getSingleResult())
                            .isZero());
        });
        assertThat(names()).containsExactly("outer");
    }
}
