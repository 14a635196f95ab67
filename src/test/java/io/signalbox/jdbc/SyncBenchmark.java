package io.signalbox.jdbc;

import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.WalSync;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What syncing together brings: threads that do nothing but commit one row after the other, synced by us after the writer was let go
 * ({@code TOGETHER}), by SQLite while it is held ({@code INSIDE}: synchronous=FULL), or not at all ({@code NOT}). Prints a table. Not
 * a test:
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dmain.class=io.signalbox.jdbc.SyncBenchmark \
 *     -Dexec.args="16 10 5" 2>/dev/null
 * </pre>
 *
 * The arguments: threads; seconds of a round; rounds. The rounds of the three take turns, each on a fresh database, and a round
 * of each is run before to warm up. The last lines are the two figures that are promised: throughput against {@code INSIDE}, the
 * median of the rounds; and the latency of a whole transaction that 999 of 1000 do not exceed, against the longest sync of the
 * same round, the worst of the rounds.
 */
final class SyncBenchmark {

    private SyncBenchmark() {}

    private enum Sync {
        TOGETHER,
        INSIDE,
        NOT
    }

    /** Latencies are those of whole transactions, from the connection to the return of its commit; in milliseconds. */
    private record Round(double perSecond, double p50, double p999, double max, double perForce, double longestForce) {}

    public static void main(String[] args) throws Exception {
        int threads = Integer.parseInt(args[0]);
        Duration time = Duration.ofSeconds(Integer.parseInt(args[1]));
        for (Sync sync : Sync.values()) {
            run(sync, threads, time); // warms up
        }
        List<Double> ratios = new ArrayList<>();
        double tail = 0;
        System.out.println("| round | synced | tx/s | p50 ms | p99.9 | max | tx a force | longest force ms |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (int round = 1; round <= Integer.parseInt(args[2]); round++) {
            Round together = print(round, Sync.TOGETHER, run(Sync.TOGETHER, threads, time));
            Round inside = print(round, Sync.INSIDE, run(Sync.INSIDE, threads, time));
            print(round, Sync.NOT, run(Sync.NOT, threads, time));
            ratios.add(together.perSecond() / inside.perSecond());
            tail = Math.max(tail, together.p999() / together.longestForce());
        }
        ratios.sort(null);
        System.out.printf(
                Locale.ROOT,
                "throughput: %.2f x (%.2f to %.2f)%np99.9: at most %.2f x the longest sync%n",
                ratios.get(ratios.size() / 2),
                ratios.get(0),
                ratios.get(ratios.size() - 1),
                tail);
    }

    private static Round print(int number, Sync sync, Round round) {
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %.0f | %.2f | %.2f | %.2f | %.1f | %.2f |%n",
                number,
                sync,
                round.perSecond(),
                round.p50(),
                round.p999(),
                round.max(),
                round.perForce(),
                round.longestForce());
        return round;
    }

    private static Round run(Sync sync, int threads, Duration time) throws Exception {
        AtomicInteger forces = new AtomicInteger();
        AtomicLong longest = new AtomicLong();
        Durability level = sync == Sync.TOGETHER ? Durability.POWER_SAFE : Durability.CRASH_SAFE;
        try (LoadedEngine engine = new LoadedEngine(level, force -> timed(force, forces, longest))) {
            if (sync == Sync.INSIDE) {
                engine.syncingInside();
            }
            forces.set(0);
            longest.set(0);
            return round(CommitLatencies.of(engine, threads, time), forces.get(), longest.get());
        }
    }

    private static WalSync.Force timed(WalSync.Force force, AtomicInteger forces, AtomicLong longest) {
        return () -> {
            long begun = System.nanoTime();
            force.run();
            longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
            forces.incrementAndGet();
        };
    }

    private static Round round(CommitLatencies latencies, int forces, long longest) {
        return new Round(
                latencies.perSecond(),
                latencies.millis(0.5),
                latencies.millis(0.999),
                latencies.max(),
                (double) latencies.count() / Math.max(1, forces),
                longest / 1e6);
    }
}
