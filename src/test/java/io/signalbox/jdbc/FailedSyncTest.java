package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * After a failed sync nobody knows what is on disk: whom it was for is told so, nothing is read, written or checkpointed any
 * more, and to open the database again recovers it from its log.
 */
@Timeout(120)
class FailedSyncTest {

    @RegisterExtension
    final SyncedEngine test = SyncedEngine.with("?write_timeout=1m&busy_timeout=10ms&reads=DURABLE");

    private void fence() {
        test.disk().fail(new IOException("no disk"));
        assertThatThrownBy(() -> test.insert("unknown")).isInstanceOf(CommitOutcomeUnknownException.class);
        test.disk().fail(null);
    }

    @Test
    void allCommitsItWasForAreOfUnknownOutcome() throws Exception {
        test.disk().hold();
        Actor<Void> first = test.inserting("a");
        test.untilForced(1);
        List<Actor<Void>> others = List.of(test.inserting("b"), test.inserting("c"));
        Actor.until("they wait", () -> others.stream().allMatch(other -> waitsForTheSync(other.thread())));
        test.disk().fail(new IOException("no disk"));
        test.disk().release();
        for (Actor<Void> actor : List.of(first, others.get(0), others.get(1))) {
            assertThat(actor.failure())
                    .isInstanceOf(CommitOutcomeUnknownException.class)
                    .hasMessageContaining("no disk")
                    .hasMessageContaining(test.path().toString())
                    .hasRootCauseMessage("no disk")
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08007"));
        }
        assertThat(test.disk().forces()).as("it is never tried again").isEqualTo(1);
    }

    private static boolean waitsForTheSync(Thread thread) {
        return List.of(thread.getStackTrace()).toString().contains("WalSync$Request.await");
    }

    @Test
    void nobodyReadsOrWritesAnyMore() throws Exception {
        try (SqliteConnection before = test.connect()) {
            assertThat(before.isValid(0)).isTrue();
            fence();
            assertThat(before.isValid(0)).isFalse();
            assertRefused(before, "select name from t");
            assertRefused(before, "insert into t(name) values('b')");
            assertRefused(before, "pragma wal_checkpoint(truncate)");
            assertRefused(before, "vacuum");
            before.setAutoCommit(false);
            assertRefused(before, "select name from t");
        }
        try (SqliteConnection reader = new LazyConnection(test.engine(), true)) {
            reader.setAutoCommit(false);
            assertRefused(reader, "select name from t");
        }
        try (SqliteConnection isolated = test.connect().openIsolated()) {
            assertRefused(isolated, "select name from t");
        }
        assertThat(test.disk().forces()).isEqualTo(1);
    }

    private static void assertRefused(Connection connection, String sql) {
        assertThatThrownBy(() -> execute(connection, sql))
                .isInstanceOf(DatabaseFencedException.class)
                .hasMessageContaining("no disk")
                .hasMessageContaining("open it again")
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"));
    }

    /** It is known that this one is not committed. */
    @Test
    void theTransactionThatHasTheWriterIsRolledBack() throws Exception {
        test.disk().hold();
        Actor<Void> unknown = test.inserting("unknown");
        test.untilForced(1);
        try (SqliteConnection holder = test.transaction();
                SqliteConnection reader = new LazyConnection(test.engine(), true)) {
            execute(holder, "insert into t(name) values('holder')");
            Actor<Void> queued = test.inserting("queued");
            Actor.until("one queues", () -> test.engine().statistics().writer().waiting() == 1);
            test.disk().fail(new IOException("no disk"));
            test.disk().release();
            assertThat(unknown.failure()).isInstanceOf(CommitOutcomeUnknownException.class);
            assertRefused(holder, "insert into t(name) values('more')");
            assertThatThrownBy(holder::commit).isInstanceOf(DatabaseFencedException.class);
            assertThat(queued.failure()).isInstanceOf(DatabaseFencedException.class);
        }
        reopen();
        assertThat(test.names()).containsExactly("unknown");
    }

