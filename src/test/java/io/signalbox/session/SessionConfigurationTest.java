package io.signalbox.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.Track;
import io.signalbox.Warnings;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a scoped session of SQLAlchemy's can beyond being there: arguments, {@code configure}, {@code has} and {@code set}. */
class SessionConfigurationTest {

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks();

    private ThreadSessions sessions() {
        return test.database().sessions();
    }

    @Test
    void argumentsAreForTheOneThatIsOpenedWithThem() {
        EntityManager em = sessions().current(opened -> opened.setFlushMode(FlushModeType.COMMIT));
        assertThat(em.getFlushMode()).isEqualTo(FlushModeType.COMMIT);
        assertThat(sessions().current()).isSameAs(em);
        sessions().remove();
        assertThat(sessions().current().getFlushMode()).isEqualTo(FlushModeType.AUTO);
        sessions().remove();
    }

    @Test
    void argumentsForOneThatIsThereAreRefused() {
        EntityManager present = sessions().current();
        assertThatThrownBy(() -> sessions().current(opened -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("open already")
                .hasMessageContaining("'" + Thread.currentThread().getName() + "'");
        assertThat(sessions().current()).isSameAs(present);
        sessions().remove();
        test.database()
                .readWithoutResult(em -> assertThatThrownBy(() -> sessions().current(opened -> {}))
                        .isInstanceOf(IllegalStateException.class));
    }

    @Test
    void oneWhoseArgumentsFailIsClosed() {
        EntityManager[] failed = new EntityManager[1];
        assertThatThrownBy(() -> sessions().current(opened -> {
                    failed[0] = opened;
                    throw new UnsupportedOperationException("of the test");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(failed[0].isOpen()).isFalse();
        assertThat(sessions().has()).isFalse();
    }

    @Test
    void whatIsConfiguredHoldsForAllThatAreOpenedAfterwards() {
        Database db = test.database();
        sessions().configure(opened -> opened.unwrap(Session.class).setJdbcBatchSize(17));
        assertThat(batchSize(sessions().current())).isEqualTo(17);
        sessions().remove();
        db.readWithoutResult(em -> assertThat(batchSize(em)).isEqualTo(17));
        db.writeWithoutResult(em -> assertThat(batchSize(em)).isEqualTo(17));
        db.write(TransactionOptions.attempts(2), em -> assertThat(batchSize(em)).isEqualTo(17));
        assertThat(db.<Integer, Integer, RuntimeException>writeThenRead(em -> 1, (em, one) -> batchSize(em)))
                .isEqualTo(17);
    }

    private static int batchSize(EntityManager em) {
        return em.unwrap(Session.class).getJdbcBatchSize();
    }

    @Test
    void toConfigureWithOnePresentWarnsAndLeavesThatAlone() {
        try (Warnings warnings = new Warnings(ThreadSessions.class.getName())) {
            sessions().configure(opened -> {});
            assertThat(warnings.seen()).isEmpty();
            EntityManager present = sessions().current();
            sessions().configure(opened -> opened.setFlushMode(FlushModeType.COMMIT));
            assertThat(warnings.seen()).singleElement().asString().contains("configure()", "remove()");
            assertThat(present.getFlushMode()).isEqualTo(FlushModeType.AUTO);
            sessions().remove();
        }
    }

    @Test
    void itKnowsWhetherThereIsOne() {
        assertThat(sessions().has()).isFalse();
        sessions().current().close();
        assertThat(sessions().has()).isFalse();
        sessions().current();
        assertThat(sessions().has()).isTrue();
        sessions().remove();
        assertThat(sessions().has()).isFalse();
        test.database().readWithoutResult(em -> assertThat(sessions().has()).isTrue());
        assertThat(sessions().has()).isFalse();
    }

    @Test
    void oneThatWasOpenedElsewhereIsTheThreadsOwnOnceItIsSet() {
        Database db = test.database();
        EntityManager elsewhere = db.entityManagerFactory().createEntityManager();
        EntityManager set = sessions().set(elsewhere);
        assertThat(sessions().current()).isSameAs(set);
        Track managed = new Track("by the one that was set");
        db.writeWithoutResult(em -> em.persist(managed));
        assertThat(elsewhere.contains(managed)).isTrue();
        sessions().remove();
        assertThat(elsewhere.isOpen()).isFalse();
    }

    @Test
    void whatCannotBeSetIsRefused() {
        Database db = test.database();
        sessions().current();
        try (EntityManager second = db.entityManagerFactory().createEntityManager()) {
            assertThatThrownBy(() -> sessions().set(second)).isInstanceOf(IllegalStateException.class);
        }
        sessions().remove();
        EntityManager closed = db.entityManagerFactory().createEntityManager();
        closed.close();
        assertThatThrownBy(() -> sessions().set(closed)).isInstanceOf(IllegalArgumentException.class);
        try (Database other = test.openAgain();
                EntityManager others = other.entityManagerFactory().createEntityManager()) {
            assertThatThrownBy(() -> sessions().set(others)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(sessions().has()).isFalse();
    }
}
