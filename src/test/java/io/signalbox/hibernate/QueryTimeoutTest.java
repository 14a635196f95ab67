package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.Track;
import io.signalbox.migration.Migrations;
import io.signalbox.session.TransactionOptions;
import io.signalbox.sqlite.StatementStoppedException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.QueryTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A query that takes too long ends as JPA has it: JPA 3.2, section 3.11.9, query timeout hint. */
@Timeout(50)
class QueryTimeoutTest {

    @RegisterExtension
    final TestDatabase test = TestDatabase.of(Migrations.of("classpath:db/test"), Track.class);

    private static Query endless(EntityManager em) {
        return em.createNativeQuery(
                "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n");
    }

    /** Hibernate rounds the hint's milliseconds to seconds, and takes less than half a second for no limit. */
    @Test
    void theHintStopsAQueryAndLeavesTheTransactionOpen() {
        Database db = test.database();
        db.writeWithoutResult(em -> {
            em.persist(new Track("before"));
            em.flush();
            Query query = endless(em).setHint("jakarta.persistence.query.timeout", 1_000);
            assertThatThrownBy(query::getSingleResult)
                    .isInstanceOf(QueryTimeoutException.class)
                    .hasRootCauseInstanceOf(java.sql.SQLException.class);
            em.persist(new Track("after"));
        });
        assertThat(db.<Long, RuntimeException>read(em -> em.createQuery("select count(t) from Track t", Long.class)
                        .getSingleResult()))
                .isEqualTo(2);
    }

    @Test
    void theTimeoutOfATransactionDoesSo() {
        assertThatThrownBy(() -> test.database()
                        .<Object, RuntimeException>read(
                                TransactionOptions.timeout(Duration.ofMillis(100)),
                                em -> endless(em).getSingleResult()))
                .isInstanceOf(QueryTimeoutException.class)
                .cause()
                .hasStackTraceContaining(StatementStoppedException.class.getName());
    }

    @Test
    void theTimeoutThatAnEntityTransactionHasDoesSo() {
        EntityManager em = test.database().entityManager();
        try {
            em.getTransaction().setTimeout(1);
            em.getTransaction().begin();
            assertThatThrownBy(() -> endless(em).getSingleResult()).isInstanceOf(QueryTimeoutException.class);
        } finally {
            em.getTransaction().rollback();
            test.database().remove();
        }
    }
}
