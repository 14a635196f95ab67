package io.signalbox.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the processor time of a unit of work, and the rate, change with the users and with the threads; reported, not gated. */
record Growth(List<Factor> all) {

    private static final int THREADS = 16;
    private static final int MANY_THREADS = 256;
    private static final int USERS = 1_000;
    private static final int MANY_USERS = 1_000_000;

    /**
     * One of them.
     *
     * @param cpu the processor time at the greater size, as a multiple of that at the lesser
     * @param rate the rate, likewise
     */
    record Factor(String workload, String system, String durability, String size, double cpu, double rate) {}

    static Growth in(Results results) {
        Growth growth = new Growth(new ArrayList<>());
        for (Row from : results.rows()) {
            if (from.threads() == THREADS && from.rows() == USERS) {
                growth.add(from, find(results, from, MANY_THREADS, USERS), "16 to 256 threads");
                growth.add(from, find(results, from, THREADS, MANY_USERS), "10^3 to 10^6 users");
            }
        }
        return growth;
    }

    private static Optional<Row> find(Results results, Row from, int threads, int users) {
        return results.find(from.system(), from.workload(), from.durability(), threads, users);
    }

    private void add(Row from, Optional<Row> to, String size) {
        to.ifPresent(row -> all.add(new Factor(
                from.workload(),
                from.system(),
                from.durability(),
                size,
                row.cpuUsPerTx() / from.cpuUsPerTx(),
                row.tps() / from.tps())));
    }

    String table() {
        StringBuilder text = new StringBuilder();
        for (Factor factor : all) {
            text.append(String.format(
                    "%-10s %-28s %-10s from %-18s cpu a unit x %6.2f, rate x %5.2f%n",
                    factor.workload(),
                    factor.system(),
                    factor.durability(),
                    factor.size(),
                    factor.cpu(),
                    factor.rate()));
        }
        return text.toString();
    }
}
