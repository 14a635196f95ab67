package io.signalbox.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The figures of all tests of this package, in {@code target/crash/results.json}. */
final class CrashResults {

    private static final Path FILE = Path.of("target", "crash", "results.json");
    private static final Map<String, Long> FIGURES = new TreeMap<>(Map.of(
            "cut_points",
            0L,
            "kills",
            0L,
            "acknowledged_checked",
            0L,
            "acknowledged_lost",
            0L,
            "integrity_failures",
            0L));

    private CrashResults() {}

    static synchronized void add(Map<String, Long> figures) throws IOException {
        figures.forEach((name, figure) -> FIGURES.merge(name, figure, Long::sum));
        Files.createDirectories(FILE.getParent());
        Files.writeString(
                FILE,
                FIGURES.entrySet().stream()
                        .map(figure -> "  \"" + figure.getKey() + "\": " + figure.getValue())
                        .collect(Collectors.joining(",\n", "{\n", "\n}\n")));
    }
}
