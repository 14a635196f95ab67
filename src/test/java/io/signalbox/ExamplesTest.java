package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.jdbc.ConnectionUse;
import io.signalbox.jdbc.DatabaseListener;
import io.signalbox.jdbc.TransactionMode;
import io.signalbox.session.TransactionOptions;
import io.signalbox.sqlite.BackupOptions;
import io.signalbox.sqlite.BackupReport;
import io.signalbox.sqlite.CheckReport;
import io.signalbox.sqlite.RestoreReport;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java of README and of the pages; {@link PagesTest} compares. */
class ExamplesTest {

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks();

    /** README; a unit named app is the reader's. */
    static void readme() {
        try (Database db = Database.open("app")) { // a unit of META-INF/persistence.xml
            long id = db.write(
                    em -> { // one writer at a time, in order of arrival
                        Track track = new Track("main line");
                        em.persist(track);
                        return track.getId();
                    });
            String name = db.read(em -> em.find(Track.class, id).getName()); // readers wait for nobody

            EntityManager shared = db.sharedEntityManager(); // cache it, inject it, hand it to any thread:
            shared.find(Track.class, id); // it always means the caller's own
        }
    }

    /** operations.md; the directory is the reader's. */
    static void operations(Database db) throws SQLException {
        BackupReport backup = db.backupTo(Path.of("/srv/backup/app.db"));
        db.backupTo(Path.of("/srv/backup/app.db"), BackupOptions.DEFAULTS.replacing());
        RestoreReport restored = db.restoreFrom(Path.of("/srv/backup/app.db"));
        CheckReport report = db.check();
        report.findings()
                .forEach(found -> System.out.println(found.severity() + " " + found.what() + ": " + found.remedy()));
    }

    /** README. */
    @Test
    void listener() {
        Database database = test.database();
        database.addListener(new DatabaseListener() {
            @Override
            public void acquired(ConnectionUse use, Duration waited) {
                if (use.kind() == ConnectionUse.Kind.WRITER && waited.toMillis() > 100) {
                    System.out.println(use.thread() + " waited " + waited.toMillis() + " ms for: " + use.statement());
                }
            }
        });
        assertThat(database.<Long, RuntimeException>read(
                        em -> em.createQuery("select count(t) from Track t", Long.class)
                                .getSingleResult()))
                .isZero();
    }

    /** concurrency.md. */
    @Test
    void modes() {
        Database db = test.database();
        long id = db.write(em -> {
            Track track = new Track("");
            em.persist(track);
            return track.getId();
        });

        db.write(em -> em.find(Track.class, id).getName()); // IMMEDIATE: the writer, from find on
        db.write(TransactionOptions.mode(TransactionMode.UPGRADE).withAttempts(3), em -> {
            Track track = em.find(Track.class, id); // a reader
            if (track.getName().isEmpty()) {
                track.setName("main line"); // the writer, when this is flushed; after a conflict all of it runs again
            }
            return track.getName();
        });
        db.read(em -> em.find(Track.class, id).getName()); // a reader, and waits for no writer

        assertThat(db.<String, RuntimeException>read(
                        em -> em.find(Track.class, id).getName()))
                .isEqualTo("main line");
    }
}
