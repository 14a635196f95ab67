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
 * autocommit too, with checkpoints of all kinds in between, and one thread that reads in long transactions. Where the URL sets a limit
 * for the log, only the database itself makes checkpoints. It prints what came of each, as a {@link Ledger} reads it.
 */
final class CrashLoad {

    static final int THREADS = 16;

    private static final int COMMITS_PER_CHECKPOINT = 40;
    private static final int READS_PER_SNAPSHOT = 20;
    private static final String[] CHECKPOINTS = {"passive", "restart", "passive", "truncate"};

    private final SqliteDataSource dataSource;
    private final boolean early;
    private final boolean checkpoints;
    private final AtomicInteger commits = new AtomicInteger();
    private final FileOutputStream output = new FileOutputStream(FileDescriptor.out);
    private volatile boolean done;

    private CrashLoad(SqliteDataSource dataSource, boolean early, boolean checkpoints) {
        this.dataSource = dataSource;
        this.early = early;
        this.checkpoints = checkpoints;
    }

    /**
     * The URL; how often the database is opened anew; how many transactions a thread has each time; whether they are
     * acknowledged before they are begun, which is a lie.
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[1]);
        int transactions = Integer.parseInt(arguments[2]);
        int[] next = new int[THREADS];
        for (int round = 0; round < rounds; round++) {
            try (SqliteDataSource dataSource = SqliteDataSource.open(arguments[0])) {
                boolean checkpoints = !arguments[0].contains("wal_limit");
                new CrashLoad(dataSource, Boolean.parseBoolean(arguments[3]), checkpoints).run(next, transactions);
            } catch (SQLException e) { // of an open or a close; what comes of transactions is printed
                System.err.println(e);
            }
        }
    }

    /** No number is used twice in one process: what was refused must not seem to have risen. */
    private void run(int[] next, int transactions) throws Exception {
        CrashTables.create(dataSource);
        for (int i = 0; i < THREADS; i++) {
            next[i] = Math.max(next[i], firstFree(i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            int first = next[thread];
            next[thread] += transactions;
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

    private int firstFree(int thread) throws SQLException {
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
                CrashTables.commit(dataSource, id);
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

    /** What comes of a checkpoint is no matter; but a failed one is not a failed commit. */
    private void checkpointNowAndThen() {
        int count = commits.incrementAndGet();
        if (checkpoints && count % COMMITS_PER_CHECKPOINT == 0) {
            String kind = CHECKPOINTS[count / COMMITS_PER_CHECKPOINT % CHECKPOINTS.length];
            try {
                CrashTables.checkpoint(dataSource, kind);
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
