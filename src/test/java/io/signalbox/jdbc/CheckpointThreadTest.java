package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.sqlite.CheckpointMode;
import io.signalbox.sqlite.CheckpointResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who makes the checkpoints of a database that is in use. */
@Timeout(50)
class CheckpointThreadTest {

    private static final String CREATE = "create table t(id integer primary key, filler blob)";

    @TempDir
    Path directory;

    private SqliteDataSource open() throws SQLException {
        return SqliteDataSource.open(
                "jdbc:sqlite:" + directory.resolve("test.db") + "?wal_limit=1MiB&durability=CRASH_SAFE");
    }

    private static void commit(SqliteDataSource dataSource, int bytes) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into t(filler) values(zeroblob(?))")) {
                insert.setInt(1, bytes);
                insert.executeUpdate();
            }
            connection.commit();
        }
    }

    private static void create(SqliteDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            TestDataSource.execute(connection, CREATE);
        }
    }

    private static Set<String> threads() {
        Set<String> names = ConcurrentHashMap.newKeySet();
        Thread.getAllStackTraces().keySet().forEach(thread -> names.add(thread.getName()));
        return names;
    }

    @Test
    void aThreadOfItsOwnDoesAndEndsAtTheClose() throws Exception {
        Set<String> makers = ConcurrentHashMap.newKeySet();
        try (SqliteDataSource dataSource = open()) {
            dataSource.addListener(new DatabaseListener() {
                @Override
                public void checkpointed(Path database, CheckpointResult result) {
                    makers.add(Thread.currentThread().getName());
                }
            });
            create(dataSource);
            commit(dataSource, 700_000);
            Actor.until(
                    "the log is to be begun anew",
                    () -> dataSource.statistics().checkpoints().restarts() == 1);
            commit(dataSource, 1);
            assertThat(dataSource.checkpoint(CheckpointMode.NOOP).logFrames()).isLessThan(10);
            assertThat(makers).contains("signalbox-checkpoint test.db");
        }
        Actor.until("the thread ends", () -> !threads().contains("signalbox-checkpoint test.db"));
    }

    @Test
    void nothingIsDoneWhereNothingIsWritten() throws Exception {
        try (SqliteDataSource dataSource = open()) {
            create(dataSource);
        }
        try (SqliteDataSource dataSource = open();
                Connection connection = dataSource.getReadOnlyConnection()) {
            assertThat(TestDataSource.texts(connection, "select count(*) from t"))
                    .containsExactly("0");
            assertThat(threads()).doesNotContain("signalbox-checkpoint test.db");
        }
    }

    /** One long transaction, and then nobody writes. */
    @Test
    void aLogThatIsTooLongIsCutWhenNobodyWritesAnyMore() throws Exception {
        try (SqliteDataSource dataSource = open()) {
            create(dataSource);
            try (Connection reader = dataSource.getReadOnlyConnection()) {
                reader.setAutoCommit(false);
                TestDataSource.texts(reader, "select count(*) from t");
                commit(dataSource, 2_000_000);
                Actor.until(
                        "it is blocked",
                        () -> dataSource.statistics().checkpoints().blocked() > 0);
                reader.rollback();
            }
            Actor.until("it is cut", () -> dataSource.statistics().checkpoints().logBytes() == 0);
        }
    }

    @Test
    void aListenerMayCloseTheDatabase() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        SqliteDataSource dataSource = open();
        Actor<Void> opened = Actor.does("writes", () -> {
            dataSource.addListener(new DatabaseListener() {
                @Override
                public void checkpointed(Path database, CheckpointResult result) {
                    try {
                        dataSource.close();
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                }

                @Override
                public void closed(Path database) {
                    closed.set(true);
                }
            });
            create(dataSource);
            commit(dataSource, 700_000);
        });
        opened.result();
        Actor.until("it is closed", closed::get);
        Actor.until("the thread ends", () -> !threads().contains("signalbox-checkpoint test.db"));
    }

    /** How long it becomes is the machine's business here: {@link CheckpointerTest}. */
    @Test
    void underLoadTheLogIsBegunAnewAgainAndAgain() throws Exception {
        try (SqliteDataSource dataSource = open()) {
            create(dataSource);
            List<Actor<Void>> actors = new ArrayList<>();
            AtomicLong restarts = new AtomicLong();
            for (int thread = 0; thread < 2; thread++) {
                actors.add(Actor.does("reads " + thread, () -> {
                    while (restarts.get() < 10) {
                        try (Connection connection = dataSource.getReadOnlyConnection()) {
                            TestDataSource.texts(connection, "select count(*) from t");
                        }
                    }
                }));
                actors.add(Actor.does("writes " + thread, () -> {
                    while (restarts.get() < 10) {
                        commit(dataSource, 1_000);
                        restarts.set(dataSource.statistics().checkpoints().restarts());
                    }
                }));
            }
            for (Actor<Void> actor : actors) {
                actor.result();
            }
            assertThat(dataSource.statistics().checkpoints().restarts()).isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void aDataSourceThatIsClosedMakesNoneThoughAnotherHasTheDatabaseOpen() throws Exception {
        try (SqliteDataSource other = open()) {
            SqliteDataSource dataSource = open();
            dataSource.close();
            assertThatThrownBy(() -> dataSource.checkpoint(CheckpointMode.PASSIVE))
                    .isInstanceOf(DataSourceClosedException.class);
            assertThat(other.checkpoint(CheckpointMode.PASSIVE).complete()).isTrue();
        }
    }
}
