package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A table of what was measured has the figures of the results that are named before it, and all of its columns have some. */
class PerformancePageTest {

    private static final Path RESULTS = Path.of("src/site/resources/performance");
    private static final String NOT_CORRECT = " *x*";

    /** A row of a table: the cells by the names of their columns. */
    record Measured(String results, List<String> columns, List<String> cells) {

        private String cell(String column, String absent) {
            int index = columns.indexOf(column);
            return index < 0 ? absent : cells.get(index);
        }

        boolean isOf(JsonNode row, String column) {
            String[] workload = cell("workload", "").split(", ", 2);
            String durability = workload.length == 1 ? "POWER_SAFE and FULL" : workload[1];
            return row.get("workload").asText().equals(workload[0])
                    && List.of(durability.split(" and "))
                            .contains(row.get("durability").asText())
                    && row.get("threads")
                            .asText()
                            .equals(cell("threads", workload[0].equals("open-close") ? "1" : "16"))
                    && row.get("rows").asText().equals(cell("users", "1 000").replace(" ", ""))
                    && row.get("system").asText().replace("-crash-safe", "").equals(systemOf(column));
        }

        private static String systemOf(String column) {
            return column.matches("(hikari|c3p0)-.*") ? "hibernate-" + column : column;
        }
    }

    static Stream<Measured> rows() throws IOException {
        List<Measured> rows = new ArrayList<>();
        for (Path page : PagesTest.pages()) {
            List<String> lines = Files.readAllLines(page);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).matches("<!-- \\w+\\.json -->")) {
                    String results = lines.get(i).split(" ")[1];
                    List<String> columns = cells(lines.get(i + 1));
                    for (i += 3; i < lines.size() && lines.get(i).startsWith("|"); i++) {
                        rows.add(new Measured(results, columns, cells(lines.get(i))));
                    }
                }
            }
        }
        return rows.stream();
    }

    /** What the benchmark has written. */
    static JsonNode results(String name) throws IOException {
        return new ObjectMapper().readTree(RESULTS.resolve(name).toFile());
    }

    static List<String> cells(String line) {
        return Stream.of(line.substring(1).split("\\|")).map(String::strip).toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isAsMeasured(Measured row) throws IOException {
        JsonNode results = results(row.results);
        for (int i = 0; i < row.columns.size(); i++) {
            String column = row.columns.get(i);
            if (!List.of("workload", "threads", "users").contains(column)) {
                assertThat(figures(results, row, column))
                        .as("%s of %s", column, row)
                        .containsExactly(row.cells.get(i));
            }
        }
    }

    private static List<String> figures(JsonNode results, Measured row, String column) {
        return StreamSupport.stream(results.spliterator(), false)
                .filter(each -> row.isOf(each, column))
                .map(PerformancePageTest::figure)
                .toList();
    }

    private static String figure(JsonNode row) {
        String tps = figure(row.get("tps").asDouble());
        boolean sound = row.get("correct").asBoolean() && row.get("errors").asLong() == 0;
        return sound ? tps : tps + NOT_CORRECT;
    }

    /** A number as the pages have it. */
    static String figure(double number) {
        return String.format(Locale.ROOT, "%,.0f", number).replace(',', ' ');
    }
}
