package io.signalbox.session;

import static io.signalbox.sqlite.Durability.CRASH_SAFE;
import static io.signalbox.sqlite.Durability.POWER_SAFE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Database;
import io.signalbox.Track;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.RollbackException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a unit of work survives is chosen for each. The log of the database is removed behind its back: whoever has it synced is
 * told that nobody knows the outcome, and whoever does not is told nothing.
 */
class DurabilityTest {

    @TempDir
    Path directory;

    private Database database;

    private void open(String durability) throws Exception {
        PersistenceConfiguration configuration = new PersistenceConfiguration("durability")
                .managedClass(Track.class)
                .property("jakarta.persistence.jdbc.url", "jdbc:sqlite:" + directory.resolve("test.db"))
                .property("jakarta.persistence.schema-generation.database.action", "create")
                .property("signalbox.durability", durability);
        database = Database.open(configuration);
        Files.delete(directory.resolve("test.db-wal"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Track persist(EntityManager em) {
        Track track = new Track("a");
        em.persist(track);
        return track;
    }

    @Test
    void aUnitOfWorkIsAsDurableAsTheDatabase() throws Exception {
        open("POWER_SAFE");
        assertThatThrownBy(() -> database.write(DurabilityTest::persist))
                .isInstanceOf(CommitOutcomeUnknownException.class);
        assertThatThrownBy(() -> database.read(em -> em.find(Track.class, 1L)))
                .isInstanceOf(PersistenceException.class)
                .hasStackTraceContaining("DatabaseFencedException");
    }

    @Test
    void soIsATransactionOfJpa() throws Exception {
        open("POWER_SAFE");
        EntityManager em = database.entityManager();
        em.getTransaction().begin();
        persist(em);
        assertThatThrownBy(() -> em.getTransaction().commit())
                .isInstanceOf(RollbackException.class)
                .matches(CommitOutcomeUnknownException::isCauseOf);
    }

    @Test
    void orLess() throws Exception {
        open("POWER_SAFE");
        assertThat(database.write(CRASH_SAFE, DurabilityTest::persist)).isNotNull();
        assertThatThrownBy(() -> database.write(POWER_SAFE, DurabilityTest::persist))
                .isInstanceOf(CommitOutcomeUnknownException.class);
    }

    @Test
    void orMore() throws Exception {
        open("CRASH_SAFE");
        assertThat(database.write(DurabilityTest::persist)).isNotNull();
        assertThatThrownBy(() -> database.write(POWER_SAFE, DurabilityTest::persist))
                .isInstanceOf(CommitOutcomeUnknownException.class);
    }

    @Test
    void aUnitThatJoinsMakesAllOfItMoreDurable() throws Exception {
        open("CRASH_SAFE");
        assertThatThrownBy(() -> database.write(outer -> database.write(POWER_SAFE, DurabilityTest::persist)))
                .isInstanceOf(CommitOutcomeUnknownException.class);
    }

    @Test
    void andNeverLess() throws Exception {
        open("POWER_SAFE");
        assertThatThrownBy(() -> database.write(outer -> database.write(CRASH_SAFE, DurabilityTest::persist)))
                .isInstanceOf(CommitOutcomeUnknownException.class);
    }

    @Test
    void nothingIsReadOfWhatMayNotBeDurable() throws Exception {
        open("POWER_SAFE");
        boolean[] read = {false};
        assertThatThrownBy(() -> database.writeThenRead(DurabilityTest::persist, (em, track) -> read[0] = true))
                .isInstanceOf(CommitOutcomeUnknownException.class);
        assertThat(read[0]).isFalse();
    }
}
