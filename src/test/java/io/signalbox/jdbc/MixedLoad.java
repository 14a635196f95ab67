package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Threads that read, and that count in every way there is to write: in both modes, in autocommit, with rows that a write
 * returns. Two accounts are moved to and fro, so that their sum tells whether a snapshot is one.
 */
final class MixedLoad {

    /** Counters 0 to 5 are counted up; of 6 and 7 the sum stays zero. */
    static final int COUNTERS = 8;

    private static final int COUNTED = 6;
    private static final int OPERATIONS_TO_A_PULSE = 50;

    private final TestDataSource test;
    private final AtomicLongArray expected = new AtomicLongArray(COUNTERS);
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();
    private final Semaphore pulse = new Semaphore(0);
    private volatile boolean over;

    MixedLoad(TestDataSource test) throws SQLException {
        this.test = test;
        test.execute("create table counter(id integer primary key, n integer not null)");
        for (int i = 0; i < COUNTERS; i++) {
            test.execute("insert into counter values(" + i + ", 0)");
        }
    }

    /** Runs so many operations on each of so many threads, and returns when all are done. */
    void run(int threads, int each, long seed) throws Exception {
        Phaser gate = new Phaser(threads);
        List<Actor<Void>> actors = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Random random = new Random(seed * threads + i);
            actors.add(Actor.does("load " + i, () -> {
                gate.arriveAndAwaitAdvance();
                for (int done = 0; done < each; done++) {
                    operate(random);
                    if (operations.incrementAndGet() % OPERATIONS_TO_A_PULSE == 0) {
                        pulse.release();
                    }
                }
            }));
        }
        try {
            for (Actor<Void> actor : actors) {
                actor.result(Duration.ofMinutes(15));
            }
        } finally {
            over = true;
            pulse.release(Integer.MAX_VALUE / 2);
        }
    }

    /** Returns true each time that some more operations are done, and false when all are. */
    boolean awaitPulse() throws InterruptedException {
        pulse.acquire();
        return !over;
    }

    private void operate(Random random) throws SQLException {
        int counter = random.nextInt(COUNTED);
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> readSum();
            case 3, 4 -> readThenWrite(TransactionMode.IMMEDIATE, counter);
            case 5, 6 -> readThenWrite(TransactionMode.UPGRADE, counter);
            case 7 -> countInAutoCommit("update counter set n = n + 1 where id = " + counter);
            case 8 -> countInAutoCommit("update counter set n = n + 1 where id = " + counter + " returning n");
            default -> transfer(random.nextBoolean() ? TransactionMode.UPGRADE : TransactionMode.IMMEDIATE);
        }
        if (random.nextInt(20) == 0) {
            rollBack(counter);
        }
    }

    private void readSum() throws SQLException {
        try (Connection connection = test.readTransaction()) {
            assertThat(number(connection, 6) + number(connection, 7))
                    .as("the sum of one snapshot")
                    .isZero();
            connection.commit();
        }
    }

    private void readThenWrite(TransactionMode mode, int counter) throws SQLException {
        untilNoConflict(mode, connection -> set(connection, counter, number(connection, counter) + 1));
        expected.incrementAndGet(counter);
    }

    private void transfer(TransactionMode mode) throws SQLException {
        untilNoConflict(mode, connection -> {
            long from = number(connection, 6);
            long to = number(connection, 7);
            set(connection, 6, from - 1);
            set(connection, 7, to + 1);
        });
        expected.decrementAndGet(6);
        expected.incrementAndGet(7);
    }

    private void countInAutoCommit(String sql) throws SQLException {
        try (Connection connection = test.connect()) {
            execute(connection, sql);
        }
        expected.incrementAndGet(Integer.parseInt(sql.replaceAll(".*id = (\\d).*", "$1")));
    }

    private void rollBack(int counter) throws SQLException {
        try (Connection connection = test.transaction()) {
            set(connection, counter, -1);
            connection.rollback();
        }
    }

    private interface Work {
        void run(Connection connection) throws SQLException;
    }

    private void untilNoConflict(TransactionMode mode, Work work) throws SQLException {
        while (!committed(mode, work)) {
            conflicts.incrementAndGet();
        }
    }

    private boolean committed(TransactionMode mode, Work work) throws SQLException {
        try (SqliteConnection connection = test.transaction()) {
            connection.setTransactionMode(mode);
            work.run(connection);
            connection.commit();
            return true;
        } catch (SnapshotConflictException e) {
            assertThat(mode)
                    .as("the mode in which conflicts are to be expected")
                    .isEqualTo(TransactionMode.UPGRADE);
            return false;
        }
    }

    private static long number(Connection connection, int counter) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select n from counter where id = " + counter)) {
            assertThat(result.next()).isTrue();
            return result.getLong(1);
        }
    }

    private static void set(Connection connection, int counter, long n) throws SQLException {
        execute(connection, "update counter set n = " + n + " where id = " + counter);
    }

    long conflicts() {
        return conflicts.get();
    }

    /** The counters as they are to be, without what others counted. */
    List<Long> expected() {
        List<Long> list = new ArrayList<>();
        for (int i = 0; i < COUNTERS; i++) {
            list.add(expected.get(i));
        }
        return list;
    }

    List<Long> actual() throws SQLException {
        try (Connection connection = test.dataSource().getReadOnlyConnection()) {
            List<Long> list = new ArrayList<>();
            for (int i = 0; i < COUNTERS; i++) {
                list.add(number(connection, i));
            }
            return list;
        }
    }
}
