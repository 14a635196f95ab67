package io.signalbox.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What this library is to reach beside the others: ratios of medians of one run. */
record Targets(List<Target> all) {

    private static final int THREADS = 16;
    private static final int USERS = 1_000;
    private static final String ROUTED = "hibernate-hikari-routed";
    private static final String LIMIT = "limit-hibernate";
    private static final Set<String> ONE_POOL = Set.of(
            "hibernate-hikari-1",
            "hibernate-hikari-16",
            "hibernate-hikari-16-deferred",
            "hibernate-c3p0-16",
            "hibernate-spring");

    /** One of them. */
    record Target(String workload, String against, String what, double wanted, double is) {

        public boolean isReached() {
            return is >= wanted;
        }
    }

    static Targets on(Results results) {
        Targets targets = new Targets(new ArrayList<>());
        targets.rates(results, "find-by-id", Durability.POWER, 3.5, 1.1, 0.9);
        targets.rates(results, "login", Durability.POWER, 3.5, 1.1, 0.9);
        targets.rates(results, "append", Durability.POWER, 3, 3, 0.8);
        targets.tail(results, Durability.POWER);
        targets.rates(results, "register", Durability.POWER, 3, 3, 0.8);
        targets.rates(results, "append", Durability.CRASH, 1.2, 1.0, 0.8);
        targets.tail(results, Durability.CRASH);
        targets.rates(results, "mixed", Durability.POWER, 3, 1.5, 0.8);
        targets.rates(results, "import", Durability.POWER, 1.5, 1.5, 0);
        targets.compare(results, "import", Durability.POWER, "limit", 0.7);
        targets.shares(results);
        return targets;
    }

    private void rates(
            Results results, String workload, Durability durability, double onePool, double routed, double limit) {
        for (String system : ONE_POOL.stream().sorted().toList()) {
            if (isSound(results, system)) {
                compare(results, workload, durability, system, onePool);
            }
        }
        compare(results, workload, durability, ROUTED, routed);
        if (limit > 0) {
            compare(results, workload, durability, LIMIT, limit);
        }
    }

    /** A stack is one configuration for all: one that reports errors anywhere is left out. */
    private static boolean isSound(Results results, String system) {
        return results.rows().stream()
                .filter(row -> row.system().equals(system))
                .allMatch(Row::isSound);
    }

    private void compare(Results results, String workload, Durability durability, String system, double wanted) {
        Optional<Row> ours = ours(results, workload, durability);
        Optional<Row> other = other(results, workload, durability, system);
        if (ours.isPresent() && other.isPresent()) {
            double ratio = ours.get().tps() / other.get().tps();
            all.add(new Target(title(workload, durability), system, "throughput", wanted, ratio));
        }
    }

    private void tail(Results results, Durability durability) {
        Optional<Row> ours = ours(results, "append", durability);
        Optional<Row> other = other(results, "append", durability, "hibernate-hikari-16");
        if (ours.isPresent() && other.isPresent()) {
            double ratio = other.get().p999Us() / ours.get().p999Us();
            all.add(new Target(title("append", durability), "hibernate-hikari-16", "their p99.9 / ours", 20, ratio));
        }
    }

    private void shares(Results results) {
        results.rows().stream()
                .filter(row -> row.system().startsWith("signalbox") && row.threads() == THREADS)
                .filter(row -> Set.of("append", "register").contains(row.workload()))
                .forEach(row -> all.add(new Target(
                        row.workload() + " " + row.durability(),
                        "itself",
                        "least share / largest",
                        1 / 1.10,
                        row.minShare() / row.maxShare())));
    }

    private static String title(String workload, Durability durability) {
        return workload + " " + durability.ours();
    }

    private static Optional<Row> ours(Results results, String workload, Durability durability) {
        return other(results, workload, durability, Stacks.titleOf("signalbox", durability));
    }

    private static Optional<Row> other(Results results, String workload, Durability durability, String system) {
        return results.find(system, workload, durability.of(system), THREADS, USERS);
    }

    String table() {
        StringBuilder text = new StringBuilder();
        for (Target target : all) {
            text.append(String.format(
                    "%-22s against %-28s %-22s wanted %6.2f is %8.2f %s%n",
                    target.workload(),
                    target.against(),
                    target.what(),
                    target.wanted(),
                    target.is(),
                    target.isReached() ? "" : "MISSED"));
        }
        return text.toString();
    }
}
