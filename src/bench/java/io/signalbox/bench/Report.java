package io.signalbox.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The results as a page with charts, which needs no other file. */
final class Report {

    private static final String CHART_JS = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

    private Report() {}

    static void write(Results results, List<String> environment, Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Files.writeString(
                file,
                resource("report.html")
                        .replace("ROWS_JSON", json.writeValueAsString(results.rows()))
                        .replace(
                                "TARGETS_JSON",
                                json.writeValueAsString(Targets.on(results).all()))
                        .replace(
                                "GROWTH_JSON",
                                json.writeValueAsString(Growth.in(results).all()))
                        .replace("ENVIRONMENT_JSON", json.writeValueAsString(environment))
                        .replace("CHART_JS", resource(CHART_JS).replace("//# sourceMappingURL", "// source:")));
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Report.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException(name + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
