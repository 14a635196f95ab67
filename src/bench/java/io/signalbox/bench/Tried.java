package io.signalbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures the library with what was tried, one after the other, each in turns with the library as it is. */
final class Tried {

    private final Path directory;
    private final Rounds.Limits limits;
    private final double seconds;
    private final boolean resume;
    private final long began = System.nanoTime();
    private final List<Outcome> outcomes = new ArrayList<>();
    private boolean failed;

    /**
     * Of one measurement of one variant.
     *
     * @param says what is so with it
     */
    record Outcome(String tried, String says, Row asItIs, Row withIt) {

        private boolean isSound() {
            return asItIs.isSound() && withIt.isSound();
        }

        String line() {
            return String.format(
                    "%-32s %-10s %-10s %3d threads %9.0f with it %9.0f tps x %4.2f, least share %4.2f with it %4.2f%s%n",
                    tried,
                    asItIs.workload(),
                    asItIs.durability(),
                    asItIs.threads(),
                    asItIs.tps(),
                    withIt.tps(),
                    withIt.tps() / asItIs.tps(),
                    asItIs.minShare(),
                    withIt.minShare(),
                    isSound() ? "" : " NOT CORRECT");
        }
    }

    /** {@code limits} are for all of it. */
    Tried(Path directory, Rounds.Limits limits, double seconds, boolean resume) {
        this.directory = directory;
        this.limits = limits;
        this.seconds = seconds;
        this.resume = resume;
    }

    /**
     * Measures those, or all where none is named, prints a table, and writes {@code tried.json}.
     *
     * @return false if one ended of itself or was not correct
     */
    boolean run(List<String> names) throws IOException, SQLException, InterruptedException {
        List<Variant> all = Variant.all(seconds);
        Main.refuseUnknown("variant", names, all.stream().map(Variant::name).toList());
        for (Variant variant : all) {
            if (!names.isEmpty() && !names.contains(variant.name())) {
                continue;
            }
            if (limitsFromNow().seconds() <= 0) {
                System.err.println("The time is up; --resume goes on.");
                break;
            }
            measure(variant);
            Results.write(directory.resolve("tried.json"), outcomes);
        }
        outcomes.forEach(outcome -> System.out.print(outcome.line()));
        return !failed && outcomes.stream().allMatch(Outcome::isSound);
    }

    private void measure(Variant variant) throws IOException, SQLException, InterruptedException {
        Path own = Files.createDirectories(directory.resolve("tried").resolve(variant.name()));
        variant.compile(own);
        Path template = SystemProcess.template(own, Variant.USERS);
        Fixture.create(template, Variant.USERS);
        Plan plan = new Plan(variant.requests(), List.of(Variant.USERS));
        try (Journal journal = Journal.open(own, seconds, resume);
                Rounds rounds =
                        new Rounds(plan, limitsFromNow(), journal, List.of(Stacks.SIGNALBOX, variant.system()))) {
            System.err.println(variant.name() + ": " + rounds.estimate());
            rounds.run(own);
            failed |= rounds.hasFailed();
            add(variant, Results.of(journal.rows()));
        }
        Fixture.delete(template);
    }

    private Rounds.Limits limitsFromNow() {
        double left = limits.seconds() - (System.nanoTime() - began) / 1e9;
        return new Rounds.Limits(limits.rounds(), limits.warmUpSeconds(), left);
    }

    private void add(Variant variant, Results results) {
        for (Request request : variant.requests()) {
            Optional<Row> asItIs = results.find(request.cell(Stacks.SIGNALBOX));
            Optional<Row> withIt = results.find(request.cell(variant.system()));
            if (asItIs.isPresent() && withIt.isPresent()) {
                outcomes.add(new Outcome(variant.name(), variant.says(), asItIs.get(), withIt.get()));
            }
        }
    }
}
