package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.migration.Migrations;
import io.signalbox.session.WriteExecutor;
import io.signalbox.sqlite.Durability;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The question's program: each thread reads the SectorGroup of a hundred records and writes it back with an X. It "works fine" with a
 * THREAD_COUNT of 1; here with any.
 */
class CherryPyTest {

    private static final int RECORDS = 100;
    private static final Durability DURABILITY =
            Boolean.getBoolean("signalbox.it.full") ? Durability.POWER_SAFE : Durability.CRASH_SAFE;

    @RegisterExtension
    final TestDatabase test = TestDatabase.of(Migrations.of("classpath:db/answers/investment"), Investment.class)
            .with("signalbox.durability", DURABILITY);

    private List<String> sectorGroups() {
        return test.database().read(Investment::sectorGroups);
    }

    private void create(int rows) {
        test.database().writeWithoutResult(em -> Investment.create(em, rows));
    }

    @ParameterizedTest(name = "THREAD_COUNT = {0}")
    @ValueSource(ints = {1, 2, 16, 64})
    void theQuestionsProgramRuns(int threadCount) throws Exception {
        Database db = test.database();
        create(threadCount * RECORDS);
        // for i in range(THREAD_COUNT): Thread(target=commands, args=(i*100,))
        Together.does(threadCount, "Thread", i -> {
            int startId = i * RECORDS;
            for (int id = startId; id < startId + RECORDS; id++) {
                int invId = id;
                db.write(em -> Investment.append(em, invId));
            }
        });
        assertThat(sectorGroups()).hasSize(threadCount * RECORDS).containsOnly("X");
    }

    /** Where all threads have the same records, each record has an X of each thread. */
    @Test
    void noneOf64ThreadsLosesAnUpdateOnTheSameRecords() throws Exception {
        Database db = test.database();
        create(RECORDS);
        Together.does(64, "Thread", i -> {
            for (int id = 0; id < RECORDS; id++) {
                int invId = (id + i) % RECORDS;
                db.write(em -> Investment.append(em, invId));
            }
        });
        assertThat(sectorGroups()).hasSize(RECORDS).containsOnly("X".repeat(64));
    }

    /** "You could possibly create a queue that is shared between the threads": with units of work in it, not statements. */
    @Test
    void theQueueWithOneWritingThreadLosesNoUpdateEither() throws Exception {
        create(RECORDS);
        try (WriteExecutor queue = new WriteExecutor(test.database(), 16 * RECORDS)) {
            Together.does(16, "Thread", i -> {
                List<CompletableFuture<String>> groups = new ArrayList<>();
                for (int id = 0; id < RECORDS; id++) {
                    int invId = id;
                    groups.add(queue.submit(em -> Investment.append(em, invId)));
                }
                int length = 0;
                for (CompletableFuture<String> group : groups) {
                    assertThat(group.get()).matches("X+").hasSizeBetween(1, 16);
                    length += group.join().length();
                }
                assertThat(length).isBetween(RECORDS, 16 * RECORDS);
            });
        }
        assertThat(sectorGroups()).containsOnly("X".repeat(16));
    }

    /** answers.md. */
    static void dropIn(Database db) {
        try (WriteExecutor queue = new WriteExecutor(db, 1_000)) { // at most so many wait; one more is refused
            CompletableFuture<String> group = queue.submit(em -> Investment.append(em, 17));
            group.thenAccept(System.out::println); // it is committed
        } // what was accepted is written before it is closed
    }

    /** A worker thread of one's own prints a traceback and its caller waits; here the caller has the error, and the next its result. */
    @Test
    void anErrorInTheQueueIsItsCallers() throws Exception {
        create(1);
        try (WriteExecutor queue = new WriteExecutor(test.database(), 10)) {
            CompletableFuture<String> wrong = queue.submit(em -> Investment.append(em, 4711));
            CompletableFuture<String> right = queue.submit(em -> Investment.append(em, 0));
            assertThatThrownBy(wrong::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(NullPointerException.class);
            assertThat(right.get()).isEqualTo("X");
        }
    }

    /** A daemon thread dies with the JVM, and with it what waits in its queue; to close this one is to write what was accepted. */
    @Test
    void whatTheQueueHasAcceptedIsWrittenBeforeItIsClosed() {
        create(RECORDS);
        WriteExecutor queue = new WriteExecutor(test.database(), RECORDS);
        IntStream.range(0, RECORDS).forEach(id -> {
            CompletableFuture<String> unused = queue.submit(em -> Investment.append(em, id));
        });
        queue.close();
        assertThat(sectorGroups()).hasSize(RECORDS).containsOnly("X");
    }
}
