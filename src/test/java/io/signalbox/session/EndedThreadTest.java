package io.signalbox.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.Track;
import io.signalbox.Warnings;
import io.signalbox.jdbc.DatabaseListener;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a thread leaves behind is given back soon after it has ended. */
class EndedThreadTest {

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks();

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void assertAllIsGivenBack() {
        Database db = test.database();
        Actor.until("its session is closed", () -> db.sessions().open() == 0);
        Actor.until(
                "its connection is given back", () -> !db.statistics().writer().held());
        assertThat(db.statistics().readersHeld()).isZero();
        db.writeWithoutResult(em -> em.persist(new Track("after it")));
        assertThat(db.<Long, RuntimeException>read(em -> em.createQuery("select count(t) from Track t", Long.class)
                        .getSingleResult()))
                .isEqualTo(1);
    }

    @Test
    void anOpenEntityManagerIsClosed() throws Exception {
        EntityManager left = Actor.on("forgetful", () -> test.database().entityManager());
        assertAllIsGivenBack();
        assertThat(left.toString()).contains("'forgetful'");
    }

    @Test
    void aTransactionThatWroteIsRolledBack() throws Exception {
        Actor.does("forgetful", this::writeAndForget).result();
        assertAllIsGivenBack();
    }

    private void writeAndForget() {
        EntityManager em = test.database().entityManager();
        em.getTransaction().begin();
        em.persist(new Track("lost"));
    }

    @Test
    void aTransactionOfAThreadThatAnExceptionKilledIsRolledBack() throws Exception {
        Actor<Void> killed = Actor.does("killed", () -> {
            writeAndForget();
            throw new Killed();
        });
        assertThat(killed.failure()).isInstanceOf(Killed.class);
        assertAllIsGivenBack();
    }

    @Test
    void aUnitOfWorkOfAThreadThatAnErrorKilledIsRolledBack() throws Exception {
        Actor<Void> killed = Actor.does(
                "killed",
                () -> test.database().writeWithoutResult(em -> {
                    em.persist(new Track("lost"));
                    throw new StackOverflowError("of the test");
                }));
        assertThat(killed.failure()).isInstanceOf(StackOverflowError.class);
        assertAllIsGivenBack();
    }

    @Test
    void whoWaitsBehindAnEndedThreadIsServed() throws Exception {
        Actor.does("forgetful", this::writeAndForget).result();
        Actor.does("next", () -> test.database().writeWithoutResult(em -> em.persist(new Track("served"))))
                .result();
        Actor.until("it is swept", () -> test.database().sessions().open() == 0);
    }

    @Test
    void threadsThatEndByTheHundredLeaveNothing() throws Exception {
        for (int i = 0; i < 100; i++) {
            Actor.does(
                            "forgetful " + i,
                            () -> test.database()
                                    .entityManager()
                                    .createQuery("from Track", Track.class)
                                    .getResultList())
                    .result();
        }
        assertAllIsGivenBack();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itIsReportedAndWithDiagnosticsThePlaceToo(boolean diagnostics) throws Exception {
        PersistenceConfiguration configuration = new PersistenceConfiguration("reported")
                .property("jakarta.persistence.jdbc.url", "jdbc:sqlite::memory:")
                .property("signalbox.diagnostics", diagnostics)
                .managedClass(Track.class);
        try (Warnings warnings = new Warnings(DatabaseListener.class.getName());
                Database db = Database.open(configuration)) {
            Actor.does("forgetful", () -> openHere(db)).result();
            Actor.until("it is reported", () -> !warnings.seen().isEmpty());
            assertThat(warnings.seen())
                    .singleElement()
                    .asString()
                    .contains("'forgetful'", "remove()")
                    .satisfies(warning -> assertThat(warning.contains("EndedThreadTest.openHere"))
                            .isEqualTo(diagnostics));
        }
    }

    private static void openHere(Database db) {
        db.entityManager();
    }
}
