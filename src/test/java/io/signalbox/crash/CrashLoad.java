package io.signalbox.crash;

import io.signalbox.crash.Ledger.Id;
import io.signalbox.jdbc.CommitOutcomeUnknownException;
import io.signalbox.jdbc.SqliteDataSource;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The process whose power is cut, or that is killed: 16 threads that write, transactions of one row and of several, in
 * autocommit too, with checkpoints of all kinds in between, and one thread that reads in long transactions. It prints what
 * came of each, as a {@link Ledger} reads it.
 */
final class CrashLoad {

    static final int THREADS = 16;

    private static final int COMMITS_PER_CHECKPOINT = 40;
    private static final int READS_PER_SNAPSHOT = 20;
    private static final String[] CHECKPOINTS = {"passive", "restart", "passive", "truncate"};

    private final SqliteDataSource dataSource;
    private final boolean early;
    private final AtomicInteger commits = new AtomicInteger();
    private final FileOutputStream output = new FileOutputStream(FileDescriptor.out);
    private volatile boolean done;

    private CrashLoad(SqliteDataSource dataSource, boolean early) {
        this.dataSource = dataSource;
        this.early = early;
    }

    /**
     * The URL; how often the database is opened anew; how many transactions a thread has each time; whether they are
     * acknowledged before they are begun, which is a lie.
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[1]);
        int transactions = Integer.parseInt(arguments[2]);
        for (int round = 0; round < rounds; round++) {
            try (SqliteDataSource dataSource = SqliteDataSource.open(arguments[0])) {
                new CrashLoad(dataSource, Boolean.parseBoolean(arguments[3])).run(transactions);
            }
        }
    }

    private void run(int transactions) throws Exception {
        createTables();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            int first = next(thread);
            writers.add(threads.submit(() -> write(thread, first, transactions)));
        }
        Future<?> reader = threads.submit(this::read);
        for (Future<?> writer : writers) {
            writer.get();
        }
        done = true;
        reader.get();
        threads.shutdown();
    }

    private void createTables() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create table if not exists tx(seq integer primary key, thread, number, parts,"
                    + " unique (thread, number))");
            statement.execute("create table if not exists part(seq, number, ballast, primary key (seq, number))");
            connection.commit();
        }
    }

    private int next(int thread) throws SQLException {
        try (Connection connection = dataSource.getReadOnlyConnection();
                PreparedStatement query =
                        connection.prepareStatement("select coalesce(max(number), 0) + 1 from tx where thread = ?")) {
            query.setInt(1, thread);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private void write(int thread, int first, int transactions) {
        for (int number = first; number - first < transactions; number++) {
            Id id = new Id(thread, number);
            if (early) {
                tell(Ledger.ACKNOWLEDGED, id);
            }
            try {
                commit(id);
                if (!early) {
                    tell(Ledger.ACKNOWLEDGED, id);
                }
                checkpointNowAndThen();
            } catch (SQLException e) {
                tell(CommitOutcomeUnknownException.isCauseOf(e) ? Ledger.UNKNOWN : Ledger.REFUSED, id);
            }
        }
    }

    /** In one write, so that neither the record nor the pipe has a half of it. */
    private void tell(char outcome, Id id) {
        try {
            output.write(Ledger.line(outcome, id).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void commit(Id id) throws SQLException {
        int parts = id.number() % 3 == 0 ? 1 + id.number() % 5 : 0;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(id.number() % 3 == 1);
            long seq = insert(connection, id, parts);
            for (int part = 0; part < parts; part++) {
                insertPart(connection, seq, part);
            }
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }

    private static long insert(Connection connection, Id id, int parts) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into tx(thread, number, parts) values(?, ?, ?) returning seq")) {
            insert.setInt(1, id.thread());
            insert.setInt(2, id.number());
            insert.setInt(3, parts);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void insertPart(Connection connection, long seq, int part) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into part values(?, ?, zeroblob(100 + (? * 37) % 3000))")) {
            insert.setLong(1, seq);
            insert.setInt(2, part);
            insert.setLong(3, seq);
            insert.executeUpdate();
        }
    }

    /** What comes of a checkpoint is no matter; but a failed one is not a failed commit. */
    private void checkpointNowAndThen() {
        int count = commits.incrementAndGet();
        if (count % COMMITS_PER_CHECKPOINT == 0) {
            String kind = CHECKPOINTS[count / COMMITS_PER_CHECKPOINT % CHECKPOINTS.length];
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("pragma wal_checkpoint(" + kind + ")");
            } catch (SQLException e) {
                System.err.println(e);
            }
        }
    }

    private void read() {
        while (!done) {
            try (Connection connection = dataSource.getReadOnlyConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                for (int i = 0; i < READS_PER_SNAPSHOT && !done; i++) {
                    statement.executeQuery("select count(*) from tx").close();
                }
                connection.commit();
            } catch (SQLException e) {
                System.err.println(e);
            }
        }
    }
}
