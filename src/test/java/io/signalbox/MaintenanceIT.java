package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.jdbc.DatabaseListener;
import io.signalbox.migration.Migrations;
import io.signalbox.sqlite.BackupOptions;
import io.signalbox.sqlite.BackupReport;
import io.signalbox.sqlite.CheckReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Backups, checks and restores of a database that 16 threads write to, and that another process has open. */
@Timeout(300)
class MaintenanceIT {

    private static final int THREADS = 16;
    private static final int ROUNDS = Boolean.getBoolean("signalbox.it.full") ? 50 : 5;

    /** What SQLite has locked of a database that is read, and of its shared memory while it is open. */
    private static final String OF_A_DATABASE = "1073741826 1073742335";

    private static final String OF_ITS_SHARED_MEMORY = "128 128";

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks().with("signalbox.write_timeout", "60s");

    private Path beside(String name) {
        return test.path().resolveSibling(name);
    }

    /** Threads that write pairs of rows, each pair in one transaction, until they are told to end. */
    private final class Writers implements AutoCloseable {
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicIntegerArray written = new AtomicIntegerArray(THREADS);
        private final List<Actor<Void>> threads = new ArrayList<>();

        Writers() {
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                threads.add(Actor.does("writer " + thread, () -> {
                    while (!ended.get()) {
                        writePair(number);
                        written.incrementAndGet(number);
                    }
                }));
            }
        }

        private void writePair(int thread) {
            int number = written.get(thread) + 1;
            test.database().writeWithoutResult(em -> {
                em.persist(new Track("a " + thread + " " + number));
                em.flush();
                em.persist(new Track("b " + thread + " " + number));
            });
        }

        int[] acknowledged() {
            int[] numbers = new int[THREADS];
            for (int thread = 0; thread < THREADS; thread++) {
                numbers[thread] = written.get(thread);
            }
            return numbers;
        }

