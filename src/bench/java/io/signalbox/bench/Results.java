package io.signalbox.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The medians of all rounds. */
record Results(List<Row> rows) {

    static Results of(List<Row> all) {
        Map<String, List<Row>> cells =
                all.stream().collect(Collectors.groupingBy(Row::cell, LinkedHashMap::new, Collectors.toList()));
        return new Results(cells.values().stream().map(Results::median).toList());
    }

    private static Row median(List<Row> rounds) {
        Row first = rounds.get(0);
        return new Row(
                first.system(),
                first.workload(),
                first.durability(),
                first.threads(),
                first.rows(),
                Median.of(rounds, Row::tps),
                Median.of(rounds, Row::p50Us),
                Median.of(rounds, Row::p99Us),
                Median.of(rounds, Row::p999Us),
                Median.of(rounds, Row::maxUs),
                rounds.stream().mapToLong(Row::errors).sum(),
                Median.of(rounds, Row::minShare),
                Median.of(rounds, Row::maxShare),
                Median.of(rounds, Row::cpuUsPerTx),
                Median.of(rounds, Row::peakRssMb),
                rounds.stream().allMatch(Row::correct),
                rounds.size(),
                rounds.stream().mapToDouble(Row::tps).min().orElseThrow(),
                rounds.stream().mapToDouble(Row::tps).max().orElseThrow());
    }

    Optional<Row> find(String system, String workload, String durability, int threads, int rows) {
        return find(Row.cell(system, workload, durability, threads, rows));
    }

    /** By {@link Row#cell()}. */
    Optional<Row> find(String cell) {
        return rows.stream().filter(row -> row.cell().equals(cell)).findFirst();
    }

    void write(Path file) throws IOException {
        write(file, rows);
    }

    /** Whatever was measured, as JSON. */
    static void write(Path file, Object measured) throws IOException {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), measured);
    }

    /** As text, the fastest of each workload first. */
    String table() {
        StringBuilder text = new StringBuilder();
        rows.stream()
                .sorted(Comparator.comparing(Row::workload)
                        .thenComparing(Row::rows)
                        .thenComparing(Row::threads)
                        .thenComparing(Comparator.comparingDouble(Row::tps).reversed()))
                .forEach(row -> text.append(String.format(
                        "%-10s %-28s %-10s %4d threads %8d users %10.0f tps (%.0f to %.0f) p50 %.0f p99 %.0f p99.9 %.0f"
                                + " max %.0f us, shares %.2f to %.2f, cpu %.0f us%s%n",
                        row.workload(),
                        row.system(),
                        row.durability(),
                        row.threads(),
                        row.rows(),
                        row.tps(),
                        row.tpsMin(),
                        row.tpsMax(),
                        row.p50Us(),
                        row.p99Us(),
                        row.p999Us(),
                        row.maxUs(),
                        row.minShare(),
                        row.maxShare(),
                        row.cpuUsPerTx(),
                        row.isSound() ? "" : ", NOT CORRECT: " + row.errors() + " errors")));
        return text.toString();
    }
}
