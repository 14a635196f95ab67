package io.signalbox.jdbc;

import io.signalbox.WritingLoad.Shares;
import io.signalbox.jdbc.LoadedEngine.Transactions;
import io.signalbox.sqlite.Durability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What overtaking costs and brings: threads that do nothing but write, with one bound of overtaking after the other. Prints a table. Not a test:
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dmain.class=io.signalbox.jdbc.QueueBenchmark \
 *     -Dexec.args="OF_A_ROW POWER_SAFE:500,CRASH_SAFE:5000 16,64 0,1,2,4 1,10 5" 2>/dev/null
 * </pre>
 *
 * The arguments: the transactions; durability levels, each with the number of transactions of a thread; threads; overtakes; patience in
 * milliseconds; rounds. The rounds take turns, and each figure is the median of its rounds.
 */
final class QueueBenchmark {

    private QueueBenchmark() {}

    private record Setup(
            Transactions what,
            Durability durability,
            int transactions,
            int threads,
            int maxOvertakes,
            Duration patience) {}

    public static void main(String[] args) throws Exception {
        List<Setup> setups = setups(Transactions.valueOf(args[0]), args[1], args[2], args[3], args[4]);
        run(setups.get(setups.size() - 1)); // warms up
        List<List<Shares>> seen = Stream.generate(() -> (List<Shares>) new ArrayList<Shares>())
                .limit(setups.size())
                .toList();
        for (int round = 0; round < Integer.parseInt(args[5]); round++) {
            for (int i = 0; i < setups.size(); i++) {
                seen.get(i).add(run(setups.get(i)));
            }
        }
        System.out.println(
                "| durability | threads | k | t ms | tx/s | p50 ms | p99 | p99.9 | max | ratio | hold µs | tail |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (int i = 0; i < setups.size(); i++) {
            print(setups.get(i), seen.get(i));
        }
    }

    private static List<Setup> setups(
            Transactions what, String levels, String threads, String overtakes, String patience) {
        List<Setup> setups = new ArrayList<>();
        for (String level : levels.split(",")) {
            for (String t : threads.split(",")) {
                for (String millis : patience.split(",")) {
                    for (String k : overtakes.split(",")) {
                        setups.add(new Setup(
                                what,
                                Durability.valueOf(level.split(":")[0]),
                                Integer.parseInt(level.split(":")[1]),
                                Integer.parseInt(t),
                                Integer.parseInt(k),
                                Duration.ofMillis(Integer.parseInt(millis))));
                    }
                }
            }
        }
        return setups;
    }

    private static void print(Setup setup, List<Shares> seen) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.0f | %.2f | %.2f | %.2f | %.2f | %.3f | %.0f | %.1f |%n",
                setup.durability(),
                setup.threads(),
                setup.maxOvertakes(),
                setup.patience().toMillis(),
                median(seen, Shares::perSecond),
                median(seen, shares -> shares.writer().waitP50Micros() / 1e3),
                median(seen, shares -> shares.writer().waitP99Micros() / 1e3),
                median(seen, shares -> shares.writer().waitP999Micros() / 1e3),
                median(seen, shares -> shares.writer().waitMaxMicros() / 1e3),
                median(seen, Shares::ratio),
                median(seen, Shares::meanHold),
                median(seen, Shares::tail));
    }

    private static double median(List<Shares> seen, ToDoubleFunction<Shares> figure) {
        return seen.stream().mapToDouble(figure).sorted().toArray()[seen.size() / 2];
    }

    private static Shares run(Setup setup) throws Exception {
        try (LoadedEngine engine = new LoadedEngine(setup.durability(), setup.maxOvertakes(), setup.patience())) {
            return engine.run(setup.threads(), setup.transactions(), Duration.ZERO, setup.what());
        }
    }
}
