package io.signalbox.jdbc;

import io.signalbox.sqlite.Durability;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

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
            print(round, checkpoints, CommitLatencies.of(engine, threads, time), engine);
        }
    }

    private static void print(int round, Checkpoints checkpoints, CommitLatencies latencies, LoadedEngine engine)
            throws SQLException {
        CheckpointStatistics counted = engine.checkpoints();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.0f | %.3f | %.2f | %.2f | %.2f | %.1f | %d | %d | %.2f |%n",
                round == 0 ? "warm-up" : round,
                checkpoints,
                latencies.perSecond(),
                latencies.millis(0.5),
                latencies.millis(0.999),
                latencies.millis(0.9995),
                latencies.max(),
                engine.longestLog() / 1048576.0,
                counted.checkpoints(),
                counted.restarts(),
                counted.longestHeldMicros() / 1e3);
    }
}