        void awaitOneMoreOfEach() {
            int[] before = acknowledged();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                Actor.until("writer " + thread + " has written", () -> written.get(number) > before[number]);
            }
        }

        @Override
        public void close() throws Exception {
            ended.set(true);
            for (Actor<Void> thread : threads) {
                thread.result();
            }
        }
    }

    @Test
    void backupsAreConsistentAndStopNobody() throws Exception {
        fill();
        try (Writers writers = new Writers()) {
            writers.awaitOneMoreOfEach();
            for (int round = 0; round < ROUNDS; round++) {
                Path target = beside("backup-" + round + ".db");
                int[] before = writers.acknowledged();
                // each step waits for a commit of every thread: were a writer stopped, it would be for ever
                BackupReport report = test.database()
                        .backupTo(
                                target,
                                BackupOptions.DEFAULTS.telling((copied, pages) -> writers.awaitOneMoreOfEach()));
                assertPrefixes(target, before, writers.acknowledged());
                assertThat(report.verified().rows()).containsKey("track");
                Files.delete(target);
            }
            BackupReport vacuumed = test.database().vacuumInto(beside("vacuumed.db"));
            CheckReport check = test.database().check();
            test.database().optimize();
            assertThat(vacuumed.verified().pages()).isPositive();
            assertThat(check.isSound()).as(check.toString()).isTrue();
        }
    }

    /** So many pages that a copy takes several steps. */
    private void fill() throws SQLException {
        try (Connection connection = test.database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000)"
                    + " insert into track(name, version) select 'filler ' || hex(zeroblob(400)), 0 from n");
        }
    }

    /** Of each thread, all that was acknowledged before, nothing that came after, no pair by half and no gap. */
    private static void assertPrefixes(Path backup, int[] before, int[] after) throws SQLException {
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + backup);
                Statement statement = plain.createStatement()) {
            for (int thread = 0; thread < THREADS; thread++) {
                int pairs = count(statement, "a " + thread + " %");
                assertThat(pairs).isEqualTo(count(statement, "b " + thread + " %"));
                assertThat(count(statement, "a " + thread + " " + pairs)).isEqualTo(Math.min(1, pairs));
                assertThat(pairs).isBetween(before[thread], after[thread] + 1); // + 1: not acknowledged yet
            }
        }
    }

    private static int count(Statement statement, String name) throws SQLException {
        try (ResultSet result = statement.executeQuery("select count(*) from track where name like '" + name + "'")) {
            return result.getInt(1);
        }
    }

    @Test
    void aRestoreAmongWritersReplacesAllAtOnce() throws Exception {
        fill();
        test.database().backupTo(beside("backup.db"));
        try (Writers writers = new Writers()) {
            for (int round = 0; round < ROUNDS; round++) {
                writers.awaitOneMoreOfEach();
                // the writers' own sessions are no obstacle here: each of their units of work stands by itself
                Path saved = test.database()
                        .dataSource()
                        .restoreFrom(beside("backup.db"), beside("saved-" + round + ".db"), () -> {})
                        .saved();
                assertThat(saved).exists();
                Files.delete(saved);
                writers.awaitOneMoreOfEach();
            }
        }
        assertThat(test.database().check().isSound()).isTrue();
    }

    /** Something that is done to an open database. */
    private interface Operation {
        void run() throws Exception;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void noOperationDropsALock() throws Exception {
        Database db = test.database();
        Object log = key("test.db-wal");
        Object shared = key("test.db-shm");
        List<Operation> operations = List.of(
                () -> db.backupTo(beside("b.db")),
                () -> db.backupTo(beside("b.db"), BackupOptions.DEFAULTS.replacing()),
                () -> assertThatThrownBy(() -> db.backupTo(beside("b.db"), BackupOptions.DEFAULTS.telling((c, p) -> {
                            throw new IllegalStateException();
                        })))
                        .isInstanceOf(SQLException.class),
                () -> assertThatThrownBy(() -> db.backupTo(test.path(), BackupOptions.DEFAULTS.replacing()))
                        .isInstanceOf(SQLException.class),
                () -> assertThatThrownBy(() -> db.restoreFrom(test.path())).isInstanceOf(SQLException.class),
                () -> db.vacuumInto(beside("v.db")),
                () -> db.restoreFrom(beside("b.db")),
                db::check,
                db::optimize,
                db::statistics,
                () -> db.migrate(Migrations.of("classpath:db/test")),
                () -> db.addListener(new DatabaseListener() {}));
        db.writeWithoutResult(em -> em.persist(new Track("before")));
        for (Operation operation : operations) {
            operation.run();
            String after = "after operation " + operations.indexOf(operation);
            assertThat(locksOn(test.path())).as(after).contains(OF_A_DATABASE);
            assertThat(locksOn(beside("test.db-shm"))).as(after).contains(OF_ITS_SHARED_MEMORY);
            assertThat(leftByAnotherProcess(test.path())).as(after).contains("SQLITE_BUSY");
            assertThat(key("test.db-wal")).as(after).isEqualTo(log);
            assertThat(key("test.db-shm")).as(after).isEqualTo(shared);
        }
        db.writeWithoutResult(em -> em.persist(new Track("after")));
    }

    /** The opposite: what is seen where a lock was dropped. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aLockThatWasDroppedIsSeen() throws Exception {
        Path other = beside("other.db");
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + other);
                Statement statement = plain.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("create table t(a)");
            assertThat(locksOn(other)).contains(OF_A_DATABASE);
            assertThat(locksOn(beside("other.db-shm"))).contains(OF_ITS_SHARED_MEMORY);
            for (String file : List.of("other.db", "other.db-shm")) {
                try (InputStream opened = Files.newInputStream(beside(file))) {
                    assertThat(opened.read()).isNotNegative();
                }
                assertThat(locksOn(beside(file))).isEmpty();
            }
            assertThat(leftByAnotherProcess(other)).isEqualTo("it left WAL mode");
        }
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(beside("other.db" + suffix));
        }
    }

    private Object key(String name) throws IOException {
        return Files.getAttribute(beside(name), "unix:ino");
    }

    /** The ranges of a file that this process has locked, as the kernel lists them. */
    private static List<String> locksOn(Path file) throws IOException {
        String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
        String process = " " + ProcessHandle.current().pid() + " ";
        return Files.readAllLines(Path.of("/proc/locks")).stream()
                .filter(line -> line.contains(" POSIX ") && line.contains(process) && line.contains(inode))
                .map(line -> line.substring(line.indexOf(inode) + inode.length()))
                .toList();
    }

    /** What another process, on the plain driver, is told that wants to leave WAL mode, and to take the log along. */
    private static String leftByAnotherProcess(Path database) throws Exception {
        try (PlainProcess other = PlainProcess.on(database)) {
            other.execute("pragma busy_timeout = 0");
            other.execute("pragma journal_mode = delete");
            return "it left WAL mode";
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
