package io.signalbox;

import static io.signalbox.PerformancePageTest.figure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.PerformancePageTest.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page says of other measurements than rates, and of ratios, is as the results have it, and each result is there. */
class PerformanceFiguresTest {

    private static final Path PAGE = Path.of("src/site/markdown/performance.md");
    private static final List<String> ONE_POOL = List.of("hikari-1", "hikari-16", "c3p0-16");
    private static final double SHARES_DIFFER = 0.05;

    private static List<JsonNode> results(String name) throws IOException {
        return StreamSupport.stream(PerformancePageTest.results(name).spliterator(), false)
                .toList();
    }

    /** The lines of the page that match. */
    private static List<String> page(String pattern) throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches(pattern))
                .toList();
    }

    @Test
    void microBenchmarks() throws IOException {
        List<String> scores = results("micro.json").stream()
                .map(score -> "| `" + score.get("benchmark").asText() + "` | "
                        + figure(score.get("nanos").asDouble()) + " | "
                        + figure(score.get("bytes").asDouble()) + " |")
                .toList();
        assertThat(page("\\| `[A-Z]\\w+\\.\\w+` \\| .*"))
                .extracting(line -> line.replaceFirst("` \\| [^|]+ \\|", "` |"))
                .containsExactlyInAnyOrderElementsOf(scores);
    }

    @Test
    void memoryIsTheMedianOfTheJvms() throws IOException {
        JsonNode units = PerformancePageTest.results("memory.json");
        assertThat(page("\\| Hibernate over `DriverManager`, one connection \\| .*"))
                .singleElement()
                .asString()
                .endsWith(memory(units.get("hibernate")));
        assertThat(page("\\| a writer and four readers \\| .*"))
                .singleElement()
                .asString()
                .endsWith(memory(units.get("signalbox")));
    }

    private static String memory(JsonNode usages) {
        StringBuilder cells = new StringBuilder(" |");
        for (String of : List.of("heapKb", "classesKb", "residentKb", "threads")) {
            double[] sorted = StreamSupport.stream(usages.spliterator(), false)
                    .mapToDouble(usage -> usage.get(of).asDouble())
                    .sorted()
                    .toArray();
            cells.append(' ').append(figure(sorted[sorted.length / 2])).append(" |");
        }
        return cells.toString();
    }

    @ParameterizedTest
    @CsvSource({"hibernate,'Hibernate, a hundred rows a batch'", "jdbc,'batches of JDBC, a hundred rows each'"})
    void whereTheTimeOfAnImportGoes(String by, String title) throws IOException {
        JsonNode profile = PerformancePageTest.results("import-profile.json").get(by);
        assertThat(page("\\| " + title + " .*"))
                .containsExactly("| " + title + " | "
                        + figure(profile.get("rowsPerSecond").asDouble()) + " | "
                        + figure(profile.get("heldMicros").asDouble()) + " | "
                        + figure(profile.get("checkpointMicros").asDouble()) + " |");
    }

    @Test
    void whatWasTried() throws IOException {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (JsonNode outcome : results("tried.json")) {
            String[] says = outcome.get("says").asText().split(": ", 2);
            String name = outcome.get("tried").asText();
            lines.computeIfAbsent("| " + says[0] + " | `" + name + "` | " + says[1] + " | ", each -> new ArrayList<>())
                    .add(change(outcome));
        }
        assertThat(page("\\| \\d{4}-\\d\\d-\\d\\d.*"))
                .containsExactlyInAnyOrderElementsOf(lines.entrySet().stream()
                        .map(line -> line.getKey() + String.join("; ", line.getValue()) + " |")
                        .toList());
    }

    private static String change(JsonNode outcome) {
        JsonNode asItIs = outcome.get("asItIs");
        JsonNode withIt = outcome.get("withIt");
        int threads = asItIs.get("threads").asInt();
        double share = asItIs.get("min_share").asDouble();
        double shareWithIt = withIt.get("min_share").asDouble();
        return asItIs.get("workload").asText() + ", " + asItIs.get("durability").asText()
                + (threads == 16 ? "" : threads == 1 ? ", one thread" : ", " + threads + " threads") + ": "
                + figure(asItIs.get("tps").asDouble()) + " → "
                + figure(withIt.get("tps").asDouble())
                + (Math.abs(share - shareWithIt) < SHARES_DIFFER
                        ? ""
                        : String.format(Locale.ROOT, ", least share %.2f → %.2f", share, shareWithIt));
    }

    /** By its first two lines: what is so with it, and what it is measured by. */
    @Test
    void eachPatchWasMeasuredAndDidAllThatItWasAsked() throws IOException {
        Map<String, List<String>> measured = new LinkedHashMap<>();
        for (JsonNode outcome : results("tried.json")) {
            JsonNode row = outcome.get("withIt");
            assertThat(row.get("correct").asBoolean() && row.get("errors").asInt() == 0)
                    .as("%s", outcome)
                    .isTrue();
            measured.computeIfAbsent(
                            outcome.get("tried").asText() + ".patch "
                                    + outcome.get("says").asText(),
                            each -> new ArrayList<>())
                    .add(row.get("workload").asText() + " "
                            + row.get("durability").asText().replace("_SAFE", "") + " "
                            + row.get("threads").asInt());
        }
        Map<String, List<String>> patches = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(Path.of("src/bench/tried"))) {
            for (Path patch : files.toList()) {
                List<String> lines = Files.readAllLines(patch);
                patches.put(
                        patch.getFileName() + " " + lines.get(0),
                        List.of(lines.get(1).split("; ")));
            }
        }
        assertThat(measured).containsExactlyInAnyOrderEntriesOf(patches);
    }

    /** The rows of the table of ratios, without what was aimed at. */
    static List<List<String>> ratios() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int first = lines.indexOf(
                "| workload | one-pool stacks | hikari-routed | limits | p99.9 against hikari-16 | shares, greatest to least |");
        return lines.subList(first + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> PerformancePageTest.cells(line).stream()
                        .map(cell -> cell.replaceAll(" \\(.*\\)", ""))
                        .toList())
                .toList();
    }

    @Test
    void allWorkloadsWithAnAimHaveRatios() throws IOException {
        assertThat(ratios())
                .extracting(cells -> cells.get(0))
                .containsExactly(
                        "find-by-id",
                        "login",
                        "append",
                        "append, CRASH_SAFE and NORMAL",
                        "register",
                        "mixed",
                        "import");
    }

    @ParameterizedTest
    @MethodSource("ratios")
    void ratiosAreOfTheResults(List<String> cells) throws IOException {
        Cell cell = new Cell(new Measured("full.json", List.of("workload"), cells.subList(0, 1)));
        JsonNode ours = cell.of("signalbox");
        List<Double> onePool = new ArrayList<>();
        for (String system : ONE_POOL) {
            onePool.add(rate(ours) / rate(cell.of(system)));
        }
        double tail = cell.of("hikari-16").get("p999_us").asDouble()
                / ours.get("p999_us").asDouble();
        double shares = ours.get("max_share").asDouble() / ours.get("min_share").asDouble();
        String limit = cells.get(0).equals("import") ? "limit" : "limit-hibernate";
        assertThat(cells.subList(1, 6))
                .containsExactly(
                        ratio(Collections.min(onePool)) + " to " + ratio(Collections.max(onePool)),
                        ratio(rate(ours) / rate(cell.of("hikari-routed"))),
                        "`" + limit + "`: " + ratio(rate(ours) / rate(cell.of(limit))),
                        "1/" + figure(tail),
                        ratio(shares));
    }

    private record Cell(Measured row) {
        JsonNode of(String system) throws IOException {
            return results(row.results()).stream()
                    .filter(each -> row.isOf(each, system))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static double rate(JsonNode row) {
        return row.get("tps").asDouble();
    }

    private static String ratio(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
