package io.signalbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the systems against each other: rounds in turns, each system in a process of its own. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false)
public final class Main implements Callable<Integer> {

    private static final List<String> QUICK_SYSTEMS = List.of(
            "signalbox", "hibernate-hikari-1", "hibernate-hikari-16", "hibernate-hikari-routed", "limit-hibernate");

    @Option(names = "--quick", description = "five systems, five workloads, 16 threads, 1000 users, rounds of 2 s")
    private boolean quick;

    @Option(names = "--systems", split = ",", description = "only these")
    private List<String> systems = List.of();

    @Option(names = "--workloads", split = ",", description = "only these")
    private List<String> workloads = List.of();

    @Option(names = "--threads", split = ",", description = "numbers of threads")
    private List<Integer> threads = List.of();

    @Option(names = "--users", split = ",", description = "numbers of users in the database")
    private List<Integer> users = List.of();

    @Option(names = "--rounds", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--seconds", description = "of each loop of a round; default: 2 with --quick, else 5")
    private Double seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "15",
            description = "seconds, once for each system; default: ${DEFAULT-VALUE}")
    private double warmUp;

    @Option(
            names = "--micro",
            description = "the micro-benchmarks of the connection layer instead, with what they allocate")
    private boolean micro;

    @Option(names = "--login-times", description = "instead, how long logins take that fail, by the reason")
    private boolean loginTimes;

    @Option(names = "--out", defaultValue = "target/bench", description = "default: ${DEFAULT-VALUE}")
    private Path out;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(out);
        if (micro) {
            Micro.run(out.resolve("micro.json"));
            return 0;
        }
        if (loginTimes) {
            LoginTimes.print(out);
            return 0;
        }
        Plan plan = Plan.of(quick, workloads, threads, users, seconds == null ? (quick ? 2 : 5) : seconds);
        for (int count : plan.users()) {
            Path template = SystemProcess.template(out, count);
            Fixture.delete(template);
            Fixture.create(template, count);
        }
        List<Row> rows = measure(plan, systems.isEmpty() ? (quick ? QUICK_SYSTEMS : Stacks.names()) : systems);
        Results results = Results.of(rows);
        results.write(out.resolve("results.json"));
        Report.write(results, out.resolve("report.html"));
        System.out.println(results.table());
        System.out.println(Targets.on(results).table());
        removeTemplates(plan);
        return 0;
    }

    private void removeTemplates(Plan plan) throws IOException {
        for (int count : plan.users()) {
            Fixture.delete(SystemProcess.template(out, count));
        }
    }

    private List<Row> measure(Plan plan, List<String> names) throws IOException, SQLException {
        Map<String, RemoteSystem> processes = new LinkedHashMap<>();
        try {
            for (String name : names) {
                RemoteSystem system = new RemoteSystem(name, out);
                processes.put(name, system);
                for (Request request : plan.warmUp(warmUp)) {
                    system.measure(request);
                }
                System.err.println("warm: " + name);
            }
            return rounds(plan, List.copyOf(processes.values()));
        } finally {
            for (RemoteSystem process : processes.values()) {
                process.close();
            }
        }
    }

    private List<Row> rounds(Plan plan, List<RemoteSystem> all) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Request request : plan.requests()) {
            for (int round = 1; round <= rounds; round++) {
                for (RemoteSystem system : all) {
                    Row row = system.measure(request);
                    rows.add(row);
                    System.err.printf(
                            "%d/%d %-24s %-10s %-5s %4d threads %8d users %10.0f tps%s%n",
                            round,
                            rounds,
                            row.system(),
                            row.workload(),
                            row.durability(),
                            row.threads(),
                            row.rows(),
                            row.tps(),
                            row.isSound() ? "" : " NOT CORRECT");
                }
            }
        }
        return rows;
    }
}
