package io.signalbox.history;

import io.signalbox.Actor;
import io.signalbox.history.Operation.Append;
import io.signalbox.history.Operation.Read;
import io.signalbox.history.Recorded.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs transactions that read lists and append to them, from many threads, and records what each saw.
 *
 * <p>The lists with even keys are rows, one for each value; those with odd keys are texts that are read and written back whole,
 * as an application does that has them in an entity. What a transaction does is drawn from the seed; how transactions interleave
 * is not.
 */
public final class HistoryRecorder {

    private static final int THREADS = 32;

    /** As many lists as transactions meet on at a time; there are new ones before they become long. */
    private static final int LISTS = 6;

    private static final int TRANSACTIONS_OF_A_LIST = 150;

    /** Where connections come from. */
    @FunctionalInterface
    public interface Connections {
        Connection open() throws SQLException;
    }

    private final Connections writers;
    private final Connections readers;
    private final long seed;
    private final int transactions;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicLong clock = new AtomicLong();
    private final Queue<Recorded> history = new ConcurrentLinkedQueue<>();

    private HistoryRecorder(Connections writers, Connections readers, long seed, int transactions) {
        this.writers = writers;
        this.readers = readers;
        this.seed = seed;
        this.transactions = transactions;
    }

    /**
     * A history, and the lists as they are at its end.
     *
     * @param transactions in the order in which they were done, more or less
     * @param last the lists by their keys
     */
    public record History(List<Recorded> transactions, Map<Integer, List<String>> last) {

        public List<Anomaly> anomalies() {
            return HistoryChecker.check(transactions, last);
        }

        public long count(Outcome outcome) {
            return transactions.stream().filter(t -> t.outcome() == outcome).count();
        }
    }

    /**
     * Runs so many transactions, one in four of them on a connection for reading.
     *
     * @param writers connections in the mode that is to be judged
     */
    public static History record(Connections writers, Connections readers, long seed, int transactions)
            throws Exception {
        HistoryRecorder recorder = new HistoryRecorder(writers, readers, seed, transactions);
        recorder.createTables();
        recorder.run();
        return new History(List.copyOf(recorder.history), recorder.last());
    }

    private void createTables() throws SQLException {
        try (Connection connection = writers.open();
                Statement statement = connection.createStatement()) {
            statement.execute("create table item(id integer primary key, list integer not null, value text not null)");
            statement.execute("create index item_list on item(list)");
            statement.execute("create table list(id integer primary key, items text not null)");
        }
    }

    private void run() throws Exception {
        Phaser gate = new Phaser(THREADS);
        Collection<Actor<Void>> actors = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed * THREADS + i);
            actors.add(Actor.does("history " + i, () -> {
                gate.arriveAndAwaitAdvance();
                for (int number = begun.getAndIncrement(); number < transactions; number = begun.getAndIncrement()) {
                    runOne(number, random);
                }
            }));
        }
        for (Actor<Void> actor : actors) {
            actor.result(Duration.ofMinutes(20));
        }
    }

    private void runOne(int number, Random random) throws SQLException {
        boolean reads = random.nextInt(4) == 0;
        List<Operation> operations = new ArrayList<>();
        long invoked = clock.incrementAndGet();
        Outcome outcome;
        try (Connection connection = (reads ? readers : writers).open()) {
            connection.setAutoCommit(false);
            outcome = operate(connection, number, reads, random, operations);
        }
        history.add(new Recorded("T" + number, operations, outcome, invoked, clock.incrementAndGet()));
    }

    private Outcome operate(Connection connection, int number, boolean reads, Random random, List<Operation> operations)
            throws SQLException {
        try {
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                int key = number / TRANSACTIONS_OF_A_LIST * LISTS + random.nextInt(LISTS);
                if (reads || random.nextBoolean()) {
                    operations.add(new Read(key, read(connection, key)));
                } else {
                    append(connection, key, "v" + number + "." + i, operations);
                }
            }
            if (random.nextInt(10) == 0) {
                connection.rollback();
                return Outcome.ABORTED;
            }
            connection.commit();
            return Outcome.COMMITTED;
        } catch (SQLTransactionRollbackException e) {
            connection.rollback();
            return Outcome.ABORTED;
        }
    }

    private static void append(Connection connection, int key, String value, List<Operation> operations)
            throws SQLException {
        if (key % 2 == 0) {
            update(connection, "insert into item(list, value) values(?, ?)", key, value);
        } else {
            List<String> before = read(connection, key);
            operations.add(new Read(key, before));
            String text = before.isEmpty() ? value : String.join(",", before) + "," + value;
            update(connection, "replace into list(id, items) values(?, ?)", key, text);
        }
        operations.add(new Append(key, value));
    }

    private static void update(Connection connection, String sql, int key, String text) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, key);
            statement.setString(2, text);
            statement.executeUpdate();
        }
    }

    private static List<String> read(Connection connection, int key) throws SQLException {
        String sql = key % 2 == 0
                ? "select value from item where list = ? order by id"
                : "select items from list where id = ?";
        List<String> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, key);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    values.addAll(List.of(result.getString(1).split(",")));
                }
            }
        }
        return values;
    }

    private Map<Integer, List<String>> last() throws SQLException {
        Map<Integer, List<String>> last = new HashMap<>();
        try (Connection connection = readers.open()) {
            connection.setAutoCommit(false);
            for (int key = 0; key < (transactions / TRANSACTIONS_OF_A_LIST + 1) * LISTS; key++) {
                last.put(key, read(connection, key));
            }
        }
        return last;
    }
}
