package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.sqlite.Durability;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A commit returns when it is on disk, whichever way it was made, and others write meanwhile. */
@Timeout(120)
class CommitSyncTest {

    @RegisterExtension
    final SyncedEngine test = SyncedEngine.with("?write_timeout=1m");

    private interface Work {
        void on(SqliteConnection connection) throws SQLException;
    }

    /** All ways to commit something; each inserts a row or, where it cannot, changes something else. */
    enum Way {
        TRANSACTION(connection -> {
            connection.setAutoCommit(false);
            insert(connection);
            connection.commit();
        }),
        UPGRADE(connection -> {
            connection.setAutoCommit(false);
            connection.setTransactionMode(TransactionMode.UPGRADE);
            texts(connection, "select name from t");
            insert(connection);
            connection.commit();
        }),
        AUTOCOMMIT(Way::insert),
        RETURNING(connection -> texts(connection, "insert into t(name) values('a') returning id")),
        RETURNING_IN_A_TRANSACTION(connection -> {
            connection.setAutoCommit(false);
            connection.createStatement().executeQuery("insert into t(name) values('a') returning id");
            connection.commit();
        }),
        BATCH(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("insert into t(name) values(?)")) {
                statement.setString(1, "a");
                statement.addBatch();
                statement.executeBatch();
            }
        }),
        BACK_TO_AUTOCOMMIT(connection -> {
            connection.setAutoCommit(false);
            insert(connection);
            connection.setAutoCommit(true);
        }),
        WITH_A_SNAPSHOT(connection -> {
            connection.setAutoCommit(false);
            insert(connection);
            try (CommittedSnapshot snapshot = connection.snapshotAfterCommit()) {
                connection.commit();
            }
        }),
        ISOLATED(connection -> {
            try (SqliteConnection isolated = connection.openIsolated()) {
                isolated.setAutoCommit(false);
                insert(isolated);
                isolated.commit();
            }
        }),
        ISOLATED_AUTOCOMMIT(connection -> {
            try (SqliteConnection isolated = connection.openIsolated()) {
                insert(isolated);
            }
        }),
        A_TABLE(connection -> execute(connection, "create table u(id integer)")),
        A_TABLE_IN_A_TRANSACTION(connection -> {
            connection.setAutoCommit(false);
            execute(connection, "create table u(id integer)");
            connection.commit();
        }),
        VACUUM(connection -> execute(connection, "vacuum")),
        USER_VERSION(connection -> execute(connection, "pragma user_version=7")),
        USER_VERSION_IN_A_TRANSACTION(connection -> {
            connection.setAutoCommit(false);
            execute(connection, "pragma user_version=7");
            connection.commit();
        });

        private final Work work;

        Way(Work work) {
            this.work = work;
        }

        private static void insert(Connection connection) throws SQLException {
            execute(connection, "insert into t(name) values('a')");
        }
    }

    @ParameterizedTest
    @EnumSource
    void itReturnsWhenItIsOnDiskAndTheWriterIsFreeBefore(Way way) throws Exception {
        test.disk().hold();
        Actor<Void> committing = Actor.does("commits", () -> {
            try (SqliteConnection connection = test.connect()) {
                way.work.on(connection);
            }
        });
        test.untilForced(1);
        Actor.until(
                "the writer is free", () -> !test.engine().statistics().writer().held());
        assertThat(committing.parked().thread().isAlive()).isTrue();
        try (SqliteConnection other = test.transaction()) {
            other.setTransactionDurability(Durability.CRASH_SAFE);
            execute(other, "insert into t(name) values('meanwhile')");
            other.commit();
        }
        assertThat(committing.thread().isAlive()).isTrue();
        test.disk().release();
        committing.result();
        assertThat(test.disk().forces()).isEqualTo(1);
    }

    /** Whoever has the writer pinned keeps it, and is told no more of its commits than others are. */
    @Test
    void onAPinnedWriterToo() throws Exception {
        test.disk().hold();
        Actor<Void> migrating = Actor.does("migrates", () -> {
            WriterLease writer = test.engine().writer(Deadline.after(Duration.ofSeconds(1)), "a migration");
            LeaseSource pinned = new PinnedWriter(test.engine().configuration(), writer);
            try (SqliteConnection connection = new LazyConnection(pinned, false)) {
                Way.insert(connection);
                Way.RETURNING.work.on(connection);
                Way.TRANSACTION.work.on(connection);
                connection.setAutoCommit(true);
                execute(connection, "pragma user_version=7");
            } finally {
                writer.release();
            }
        });
        for (int commit = 1; commit <= 4; commit++) {
            test.untilForced(commit);
            assertThat(migrating.parked().thread().isAlive()).isTrue();
            test.disk().releaseAndHold();
        }
        migrating.result();
        assertThat(test.disk().forces()).isEqualTo(4);
    }

    @Test
    void oneForceIsForAllThatWasCommittedMeanwhile() throws Exception {
        test.disk().hold();
        Actor<Void> first = test.inserting("first");
        test.untilForced(1);
        List<Actor<Void>> others = List.of(test.inserting("b"), test.inserting("c"), test.inserting("d"));
        test.untilCommitted(4);
        test.disk().releaseAndHold();
        first.result();
        test.untilForced(2);
        assertThat(others).allMatch(actor -> actor.parked().thread().isAlive());
        test.disk().release();
        for (Actor<Void> other : others) {
            other.result();
        }
        assertThat(test.disk().forces()).isEqualTo(2);
    }

    @Test
    void neitherAnInterruptNorATimeoutNorACancelEndsTheWait() throws Exception {
        test.disk().hold();
        SqliteConnection connection = test.transaction();
        Actor<Boolean> committing = Actor.start("commits", () -> {
            connection.setTransactionTimeout(Duration.ofMinutes(1));
            execute(connection, "insert into t(name) values('a')");
            ((LazyConnection) connection)
                    .binding()
                    .inspect(physical -> physical.endTransactionAt(System.nanoTime())); // no time is left
            connection.commit();
            return Thread.currentThread().isInterrupted();
        });
        test.untilForced(1);
        committing.thread().interrupt();
        ((LazyConnection) connection).binding().cancel();
        assertThat(committing.parked().thread().isAlive()).isTrue();
        test.disk().release();
        assertThat(committing.result()).as("interrupted still").isTrue();
        connection.close();
        test.insert("b");
        assertThat(test.names()).containsExactly("a", "b");
    }

    @Test
    void whatWroteNothingIsNotSynced() throws SQLException {
        try (SqliteConnection connection = test.transaction();
                Statement statement = connection.createStatement()) {
            connection.commit();
            texts(connection, "select name from t");
            connection.commit();
            statement.executeUpdate("delete from t");
            statement.executeUpdate("insert or ignore into t select 1, 'a' where false");
            connection.commit();
            texts(connection, "explain select 1");
            try (CommittedSnapshot snapshot = connection.snapshotAfterCommit()) {
                connection.commit();
            }
            execute(connection, "insert into t(name) values('a')");
            connection.rollback();
            connection.setAutoCommit(true);
            execute(connection, "delete from t where id = 1");
            texts(connection, "pragma table_info(t)");
        }
        assertThat(test.disk().forces()).isZero();
    }

    @Test
    void aTransactionThatIsToSurviveACrashOnlyIsNotSynced() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            connection.setTransactionDurability(Durability.CRASH_SAFE);
            execute(connection, "insert into t(name) values('a')");
            connection.commit();
            assertThat(test.disk().forces()).isZero();
            execute(connection, "insert into t(name) values('b')");
            connection.commit();
            assertThat(test.disk().forces()).as("it was for one transaction").isEqualTo(1);
            execute(connection, "insert into t(name) values('c')");
            connection.setTransactionDurability(Durability.CRASH_SAFE);
            connection.commit();
            assertThat(test.disk().forces())
                    .as("until the commit it can be chosen")
                    .isEqualTo(1);
            connection.setAutoCommit(true);
            connection.setTransactionDurability(Durability.CRASH_SAFE);
            execute(connection, "insert into t(name) values('d')");
            assertThat(test.disk().forces()).isEqualTo(1);
            execute(connection, "insert into t(name) values('e')");
            assertThat(test.disk().forces()).isEqualTo(2);
        }
    }

    /** Whoever uses what it has done commits later in the log, and waits for that. */
    @Test
    void isolatedWorkThatOutlivesARollbackIsSyncedWithTheNextCommit() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            execute(connection, "delete from t");
            try (SqliteConnection isolated = connection.openIsolated()) {
                execute(isolated, "insert into t(name) values('isolated')");
            }
            connection.rollback();
        }
        assertThat(test.names()).containsExactly("isolated");
        assertThat(test.disk().forces()).isZero();
        test.insert("next");
        assertThat(test.disk().forces()).isEqualTo(1);
    }

    /** A log of its own is beside it: SQLite syncs that in the commit, at its own default. */
    @Test
    void anAttachedDatabaseIsSyncedBySqliteItself() throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            execute(connection, "attach '" + test.path() + ".other' as other");
            assertThat(texts(connection, "pragma other.synchronous")).containsExactly("2");
            execute(connection, "create table other.u(id integer)");
            connection.commit();
        }
    }
}
