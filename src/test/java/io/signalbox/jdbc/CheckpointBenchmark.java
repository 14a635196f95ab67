package io.signalbox.jdbc;

import io.signalbox.Actor;
import io.signalbox.sqlite.Durability;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.LongStream;

/**
 * What it brings that no commit pays for a checkpoint: threads that do nothing but commit one row after the other, where SQLite
 * checkpoints in every commit that finds 1000 pages in the log ({@code IN_COMMITS}, its default), and where a thread of ours does
 * ({@code IN_BACKGROUND}). Prints a table. Not a test:
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dmain.class=io.signalbox.jdbc.CheckpointBenchmark \
 *     -Dexec.args="1 10 3 CRASH_SAFE" 2>/dev/null
 * </pre>
 *
 * The arguments: threads; seconds of a round; rounds; durability, at {@code CRASH_SAFE} nothing else syncs. The two take turns, each
 * on a fresh database, and a round of each is run before to warm up. Latencies are those of whole transactions, in milliseconds; the
 * lengths are in MiB.
 */
final class CheckpointBenchmark {

    private CheckpointBenchmark() {}

    private enum Checkpoints {
        IN_COMMITS,
        IN_BACKGROUND
    }

    public static void main(String[] args) throws Exception {
        int threads = Integer.parseInt(args[0]);
        Duration time = Duration.ofSeconds(Integer.parseInt(args[1]));
        Durability durability = Durability.valueOf(args[3]);
        System.out.println(
                "| round | checkpoints | tx/s | p50 ms | p99.9 | p99.95 | max | longest log | copies | begun anew"
                        + " | longest hold ms |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (int round = 0; round <= Integer.parseInt(args[2]); round++) {
            for (Checkpoints checkpoints : Checkpoints.values()) {
                run(round, checkpoints, threads, time, durability);
            }
        }
    }

    private static void run(int round, Checkpoints checkpoints, int threads, Duration time, Durability durability)
            throws Exception {
        try (LoadedEngine engine = new LoadedEngine(durability)) {
            if (checkpoints == Checkpoints.IN_COMMITS) {
                engine.checkpointingInCommits();
            } else {
                engine.start();
            }
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Actor<long[]>> actors = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                actors.add(Actor.start("committing " + thread, () -> commit(engine, number, start, time)));
            }
            List<long[]> latencies = new ArrayList<>();
            for (Actor<long[]> actor : actors) {
                latencies.add(actor.result(time.multipliedBy(10)));
            }
            print(round, checkpoints, latencies, time, engine);
        }
    }

    private static long[] commit(LoadedEngine engine, int thread, CyclicBarrier start, Duration time) throws Exception {
        long[] latencies = new long[1 << 16];
        int count = 0;
        start.await();
        long end = System.nanoTime() + time.toNanos();
        for (long begun = System.nanoTime(); begun < end; ) {
            engine.insert(thread);
            long now = System.nanoTime();
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            latencies[count++] = now - begun;
            begun = now;
        }
        return Arrays.copyOf(latencies, count);
    }

    private static void print(
            int round, Checkpoints checkpoints, List<long[]> latencies, Duration time, LoadedEngine engine)
            throws SQLException {
        long[] sorted =
                latencies.stream().flatMapToLong(LongStream::of).sorted().toArray();
        CheckpointStatistics counted = engine.checkpoints();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.0f | %.3f | %.2f | %.2f | %.2f | %.1f | %d | %d | %.2f |%n",
                round == 0 ? "warm-up" : round,
                checkpoints,
                sorted.length / (time.toNanos() / 1e9),
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.999)] / 1e6,
                sorted[(int) (sorted.length * 0.9995)] / 1e6,
                sorted[sorted.length - 1] / 1e6,
                engine.longestLog() / 1048576.0,
                counted.checkpoints(),
                counted.restarts(),
                counted.longestHeldMicros() / 1e3);
    }
}
