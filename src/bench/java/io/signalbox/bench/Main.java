package io.signalbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

    @Option(names = "--seconds", description = "of each loop of a round; default: 2 with --quick, else 3")
    private Double seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "seconds, once for each system; default: ${DEFAULT-VALUE}")
    private double warmUp;

    @Option(names = "--minutes", description = "no measurement is begun that would end later; --resume goes on")
    private Double minutes;

    @Option(names = "--resume", description = "what an earlier run of the same --seconds measured counts")
    private boolean resume;

    private @Nullable Alone alone;

    /** What is measured for itself, and writes its results into the directory. */
    @FunctionalInterface
    private interface Alone {
        void print(Path directory) throws Exception;
    }

    @Option(
            names = "--micro",
            description = "the micro-benchmarks of the connection layer instead, with what they allocate")
    private void micro(boolean wanted) {
        alone = wanted ? Micro::print : alone;
    }

    @Option(names = "--memory", description = "instead, what a started engine takes beyond Hibernate")
    private void memory(boolean wanted) {
        alone = wanted ? Memory::print : alone;
    }

    @Option(names = "--one-transaction", description = "instead, what a hundred updates gain by being one transaction")
    private void oneTransaction(boolean wanted) {
        alone = wanted ? OneTransaction::print : alone;
    }

    @Option(names = "--login-times", description = "instead, how long logins take that fail, by the reason")
    private void loginTimes(boolean wanted) {
        alone = wanted ? LoginTimes::print : alone;
    }

    @Option(names = "--user-import", description = "instead, how many users a second the identity services import")
    private void userImport(boolean wanted) {
        alone = wanted ? UserImport::print : alone;
    }

    @Option(names = "--import-profile", description = "instead, where the time of an import goes")
    private void importProfile(boolean wanted) {
        alone = wanted ? ImportProfile::print : alone;
    }

    @Option(
            names = "--tried",
            arity = "0..*",
            split = ",",
            description = "instead, the library with each patch of src/bench/tried, or only these, beside it as it is")
    private @Nullable List<String> tried;

    @Option(names = "--out", defaultValue = "target/bench", description = "default: ${DEFAULT-VALUE}")
    private Path out;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(out);
        if (alone != null) {
            alone.print(out);
            return 0;
        }
        if (tried != null) {
            return new Tried(out, limits(), loopSeconds(), resume).run(tried) ? 0 : 1;
        }
        return compare();
    }

    private double loopSeconds() {
        return seconds == null ? (quick ? 2 : 3) : seconds;
    }

    private Rounds.Limits limits() {
        return new Rounds.Limits(rounds, warmUp, minutes == null ? Double.MAX_VALUE : minutes * 60);
    }

    private int compare() throws Exception {
        refuseUnknown("system", systems, Stacks.names());
        refuseUnknown("workload", workloads, Plan.workloads());
        double loop = loopSeconds();
        Plan plan = Plan.of(quick, workloads, threads, users, loop);
        List<String> environment = Environment.describe();
        environment.forEach(System.err::println);
        boolean failed;
        List<Row> rows;
        try (Journal journal = Journal.open(out, loop, resume)) {
            failed = measure(plan, journal);
            rows = journal.rows();
        }
        Results results = Results.of(rows);
        results.write(out.resolve("results.json"));
        Report.write(results, environment, out.resolve("report.html"));
        System.out.println(results.table());
        System.out.println(Growth.in(results).table());
        System.out.println(Targets.on(results).table());
        return failed || results.rows().stream().anyMatch(row -> row.isOurs() && !row.isSound()) ? 1 : 0;
    }

    static void refuseUnknown(String what, List<String> asked, List<String> known) {
        for (String name : asked) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("no such " + what + " here: " + name + "; there are " + known);
            }
        }
    }

    private boolean measure(Plan plan, Journal journal) throws IOException, SQLException {
        List<String> names = systems.isEmpty() ? (quick ? QUICK_SYSTEMS : Stacks.names()) : systems;
        try (Rounds run = new Rounds(plan, limits(), journal, names)) {
            System.err.println(run.estimate());
            for (int count : plan.users()) {
                Fixture.create(SystemProcess.template(out, count), count);
            }
            run.run(out);
            return run.hasFailed();
        } finally {
            for (int count : plan.users()) {
                Fixture.delete(SystemProcess.template(out, count));
            }
        }
    }
}
