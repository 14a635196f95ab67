package io.signalbox.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a started engine takes beyond Hibernate: the same unit over Hibernate's own provider for {@code DriverManager} and one
 * connection, and over ours with a writer and four readers, each in fresh JVMs, in turns. The heap of these JVMs is touched
 * as a whole before they begin, so that what differs in their resident size is outside of it.
 */
final class Memory {

    private static final int RUNS = 7;
    private static final int USERS = 1_000;

    private Memory() {}

    static void print(Path directory) throws IOException, SQLException, InterruptedException {
        Path template = SystemProcess.template(directory, USERS);
        Path file = directory.resolve("memory.db");
        Fixture.create(template, USERS);
        Map<String, List<MemoryProcess.Usage>> usages = new LinkedHashMap<>();
        for (int run = 0; run < RUNS; run++) {
            for (String unit : MemoryProcess.UNITS) {
                Fixture.copy(template, file);
                usages.computeIfAbsent(unit, each -> new ArrayList<>()).add(measured(unit, file));
                Fixture.delete(file);
            }
        }
        Fixture.delete(template);
        Results.write(directory.resolve("memory.json"), usages);
        System.out.print(table(usages));
    }

    private static MemoryProcess.Usage measured(String unit, Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Jvm.command());
        command.addAll(List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
        command.addAll(List.of(MemoryProcess.class.getName(), unit, file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(new File(file + ".log")))
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the JVM of " + unit + " failed: see " + file + ".log");
        }
        return new ObjectMapper().readValue(answer, MemoryProcess.Usage.class);
    }

    private static String table(Map<String, List<MemoryProcess.Usage>> usages) {
        StringBuilder text = new StringBuilder(String.format(
                "%-12s %10s %10s %12s %8s   (KiB; medians of %d JVMs)%n",
                "unit", "heap", "classes", "resident", "threads", RUNS));
        usages.forEach((unit, all) -> text.append(String.format(
                "%-12s %10d %10d %12d %8d%n",
                unit,
                median(all, MemoryProcess.Usage::heapKb),
                median(all, MemoryProcess.Usage::classesKb),
                median(all, MemoryProcess.Usage::residentKb),
                median(all, MemoryProcess.Usage::threads))));
        long heap = beyond(usages, MemoryProcess.Usage::heapKb);
        long resident = beyond(usages, MemoryProcess.Usage::residentKb);
        return text.append(String.format(
                        "beyond Hibernate: %d KiB = %d of heap + %d outside of it (%d of that classes)%n",
                        heap + resident, heap, resident, beyond(usages, MemoryProcess.Usage::classesKb)))
                .toString();
    }

    private static long beyond(
            Map<String, List<MemoryProcess.Usage>> usages, ToDoubleFunction<MemoryProcess.Usage> figure) {
        return median(usages.getOrDefault(MemoryProcess.OURS, List.of()), figure)
                - median(usages.getOrDefault(MemoryProcess.HIBERNATE, List.of()), figure);
    }

    private static long median(List<MemoryProcess.Usage> all, ToDoubleFunction<MemoryProcess.Usage> figure) {
        return Math.round(Median.of(all, figure));
    }
}
