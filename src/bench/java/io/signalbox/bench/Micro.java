package io.signalbox.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The micro-benchmarks, each in two JVMs of its own. */
final class Micro {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Micro() {}

    static void print(Path directory) throws RunnerException, IOException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("io\\.signalbox\\..*MicroBenchmark")
                        .forks(2)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        List<Score> scores = results.stream().map(Score::of).toList();
        Results.write(directory.resolve("micro.json"), scores);
        System.out.printf("%n%-48s %12s %14s %12s%n", "", "ns", "error (99.9%)", "bytes");
        scores.forEach(score -> System.out.println(score.line()));
    }

    /**
     * Of one benchmark, an operation.
     *
     * @param error of the time, with 99.9 % confidence
     * @param bytes allocated
     */
    record Score(String benchmark, double nanos, double error, double bytes) {

        static Score of(RunResult result) {
            String[] names = result.getParams().getBenchmark().split("\\.");
            Result<?> time = result.getPrimaryResult();
            return new Score(
                    names[names.length - 2].replace("MicroBenchmark", "") + "." + names[names.length - 1],
                    time.getScore(),
                    time.getScoreError(),
                    result.getSecondaryResults().get(ALLOCATED).getScore());
        }

        String line() {
            return String.format("%-48s %12.0f %14.0f %12.0f", benchmark, nanos, error, bytes);
        }
    }
}
