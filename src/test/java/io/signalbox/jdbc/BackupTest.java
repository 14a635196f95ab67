package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.sqlite.BackupException;
import io.signalbox.sqlite.BackupOptions;
import io.signalbox.sqlite.BackupReport;
import io.signalbox.sqlite.CopyProgress;
import io.signalbox.sqlite.StatementStoppedException;
import io.signalbox.sqlite.StatementStoppedException.Reason;
import io.signalbox.sqlite.VerificationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class BackupTest {

    /** Several steps of a copy, whose pages are 4096 bytes. */
    private static final int ROWS = 5_000;

    @RegisterExtension
    final TestDataSource test = TestDataSource.fresh();

    private Path target() {
        return test.path().resolveSibling("backup.db");
    }

    private void fill() throws SQLException {
        test.execute("with recursive n(i) as (select 1 union all select i + 1 from n where i < " + ROWS
                + ") insert into t(name) select i || hex(zeroblob(400)) from n");
    }

    private void insert(String name) throws SQLException {
        test.execute("insert into t(name) values('" + name + "')");
    }

    private static List<String> query(Path database, String sql) throws SQLException {
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            return texts(plain, sql);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(test.path().getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("test.db"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aBackupIsOneFileWithAllThatIsCommitted() throws Exception {
        fill();
        BackupReport report = test.dataSource().backupTo(target());

        assertThat(report.path()).isEqualTo(target().toRealPath());
        assertThat(report.verified().rows()).containsEntry("t", (long) ROWS);
        assertThat(report.bytes()).isEqualTo(Files.size(target()));
        assertThat(files()).containsExactly("backup.db");
        assertThat(Files.getPosixFilePermissions(target())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(query(target(), "pragma journal_mode")).containsExactly("delete");
        assertThat(query(target(), "select sum(length(name)) from t"))
                .isEqualTo(query(test.path(), "select sum(length(name)) from t"));
    }

    @Test
    void whatIsThereIsReplacedOnlyByWhoSaysSo() throws Exception {
        insert("first");
        test.dataSource().backupTo(target());
        insert("second");

        assertThatThrownBy(() -> test.dataSource().backupTo(target()))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("exists");
        assertThat(query(target(), "select name from t")).containsExactly("first");

        test.dataSource().backupTo(target(), BackupOptions.DEFAULTS.replacing());
        assertThat(query(target(), "select name from t")).containsExactly("first", "second");
        assertThat(files()).containsExactly("backup.db");
    }

    @Test
    void whatComesToBeThereMeanwhileIsNotReplaced() throws Exception {
        CopyOnce someoneElse = new CopyOnce(() -> Files.writeString(target(), "not mine"));

        assertThatThrownBy(() -> test.dataSource().backupTo(target(), BackupOptions.DEFAULTS.telling(someoneElse)))
                .isInstanceOf(BackupException.class);
        assertThat(target()).hasContent("not mine");
        assertThat(files()).containsExactly("backup.db");
    }

    /** Does something when the first pages are copied. */
    private static final class CopyOnce implements CopyProgress {
        private final Actor.Action action;
        private int calls;

        CopyOnce(Actor.Action action) {
            this.action = action;
        }

        @Override
        public void copied(long copied, long pages) {
            if (calls++ == 0) {
                try {
                    action.run();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @Test
    void whatIsCommittedBetweenItsStepsIsNotInItAndDoesNotHaveItBeginAnew() throws Exception {
        fill();
        AtomicInteger steps = new AtomicInteger();

        BackupReport report = test.dataSource().backupTo(target(), BackupOptions.DEFAULTS.telling((copied, pages) -> {
            try {
                insert("step " + steps.incrementAndGet());
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }));

        assertThat(steps.get()).isBetween(3, (int) report.verified().pages() / 256 + 1);
        assertThat(report.verified().rows()).containsEntry("t", (long) ROWS);
        assertThat(query(test.path(), "select count(*) from t")).containsExactly(Integer.toString(ROWS + steps.get()));
    }

    @Test
    void itWaitsForNoTransactionThatWrites() throws Exception {
        insert("committed");
        try (SqliteConnection writing = test.transaction()) {
            execute(writing, "insert into t(name) values('not committed')");
            Actor.on("backup", () -> test.dataSource().backupTo(target()));
            writing.commit();
        }
        assertThat(query(target(), "select name from t")).containsExactly("committed");
        assertThat(test.names()).containsExactly("committed", "not committed");
    }

    @Test
    void anInterruptEndsItAndLeavesNothing() throws Exception {
        fill();
        AtomicInteger steps = new AtomicInteger();
        StatementStoppedException stopped = (StatementStoppedException) Actor.does(
                        "backup",
                        () -> test.dataSource().backupTo(target(), BackupOptions.DEFAULTS.telling((copied, pages) -> {
                            steps.incrementAndGet();
                            Thread.currentThread().interrupt();
                        })))
                .failure();

        assertThat(stopped.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(steps).hasValue(1);
        assertThat(files()).isEmpty();
        insert("the write lock is free");
    }

    @Test
    void anInterruptEndsItsVerification() throws Exception {
        fill();
        StatementStoppedException stopped = (StatementStoppedException) Actor.does(
                        "backup",
                        () -> test.dataSource().backupTo(target(), BackupOptions.DEFAULTS.telling((copied, pages) -> {
                            if (copied == pages) {
                                Thread.currentThread().interrupt();
                            }
                        })))
                .failure();

        assertThat(stopped.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(files()).isEmpty();
    }

    @Test
    void whatItsListenerThrowsEndsIt() throws Exception {
        fill();
        IllegalStateException thrown = new IllegalStateException("of the listener's own");
        AtomicInteger steps = new AtomicInteger();

        assertThatThrownBy(() -> test.dataSource()
                        .backupTo(target(), BackupOptions.DEFAULTS.telling((copied, pages) -> {
                            steps.incrementAndGet();
                            throw thrown;
                        })))
                .isSameAs(thrown);
        assertThat(steps).hasValue(1);
        assertThat(files()).isEmpty();
        insert("the write lock is free");
    }

    @Test
    void aCopyThatIsNotWholeIsNoBackup() throws Exception {
        insert("kept");
        test.execute("create table child(id integer primary key, t_id integer references t)");
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + test.path())) {
            execute(plain, "insert into child values(7, 99)"); // its foreign keys are off
        }

        assertThatThrownBy(() -> test.dataSource().backupTo(target()))
                .isInstanceOfSatisfying(
                        VerificationException.class,
                        e -> assertThat(e.problems())
                                .containsExactly("row 7 of child refers to a row of t that is not there"));
        assertThat(files()).isEmpty();
    }

    @Test
    void aPlaceThatCannotBeItsOwnIsRefused() throws Exception {
        Path directory = test.path().getParent();
        Path link = Files.createLink(directory.resolve("test.db-by-another-name"), test.path());
        Files.writeString(directory.resolve("backup.db-wal"), "of another database");

        refused(test.path(), "the database itself", true);
        refused(link, "the database itself", true);
        refused(directory.resolve("none/backup.db"), "does not exist", false);
        refused(target(), "backup.db-wal exists", false);
        refused(directory, "not a regular file", true);
        Files.delete(directory.resolve("backup.db-wal")); // TestDataSource wants none
    }

    private void refused(Path target, String why, boolean replace) {
        BackupOptions options = replace ? BackupOptions.DEFAULTS.replacing() : BackupOptions.DEFAULTS;
        assertThatThrownBy(() -> test.dataSource().backupTo(target, options))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining(why);
    }

    @Test
    void theEndOfTheDatabaseEndsIt() throws Exception {
        fill();
        CountDownLatch copying = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        Actor<BackupReport> backup = Actor.start(
                "backup",
                () -> test.dataSource().backupTo(target(), BackupOptions.DEFAULTS.telling((copied, pages) -> {
                    copying.countDown();
                    awaited(closing);
                })));
        awaited(copying);
        Actor<Void> close = Actor.does("close", () -> test.dataSource().close()).parked();
        assertThat(close.thread().isAlive()).isTrue();
        closing.countDown();

        assertThat(backup.failure()).isInstanceOf(StatementStoppedException.class);
        close.result();
        assertThat(files()).isEmpty();
        assertThat(test.path().resolveSibling("test.db-wal")).doesNotExist();
        assertThatThrownBy(() -> test.dataSource().backupTo(target())).isInstanceOf(DataSourceClosedException.class);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void vacuumIntoLeavesOutWhatIsFree() throws Exception {
        fill();
        test.execute("delete from t where id > 10");
        BackupReport report = test.dataSource().vacuumInto(target());

        assertThat(report.verified().rows()).containsEntry("t", 10L);
        assertThat(report.verified().pages()).isLessThan(20);
        assertThat(query(target(), "pragma journal_mode")).containsExactly("delete");
        assertThat(files()).containsExactly("backup.db");
        assertThat(Files.getPosixFilePermissions(target())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void optimizeTellsWhatItDid() throws Exception {
        fill();
        test.execute("create index t_by_length on t(length(name))");
        assertThat(test.dataSource().optimize())
                .singleElement()
                .asString()
                .startsWith("ANALYZE")
                .contains("\"t\"");
        assertThat(query(test.path(), "select distinct tbl from sqlite_stat1")).containsExactly("t");
        assertThat(test.dataSource().optimize()).isEmpty();
    }
}