    @Test
    void isolatedWorkIsNotCommittedEither() throws Exception {
        test.disk().hold();
        Actor<Void> unknown = test.inserting("unknown");
        test.untilForced(1);
        try (SqliteConnection holder = test.transaction()) {
            execute(holder, "delete from t");
            try (SqliteConnection isolated = holder.openIsolated()) {
                execute(isolated, "insert into t(name) values('isolated')");
            }
            test.disk().fail(new IOException("no disk"));
            test.disk().release();
            assertThat(unknown.failure()).isInstanceOf(CommitOutcomeUnknownException.class);
            holder.rollback();
        }
        reopen();
        assertThat(test.names()).containsExactly("unknown");
    }

    @Test
    void nothingIsReadFromASnapshotOfIt() throws Exception {
        test.disk().fail(new IOException("no disk"));
        try (SqliteConnection connection = test.transaction()) {
            execute(connection, "insert into t(name) values('a')");
            CommittedSnapshot snapshot = connection.snapshotAfterCommit();
            assertThatThrownBy(connection::commit).isInstanceOf(CommitOutcomeUnknownException.class);
            assertThat(test.engine().statistics().readersHeld()).isZero();
            assertThatThrownBy(snapshot::open).hasMessageContaining("there is no snapshot");
        }
    }

    @Test
    void aReadThatIsToBeDurableIsRefusedAndGivesItsReaderBack() throws Exception {
        test.disk().hold();
        Actor<Void> unknown = test.inserting("unknown");
        test.untilForced(1);
        Actor<List<String>> autocommit = Actor.start("reads in autocommit", () -> {
            try (SqliteConnection connection = test.connect()) {
                return texts(connection, "select name from t");
            }
        });
        Actor<List<String>> transaction = Actor.start("reads in a transaction", () -> {
            try (SqliteConnection connection = new LazyConnection(test.engine(), true)) {
                connection.setAutoCommit(false);
                return texts(connection, "select name from t");
            }
        });
        Actor.until("they wait", () -> waitsForTheSync(autocommit.thread()) && waitsForTheSync(transaction.thread()));
        test.disk().fail(new IOException("no disk"));
        test.disk().release();
        assertThat(autocommit.failure()).isInstanceOf(DatabaseFencedException.class);
        assertThat(transaction.failure()).isInstanceOf(DatabaseFencedException.class);
        assertThat(unknown.failure()).isInstanceOf(CommitOutcomeUnknownException.class);
    }

    /** Not by a transaction that ends now, nor by a user, nor by the last connection that is closed. */
    @Test
    void noCheckpointIsMadeUntilItIsOpenedAgain() throws Exception {
        test.insert("durable");
        fence();
        byte[] log = Files.readAllBytes(test.log()); // the log alone carries no locks
        test.close();
        assertThat(Files.readAllBytes(test.log())).isEqualTo(log);
        test.open();
        assertThat(test.log())
                .as("all is in the database, and the log is empty")
                .isEmptyFile();
        assertThat(test.names()).containsExactly("durable", "unknown");
        test.insert("next");
        assertThat(test.names()).containsExactly("durable", "unknown", "next");
    }

    private void reopen() throws Exception {
        test.disk().fail(null);
        test.close();
        test.open();
    }

    /** Its readers see to it that the log is not begun anew, and what is written behind what is lost is lost. */
    @Test
    void itIsNotOpenedWhileAnotherProcessKeepsTheLogFromBeingEmptied() throws Exception {
        test.insert("durable");
        try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + test.path())) { // as good as one
            execute(reader, "begin");
            assertThat(texts(reader, "select name from t")).hasSize(1);
            fence();
            test.close();
            assertThatThrownBy(test::open)
                    .isInstanceOf(SQLNonTransientConnectionException.class)
                    .hasMessageContaining("another process");
            execute(reader, "commit");
            test.open();
        }
        assertThat(test.log()).isEmptyFile();
        assertThat(test.names()).containsExactly("durable", "unknown");
    }

    /** What is removed by name goes on to be written and forced by its descriptor, and is lost. */
    @Test
    void aLogThatSomebodyRemovedIsNotTakenForTheRealOne() throws Exception {
        Path elsewhere = test.path().resolveSibling("elsewhere");
        Files.move(test.log(), elsewhere);
        assertThatThrownBy(() -> test.insert("a"))
                .isInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContaining("deleted or replaced");
        test.close();
        // a reader that was opened meanwhile has made an empty one
        Files.move(elsewhere, test.log(), StandardCopyOption.REPLACE_EXISTING);
        test.open();
        assertThat(test.names()).containsExactly("a");
    }
}
