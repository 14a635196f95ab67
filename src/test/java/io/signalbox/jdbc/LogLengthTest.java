package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.sqlite.CheckpointMode;
import io.signalbox.sqlite.CheckpointResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the log becomes. */
@Timeout(50)
class LogLengthTest extends CheckpointedEngine {

    /** It has grown by as much as was copied: one pass more would bring it no nearer to its end. */
    @Test
    void aLogThatGrowsFasterThanItIsCopiedIsBegunAnewBelowItsLimit() throws Exception {
        List<CheckpointResult> made = new ArrayList<>();
        Deque<SqliteConnection> readers = new ArrayDeque<>();
        engine.events().add(new DatabaseListener() {
            @Override
            public void checkpointed(Path database, CheckpointResult result) {
                made.add(result);
                if (result.mode() == CheckpointMode.PASSIVE) {
                    try {
                        commit(8); // as others do meanwhile
                        readers.remove().close();
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        });
        commit(14);
        readers.add(reading()); // else the first of those commits would begin the log anew
        engine.checkpointer().run();
        assertThat(made)
                .extracting(CheckpointResult::mode)
                .containsExactly(CheckpointMode.PASSIVE, CheckpointMode.RESTART);
        assertThat(made.get(1).complete()).isTrue();
        assertThat(made.get(1).logFrames()).isBetween(190L, 254L);
    }

    /** There is always one who reads, at each of the steps another. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whileReadersComeAndGoItStaysBelowItsLimit(long seed) throws Exception {
        Random random = new Random(seed);
        Deque<SqliteConnection> readers = new ArrayDeque<>(List.of(reading()));
        long longest = 0;
        for (int round = 0; round < 60; round++) {
            commit(1 + random.nextInt(5));
            longest = Math.max(longest, engine.checkpointer().look().logFrames());
            Actor<Void> background = Actor.does("background", engine.checkpointer()::run);
            do {
                for (int coming = 1 + random.nextInt(3); coming > 0; coming--) {
                    readers.add(reading());
                }
                while (readers.size() > 1) {
                    readers.remove().close();
                }
            } while (background.thread().isAlive());
            background.result();
        }
        readers.remove().close();
        // where all is copied when the next reader comes, SQLite begins it anew by itself
        assertThat(longest).as("pages, of 254").isBetween(50L, 254L);
        assertThat(blocked).isEmpty();
    }

    @Test
    void itIsLookedAtAMomentAfterACommitAndAtOnceAfterMuch() throws Exception {
        open(FOUR_TIMES_THE_LIMIT);
        List<Duration> delays = new ArrayList<>();
        List<Runnable> tasks = new ArrayList<>();
        engine.checkpointer().start((delay, task) -> {
            delays.add(delay);
            tasks.add(task);
        });
        engine.checkpointer().run();
        assertThat(delays).as("nothing was written").isEmpty();
        commit(1);
        tasks.remove(0).run(); // nothing was known of how much a commit writes
        delays.clear();
        commit(2);
        assertThat(delays).as("once for both").containsExactly(Duration.ofMillis(100));
        commit(2);
        assertThat(delays).as("thirty pages are much").containsExactly(Duration.ofMillis(100), Duration.ZERO);
        tasks.remove(1).run();
        tasks.remove(0).run();
        commit(1);
        assertThat(delays).hasSize(3);
    }

    /** SQLite tells neither its length nor what is copied to who comes second. */
    @Test
    void whereAnotherProcessMakesOneItIsNotTakenForEmpty() throws Exception {
        commit(1);
        try (SqliteConnection reader = reading();
                Connection plain = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("test.db"));
                Connection looking = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("test.db"))) {
            commit(10);
            execute(plain, "pragma busy_timeout=60000");
            execute(looking, "pragma busy_timeout=0");
            Actor<List<String>> foreign = Actor.start("another", () -> texts(plain, "pragma wal_checkpoint(restart)"));
            Actor.until("it makes one", () -> isLocked(looking));
            CheckpointResult refused = engine.maintenance().checkpoint(CheckpointMode.PASSIVE);
            assertThat(refused.complete()).isFalse();
            assertThat(refused.logFrames()).isGreaterThan(100);
            assertThat(refused.leftFrames()).isPositive();
            reader.rollback();
            assertThat(foreign.result()).containsExactly("0");
        }
    }

    private static boolean isLocked(Connection connection) {
        try {
            execute(connection, "begin immediate");
            execute(connection, "rollback");
            return false;
        } catch (SQLException e) {
            return true;
        }
    }
}
