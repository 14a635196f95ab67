package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.Table;
import io.signalbox.TestDatabase;
import io.signalbox.migration.Migrations;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A queue of statements, and one worker with the one connection: {@code execute_in_worker(sql, params)}. */
class WorkQueueTest {

    private static final int THREADS = 10;

    @RegisterExtension
    final TestDatabase test = TestDatabase.of(Migrations.of("classpath:db/answers/flask"));

    private static final String INSERT = "INSERT INTO test (text, source, seq) VALUES (?, ?, ?)";

    /** The sample works: "the data is inserted out of order but it's still all handled one by one". */
    @Test
    void theSampleRuns() throws Exception {
        try (SqliteWorker worker = new SqliteWorker()) {
            Together.does(THREADS, "thread", seq -> worker.execute(INSERT, "foo", currentThread(), seq));
            assertThat(worker.execute("SELECT seq FROM test ORDER BY seq"))
                    .extracting(row -> row.get(0))
                    .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
    }

    /**
     * The queue serializes statements, not what somebody does with several: between the SELECT and the UPDATE of one comes the UPDATE of
     * another, and is lost.
     */
    @Test
    void aQueueOfStatementsLosesAnUpdate() throws Exception {
        try (SqliteWorker worker = new SqliteWorker()) {
            worker.execute("CREATE TABLE counter (n INTEGER)");
            worker.execute("INSERT INTO counter VALUES (0)");
            CyclicBarrier bothHaveRead = new CyclicBarrier(2);
            Together.does(2, "thread", i -> {
                int n = (Integer) worker.execute("SELECT n FROM counter").get(0).get(0);
                bothHaveRead.await();
                worker.execute("UPDATE counter SET n = ?", n + 1);
            });
            assertThat(worker.execute("SELECT n FROM counter"))
                    .as("of two increments")
                    .containsExactly(List.of(1));
        }
    }

    /** Who makes an error gets no result, for five seconds in the sample, and then queue.Empty; the error is the worker's. */
    @Test
    void anErrorReachesNobody() throws Exception {
        try (SqliteWorker worker = new SqliteWorker()) {
            var result = worker.put("INSERT INTO tset (text) VALUES ('foo')");
            assertThat(worker.execute("SELECT 1")).as("the next one's").containsExactly(List.of(1));
            assertThat(result.poll()).as("the result").isNull();
            assertThat(worker.tracebacks()).singleElement().asString().contains("no such table: tset");
        }
    }

    private static long currentThread() {
        return Thread.currentThread().getId(); // threading.get_ident()
    }

    /** The sample: ten threads insert ('foo', their id, their number), and then all rows are read. No queue and no worker. */
    @Test
    void tenThreadsInsertAndAllRowsAreReadBack() throws Exception {
        Database db = test.database();
        List<Long> sources = Together.start(THREADS, "thread", seq -> {
            db.writeWithoutResult(em -> em.createNativeQuery("INSERT INTO test (text, source, seq) VALUES (?, ?, ?)")
                    .setParameter(1, "foo")
                    .setParameter(2, Thread.currentThread().getId())
                    .setParameter(3, seq)
                    .executeUpdate());
            return currentThread();
        });

        Table rows = db.query("SELECT * FROM test");
        assertThat(rows.columns()).containsExactly("id", "text", "source", "seq");
        assertThat(rows.column("id")).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(rows.column("text")).containsOnly("foo");
        assertThat(rows.column("seq")).doesNotHaveDuplicates();
        assertThat(rows.rows())
                .allSatisfy(row -> assertThat(row.get("source"))
                        .isEqualTo(sources.get(row.get("seq", Long.class).intValue())));
    }

    /** A unit of work is as many statements as it needs, one after the other's. */
    @Test
    void aUnitOfWorkLosesNoUpdate() throws Exception {
        Database db = test.database();
        Together.does(THREADS, "thread", i -> db.writeWithoutResult(SingletonThreadPoolTest::increment));
        assertThat(db.query("SELECT n FROM counter").column("n")).containsExactly((long) THREADS);
    }

    /** Here whoever caused it has it, and the next goes on. */
    @Test
    void anErrorReachesWhoCausedItAndNobodyElse() throws Exception {
        Database db = test.database();
        Throwable failure = Actor.does(
                        "thread-1",
                        () -> db.writeWithoutResult(em -> {
                            SingletonThreadPoolTest.increment(em);
                            em.createNativeQuery("INSERT INTO tset (text) VALUES ('foo')")
                                    .executeUpdate();
                        }))
                .failure();
        assertThat(failure).isInstanceOf(PersistenceException.class).hasMessageContaining("no such table: tset");
        Actor.does("thread-2", () -> db.writeWithoutResult(SingletonThreadPoolTest::increment))
                .result();
        assertThat(db.query("SELECT n FROM counter").column("n")).containsExactly(1L);
    }
}
