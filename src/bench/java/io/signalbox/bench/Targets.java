package io.signalbox.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What this library is to reach beside the others: ratios of medians of one run. What is not correct is no measure. */
record Targets(List<Target> all) {

    private static final int THREADS = 16;
    private static final int USERS = 1_000;
    private static final String ROUTED = "hibernate-hikari-routed";
    private static final String LIMIT = "limit-hibernate";
    private static final List<String> ONE_POOL = List.of(
            "hibernate-c3p0-16",
            "hibernate-hikari-1",
            "hibernate-hikari-16",
            "hibernate-hikari-16-deferred",
            "hibernate-spring-data");
    private static final double EVEN_SHARES = 1.10;

    /**
     * One of them.
     *
     * @param bound "at least" or "at most"
     */
    record Target(String workload, String against, String what, String bound, double wanted, double is) {

        static Target atLeast(String workload, String against, String what, double wanted, double is) {
            return new Target(workload, against, what, "at least", wanted, is);
        }

        static Target atMost(String workload, String against, String what, double wanted, double is) {
            return new Target(workload, against, what, "at most", wanted, is);
        }

        public boolean isReached() {
            return bound.equals("at most") ? is <= wanted : is >= wanted;
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
        results.rows().stream().filter(Row::isOurs).forEach(ours -> targets.everywhere(results, ours));
        return targets;
    }

    private void rates(
            Results results, String workload, Durability durability, double onePool, double routed, double limit) {
        for (String system : ONE_POOL) {
            compare(results, workload, durability, system, onePool);
        }
        compare(results, workload, durability, ROUTED, routed);
        if (limit > 0) {
            compare(results, workload, durability, LIMIT, limit);
        }
    }

    /** What holds for any workload. */
    private void everywhere(Results results, Row ours) {
        if (!ours.isSound()) {
            all.add(Target.atMost(title(ours), "itself", "wrong results", 0, Math.max(1, ours.errors())));
        }
        if (ours.threads() == 1 && ours.rows() == USERS) {
            ONE_POOL.forEach(system -> compare(results, ours, system, 1));
            compare(results, ours, ROUTED, 1);
        }
        if (ours.rows() == USERS
                && (ours.threads() == THREADS || ours.workload().equals(Request.OPEN_CLOSE))) {
            compare(results, ours, Python.SYSTEM, 10);
        }
        if (ours.rows() == USERS && ours.threads() == THREADS && Workload.writes(ours.workload())) {
            double ratio = ours.maxShare() / ours.minShare();
            all.add(Target.atMost(title(ours), "itself", "greatest share / least", EVEN_SHARES, ratio));
        }
    }

    /** A stack is one configuration for all: one that reports errors anywhere is left out. */
    private static boolean isSound(Results results, String system) {
        return results.rows().stream()
                .filter(row -> row.system().equals(system))
                .allMatch(Row::isSound);
    }

    private void compare(Results results, String workload, Durability durability, String system, double wanted) {
        ours(results, workload, durability).ifPresent(ours -> compare(results, ours, system, wanted));
    }

    private void compare(Results results, Row ours, String system, double wanted) {
        if (isSound(results, system)) {
            other(results, ours, system)
                    .ifPresent(other -> all.add(
                            Target.atLeast(title(ours), system, "throughput", wanted, ours.tps() / other.tps())));
        }
    }

    private void tail(Results results, Durability durability) {
        String system = "hibernate-hikari-16";
        ours(results, "append", durability)
                .ifPresent(ours -> other(results, ours, system)
                        .ifPresent(other -> all.add(Target.atLeast(
                                title(ours), system, "their p99.9 / ours", 20, other.p999Us() / ours.p999Us()))));
    }

    private static String title(Row ours) {
        return ours.workload() + " " + ours.durability() + (ours.threads() == 1 ? ", 1 thread" : "");
    }

    private static Optional<Row> ours(Results results, String workload, Durability durability) {
        String system = Stacks.titleOf("signalbox", durability);
        return results.find(system, workload, durability.of(system), THREADS, USERS);
    }

    /** The same cell of another system. */
    private static Optional<Row> other(Results results, Row ours, String system) {
        Durability durability = ours.durability().equals(Durability.POWER.ours()) ? Durability.POWER : Durability.CRASH;
        return results.find(system, ours.workload(), durability.of(system), ours.threads(), ours.rows());
    }

    String table() {
        StringBuilder text = new StringBuilder();
        for (Target target : all) {
            text.append(String.format(
                    "%-34s against %-28s %-22s wanted %-8s %6.2f is %8.2f %s%n",
                    target.workload(),
                    target.against(),
                    target.what(),
                    target.bound(),
                    target.wanted(),
                    target.is(),
                    target.isReached() ? "" : "MISSED"));
        }
        return text.toString();
    }
}
