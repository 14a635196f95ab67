package io.signalbox.bench;

import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The micro-benchmarks, each in two JVMs of its own. */
final class Micro {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Micro() {}

    static void run(Path json) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("io\\.signalbox\\..*MicroBenchmark")
                        .forks(2)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .resultFormat(ResultFormatType.JSON)
                        .result(json.toString())
                        .build())
                .run();
        System.out.printf("%n%-48s %12s %14s %12s%n", "", "ns", "error (99.9%)", "bytes");
        results.forEach(result -> System.out.println(line(result)));
    }

    private static String line(RunResult result) {
        String[] names = result.getParams().getBenchmark().split("\\.");
        String name = names[names.length - 2].replace("MicroBenchmark", "") + "." + names[names.length - 1];
        Result<?> time = result.getPrimaryResult();
        double bytes = result.getSecondaryResults().get(ALLOCATED).getScore();
        return String.format("%-48s %12.0f %14.0f %12.0f", name, time.getScore(), time.getScoreError(), bytes);
    }
}
