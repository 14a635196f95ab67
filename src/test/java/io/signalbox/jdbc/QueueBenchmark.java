package io.signalbox.jdbc;

import io.signalbox.Actor;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What overtaking costs and brings: threads that write one row a transaction, through connections as the data source gives
 * them, with one bound of overtaking after the other. Prints a table. Not a test:
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dmain.class=io.signalbox.jdbc.QueueBenchmark \
 *     -Dexec.args="POWER_SAFE:400,CRASH_SAFE:10000 0,1,2,4,8,16 1,5,10,50 16 5" 2>/dev/null
 * </pre>
 *
 * The arguments: durability levels, each with the number of transactions after which the first thread has finished;
 * overtakes; patience in milliseconds; threads; rounds. The rounds take turns, and each figure is the median of its rounds.
 */
final class QueueBenchmark {

    private static final String LINE =
            "| %-10s | %3d | %5d | %8.0f | %6.2f | %6.2f | %6.2f | %7.2f | %5.2f | %4.1f | %5.1f |%n";

    private QueueBenchmark() {}

    private record Setup(Durability durability, int transactions, int maxOvertakes, Duration patience) {}

    /** Times in milliseconds; {@code bound} is p99.9 in units of mean hold times mean queue length. */
    private record Figures(
            double perSecond,
            double p50,
            double p99,
            double p999,
            double max,
            double shares,
            double queue,
            double bound) {

        static Figures median(List<Figures> rounds) {
            return new Figures(
                    median(rounds.stream().map(Figures::perSecond)),
                    median(rounds.stream().map(Figures::p50)),
                    median(rounds.stream().map(Figures::p99)),
                    median(rounds.stream().map(Figures::p999)),
                    median(rounds.stream().map(Figures::max)),
                    median(rounds.stream().map(Figures::shares)),
                    median(rounds.stream().map(Figures::queue)),
                    median(rounds.stream().map(Figures::bound)));
        }

        private static double median(Stream<Double> values) {
            List<Double> sorted = values.sorted(Comparator.naturalOrder()).toList();
            return sorted.get(sorted.size() / 2);
        }
    }

    public static void main(String[] args) throws Exception {
        List<Setup> setups = new ArrayList<>();
        for (String level : args[0].split(",")) {
            String[] durability = level.split(":");
            for (String patience : args[2].split(",")) {
                for (String overtakes : args[1].split(",")) {
                    setups.add(new Setup(
                            Durability.valueOf(durability[0]),
                            Integer.parseInt(durability[1]),
                            Integer.parseInt(overtakes),
                            Duration.ofMillis(Integer.parseInt(patience))));
                }
            }
        }
        int threads = Integer.parseInt(args[3]);
        run(setups.get(setups.size() - 1), threads); // warms up

        List<List<Figures>> figures = new ArrayList<>();
        setups.forEach(setup -> figures.add(new ArrayList<>()));
        for (int round = 0; round < Integer.parseInt(args[4]); round++) {
            for (int i = 0; i < setups.size(); i++) {
                figures.get(i).add(run(setups.get(i), threads));
            }
        }
        System.out.println(
                "| durability |   k |  t ms |    tx/s | p50 ms |    p99 |  p99.9 |     max | share | queue | bound |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (int i = 0; i < setups.size(); i++) {
            print(setups.get(i), Figures.median(figures.get(i)));
        }
    }

    private static void print(Setup setup, Figures seen) {
        System.out.printf(
                Locale.ROOT,
                LINE,
                setup.durability(),
                setup.maxOvertakes(),
                setup.patience().toMillis(),
                seen.perSecond(),
                seen.p50(),
                seen.p99(),
                seen.p999(),
                seen.max(),
                seen.shares(),
                seen.queue(),
                seen.bound());
    }

    private static Figures run(Setup setup, int threads) throws Exception {
        Path directory = Files.createTempDirectory("signalbox-benchmark-");
        Path file = directory.resolve("b.db");
        SqliteConfiguration configuration = SqliteConfiguration.parse(
                "jdbc:sqlite:" + file,
                Map.of("signalbox.durability", setup.durability(), "signalbox.write_timeout", "10m"));
        Engine engine = new Engine(configuration, DatabaseFiles.at(file), setup.maxOvertakes(), setup.patience());
        try {
            execute(engine, "create table t(id integer primary key, thread integer, text text)");
            return run(new Timed(engine), threads, setup.transactions());
        } finally {
            engine.close();
            Files.delete(file);
            Files.deleteIfExists(directory.resolve("b.db.lock"));
            Files.delete(directory);
        }
    }

    private static void execute(LeaseSource source, String sql) throws SQLException {
        try (Connection connection = new LazyConnection(source, false)) {
            connection.createStatement().execute(sql);
        }
    }

    private static Figures run(Timed source, int threads, int transactions) throws Exception {
        long[] done = new long[threads];
        long[] shares = new long[threads];
        AtomicBoolean first = new AtomicBoolean();
        CyclicBarrier start = new CyclicBarrier(threads, source::start);
        List<Actor<Void>> writers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int writer = i;
            writers.add(Actor.does("writer " + i, () -> {
                start.await();
                while (!first.get() && done[writer] < transactions) {
                    insert(source, writer);
                    done[writer]++;
                }
                if (first.compareAndSet(false, true)) {
                    source.stop();
                    System.arraycopy(done, 0, shares, 0, threads);
                }
            }));
        }
        for (Actor<Void> writer : writers) {
            writer.result();
        }
        long total = Arrays.stream(shares).sum();
        double min = Math.max(1, Arrays.stream(shares).min().orElseThrow());
        return source.figures(total, Arrays.stream(shares).max().orElseThrow() / min);
    }

    private static void insert(LeaseSource source, int thread) throws SQLException {
        try (Connection connection = new LazyConnection(source, false)) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into t(thread, text) values(?, ?)")) {
                insert.setInt(1, thread);
                insert.setString(2, "a row of an ordinary length, as such rows are");
                insert.executeUpdate();
            }
            connection.commit();
        }
    }

    /** The engine, with a clock on those who wait for the writer. */
    private static final class Timed implements LeaseSource {
        private final Engine engine;
        private final Histogram waits =
                new ConcurrentHistogram(Duration.ofHours(1).toNanos(), 3);
        private volatile long started;
        private volatile long ended;

        Timed(Engine engine) {
            this.engine = engine;
        }

        void start() {
            waits.reset();
            started = System.nanoTime();
        }

        void stop() {
            ended = System.nanoTime();
        }

        @Override
        public Lease reader(Deadline deadline, String statement) throws SQLException {
            return engine.reader(deadline, statement);
        }

        @Override
        public Lease writer(Deadline deadline, String statement) throws SQLException {
            long begun = System.nanoTime();
            Lease lease = engine.writer(deadline, statement);
            waits.recordValue(System.nanoTime() - begun);
            return lease;
        }

        @Override
        public SqliteConfiguration configuration() {
            return engine.configuration();
        }

        Figures figures(long total, double shares) {
            double elapsed = ended - started;
            double hold = elapsed / total; // the writer is never idle but for the hand-over, which counts
            double queue = waits.getMean() * total / elapsed; // Little's law
            return new Figures(
                    total * 1e9 / elapsed,
                    waits.getValueAtPercentile(50) / 1e6,
                    waits.getValueAtPercentile(99) / 1e6,
                    waits.getValueAtPercentile(99.9) / 1e6,
                    waits.getMaxValue() / 1e6,
                    shares,
                    queue,
                    waits.getValueAtPercentile(99.9) / (hold * queue));
        }
    }
}
