package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.jdbc.ForeignLockTimeoutException;
import io.signalbox.jdbc.WriterInterruptedException;
import io.signalbox.sqlite.BackupException;
import io.signalbox.sqlite.RestoreReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class RestoreTest {

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks().with("signalbox.write_timeout", "200ms");

    private Path backup() {
        return test.path().resolveSibling("backup.db");
    }

    private Path saved() {
        return test.path().resolveSibling("test.db.before-restore-1");
    }

    private void persist(String name) {
        test.database().writeWithoutResult(em -> em.persist(new Track(name)));
    }

    private List<String> names() {
        return test.database()
                .read(em -> em.createQuery("select t.name from Track t order by t.id", String.class)
                        .getResultList());
    }

    private List<String> others() throws IOException {
        try (Stream<Path> files = Files.list(test.path().getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.matches("test\\.db(-wal|-shm|\\.lock)?"))
                    .sorted()
                    .toList();
        }
    }

    /** A backup of one track, and another track that is not in it. */
    private void backUp() throws SQLException {
        persist("kept");
        test.database().backupTo(backup());
        persist("added");
    }

    private static void execute(Path database, String... statements) throws SQLException {
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = plain.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void whatWasThereIsThereAgainAndWhatIsReplacedIsSaved() throws Exception {
        backUp();
        byte[] before = Files.readAllBytes(backup());

        RestoreReport report = test.database().restoreFrom(backup());

        assertThat(names()).containsExactly("kept");
        assertThat(report.restored().rows()).containsEntry("track", 1L);
        assertThat(report.saved()).isEqualTo(saved().toRealPath());
        assertThat(Files.readAllBytes(backup())).isEqualTo(before);
        assertThat(others()).containsExactly("backup.db", "test.db.before-restore-1");

        test.database().restoreFrom(report.saved());
        assertThat(names()).containsExactly("kept", "added");
        persist("after");
        assertThat(names()).containsExactly("kept", "added", "after");
        assertThat(others()).contains("test.db.before-restore-2");
    }

    @Test
    void theRestoredStateIsWhatTheLastCloseLeaves() throws Exception {
        backUp();
        test.database().restoreFrom(backup());
        test.database().close();
        try (Database again = test.openAgain()) {
            assertThat(again.<List<String>, RuntimeException>read(
                            em -> em.createQuery("select t.name from Track t", String.class)
                                    .getResultList()))
                    .containsExactly("kept");
        }
    }

    @Test
    void itIsRefusedWhileASessionIsOpen() throws Exception {
        backUp();
        test.database().entityManager().find(Track.class, 1L);
        assertThatThrownBy(() -> test.database().restoreFrom(backup()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 sessions are open");
        test.database().remove();
        assertThat(names()).containsExactly("kept", "added");
        assertThat(others()).containsExactly("backup.db");
    }

    @Test
    void itIsRefusedWhereASessionIsOpenedWhileItWaits() throws Exception {
        backUp();
        try (Connection reading = test.database().dataSource().getReadOnlyConnection();
                Statement statement = reading.createStatement()) {
            reading.setAutoCommit(false);
            statement.executeQuery("select 1").close();
            // restore                                 this thread
            //                                         holds a reader
            Actor<RestoreReport> restore =
                    Actor.start("restore", () -> test.database().restoreFrom(backup()));
            Actor.until(
                    "it waits for the readers",
                    () -> test.database().statistics().readersWaiting() == 1);
            test.database().entityManager(); //        opens a session, and gives the reader back
            reading.rollback();
            assertThat(restore.failure()).isInstanceOf(IllegalStateException.class);
        }
        test.database().remove();
        assertThat(names()).containsExactly("kept", "added");
        assertThat(others()).containsExactly("backup.db");
    }

    @Test
    void itWaitsForWhoReads() throws Exception {
        backUp();
        Actor<RestoreReport> restore;
        try (Connection reading = test.database().dataSource().getReadOnlyConnection();
                Statement statement = reading.createStatement()) {
            reading.setAutoCommit(false);
            statement.executeQuery("select count(*) from track").close();
            restore = Actor.start("restore", () -> test.database().restoreFrom(backup()));
            Actor.until(
                    "it waits for the readers",
                    () -> test.database().statistics().readersWaiting() == 1);
            assertThat(others()).doesNotContain(saved().getFileName().toString());
        }
        restore.result();
        assertThat(names()).containsExactly("kept");
    }

    @Test
    void whatIsNoWholeDatabaseIsNotRestored() throws Exception {
        backUp();
        Path text = Files.writeString(test.path().resolveSibling("text.db"), "no database ".repeat(1000));
        Path half = test.path().resolveSibling("half.db");
        byte[] whole = Files.readAllBytes(backup());
        Files.write(half, Arrays.copyOf(whole, whole.length / 2));
        Path other = test.path().resolveSibling("other.db");
        execute(other, "pragma page_size = 8192", "create table track(id integer primary key)");

        refused(text, "no database");
        refused(half, "");
        refused(other, "8192");
        refused(test.path(), "the database itself");
        refused(test.path().resolveSibling("none.db"), "none.db");

        assertThat(names()).containsExactly("kept", "added");
        for (Path file : List.of(text, half, other)) {
            Files.delete(file);
        }
        assertThat(others()).containsExactly("backup.db");
    }

    private void refused(Path backup, String why) {
        assertThatThrownBy(() -> test.database().restoreFrom(backup))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining(why);
    }

    @Test
    void anotherProcessThatWritesKeepsItFromBeingDone() throws Exception {
        backUp();
        try (ForeignProcess other = ForeignProcess.on(test.path()).take()) {
            assertThatThrownBy(() -> test.database().restoreFrom(backup()))
                    .isInstanceOf(ForeignLockTimeoutException.class);
        }
        assertThat(names()).containsExactly("kept", "added");
        test.database().restoreFrom(backup());
        assertThat(names()).containsExactly("kept");
    }

    @Test
    void anInterruptWhileItWaitsEndsIt() throws Exception {
        backUp();
        Actor<RestoreReport> restore = test.database().write(em -> {
            em.persist(new Track("holds the writer"));
            em.flush();
            Actor<RestoreReport> waiting =
                    Actor.start("restore", () -> test.database().dataSource().restoreFrom(backup(), null, () -> {}));
            Actor.until(
                    "it waits for the writer",
                    () -> test.database().statistics().writer().waiting() == 1);
            waiting.thread().interrupt();
            assertThat(waiting.failure()).isInstanceOf(WriterInterruptedException.class);
            return waiting;
        });
        assertThat(restore.thread().isAlive()).isFalse();
        assertThat(names()).containsExactly("kept", "added", "holds the writer");
        assertThat(others()).containsExactly("backup.db");
    }

    @Test
    void aDatabaseInMemoryIsToldWhereToSave() throws Exception {
        backUp();
        try (Database memory = test.openAt(Path.of(":memory:"))) {
            assertThatThrownBy(() -> memory.restoreFrom(backup()))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("say where");
            memory.restoreFrom(backup(), saved());
            assertThat(memory.<Long, RuntimeException>read(
                            em -> em.createQuery("select count(t) from Track t", Long.class)
                                    .getSingleResult()))
                    .isEqualTo(1);
        }
    }
}
