package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The times that other pages than that of performance tell are those that the benchmark has written. */
class MeasuredTimesTest {

    private static String page(String name) throws IOException {
        return Files.readString(Path.of("src/site/markdown", name));
    }

    @ParameterizedTest
    @CsvSource({"POWER_SAFE,POWER_SAFE", "CRASH_SAFE,'CRASH_SAFE, where no commit waits for the disk'"})
    void aHundredUpdates(String durability, String title) throws IOException {
        JsonNode times = PerformancePageTest.results("one-transaction.json").get(durability);
        double own = times.get("eachItsOwn").asDouble();
        double one = times.get("allInOne").asDouble();
        assertThat(page("answers.md"))
                .contains(String.format(
                        Locale.ROOT, "| %s | %.1f ms | %.1f ms | %.1f times |", title, own, one, own / one));
    }

    @Test
    void loginsThatFail() throws IOException {
        JsonNode times = PerformancePageTest.results("login-times.json");
        assertThat(page("identity.md"))
                .contains(String.format(
                        Locale.ROOT,
                        "unknown %.2f ms, wrong password %.2f, disabled %.2f, locked %.2f",
                        times.get("unknown").get("median").asDouble(),
                        times.get("wrong").get("median").asDouble(),
                        times.get("disabled").get("median").asDouble(),
                        times.get("locked").get("median").asDouble()));
    }

    @Test
    void anImportOfUsers() throws IOException {
        JsonNode rates = PerformancePageTest.results("user-import.json");
        assertThat(page("identity.md"))
                .contains(String.format(
                        Locale.ROOT,
                        "%.0f 000 a second, and %.0f 000 by prepared inserts of the same rows through the driver alone",
                        rates.get("services").asDouble() / 1000,
                        rates.get("driver").asDouble() / 1000));
    }
}
