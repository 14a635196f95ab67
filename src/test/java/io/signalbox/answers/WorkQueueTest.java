package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.Table;
import io.signalbox.TableRow;
import io.signalbox.TestDatabase;
import io.signalbox.migration.Migrations;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A queue of statements, and one worker with the one connection: {@code execute_in_worker(sql, params)}. */
class WorkQueueTest {

    private static final int THREADS = 10;

    @RegisterExtension
    final TestDatabase test = TestDatabase.of(Migrations.of("classpath:db/answers/flask"));

    /**
     * The queue serializes statements, not what somebody does with several: between the SELECT and the UPDATE of one comes the UPDATE of
     * another, and is lost.
     */
    @Test
    void aQueueOfStatementsLosesAnUpdate() throws Exception {
        BlockingQueue<FutureTask<Long>> queue = new LinkedBlockingQueue<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Plain.execute(connection, "create table counter(n integer)");
            Plain.execute(connection, "insert into counter values (0)");
            Thread worker = new Thread(() -> work(queue), "sqlite_worker");
            worker.setDaemon(true);
            worker.start();
            CyclicBarrier bothHaveRead = new CyclicBarrier(2);
            List<Actor<Void>> threads = new ArrayList<>();
            for (String name : List.of("thread-1", "thread-2")) {
                threads.add(Actor.does(name, () -> {
                    long n = inWorker(queue, () -> Plain.number(connection, "select n from counter"));
                    bothHaveRead.await();
                    inWorker(queue, () -> {
                        Plain.execute(connection, "update counter set n = " + (n + 1));
                        return 0L;
                    });
                }));
            }
            for (Actor<Void> thread : threads) {
                thread.result();
            }
            assertThat(inWorker(queue, () -> Plain.number(connection, "select n from counter")))
                    .as("of two increments")
                    .isEqualTo(1);
            worker.interrupt();
            worker.join();
        }
    }

    private static void work(BlockingQueue<FutureTask<Long>> queue) {
        try {
            while (true) {
                queue.take().run();
            }
        } catch (InterruptedException e) {
            // the end
        }
    }

    private static long inWorker(BlockingQueue<FutureTask<Long>> queue, java.util.concurrent.Callable<Long> work)
            throws Exception {
        FutureTask<Long> task = new FutureTask<>(work);
        queue.put(task);
        return task.get();
    }

    /** The sample: ten threads insert ('foo', their id, their number), and then all rows are read. No queue and no worker. */
    @Test
    void tenThreadsInsertAndAllRowsAreReadBack() throws Exception {
        Database db = test.database();
        Map<Long, Long> sources = new HashMap<>();
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<Actor<Void>> threads = new ArrayList<>();
        for (long i = 0; i < THREADS; i++) {
            long seq = i;
            Actor<Void> thread = Actor.does("thread-" + i, () -> {
                together.await();
                db.writeWithoutResult(
                        em -> em.createNativeQuery("INSERT INTO test (text, source, seq) VALUES (?, ?, ?)")
                                .setParameter(1, "foo")
                                .setParameter(2, Thread.currentThread().getId())
                                .setParameter(3, seq)
                                .executeUpdate());
            });
            sources.put(seq, thread.thread().getId());
            threads.add(thread);
        }
        for (Actor<Void> thread : threads) {
            thread.result();
        }

        Table rows = db.query("SELECT * FROM test");
        assertThat(rows.columns()).containsExactly("id", "text", "source", "seq");
        assertThat(rows.column("id")).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(rows.column("text")).containsOnly("foo");
        Map<Long, Long> stored = new HashMap<>();
        for (TableRow row : rows.rows()) {
            stored.put(row.get("seq", Long.class), row.get("source", Long.class));
        }
        assertThat(stored).isEqualTo(sources);
    }

    /** A unit of work is as many statements as it needs, one after the other's. */
    @Test
    void aUnitOfWorkLosesNoUpdate() throws Exception {
        Database db = test.database();
        List<Actor<Void>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Actor.does("thread-" + i, () -> db.writeWithoutResult(SingletonThreadPoolTest::increment)));
        }
        for (Actor<Void> thread : threads) {
            thread.result();
        }
        assertThat(db.query("SELECT n FROM counter").column("n")).containsExactly((long) THREADS);
    }

    /** The sample's worker prints a traceback, and its caller gets queue.Empty after five seconds. */
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
