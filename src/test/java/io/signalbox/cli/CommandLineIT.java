package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.cli.PackagedCommandLine.Run;
import io.signalbox.text.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command-line jar, run as a user runs it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CommandLineIT {

    @TempDir
    Path directory;

    private Run run(String... args) throws IOException, InterruptedException {
        return PackagedCommandLine.run(directory, args);
    }

    @Test
    void theMainJobWithTheSampleInTheJarAddsUp() throws Exception {
        Path json = directory.resolve("figures.json");
        Run run = run("--json", json.toString());
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).contains("Three things to try next").doesNotContain("WARN");
        Map<String, Object> figures = Json.readObject(json);
        assertThat(figures)
                .containsEntry("accepted", 4970)
                .containsEntry("duplicates", 25)
                .containsEntry("rejected", 5)
                .containsEntry("lock_errors", 0)
                .containsEntry("lost_updates", 0)
                .containsEntry("threads", 16)
                .containsKeys("transactions", "wait_p50_us", "wait_p99_us", "wait_max_us", "longest_queue");
        int smallest = (int) figures.get("min_share");
        int largest = (int) figures.get("max_share");
        assertThat(smallest * 100 / largest)
                .as("smallest share in percent of the largest")
                .isGreaterThanOrEqualTo(80);
    }

    @Test
    void helpIsGiven() throws Exception {
        Run run = run("--help");
        assertThat(run.status()).isZero();
        assertThat(run.output()).contains("--threads", "--users", "--db", "--json");
    }

    @Test
    void aWrongArgumentIsRefusedInOneSentence() throws Exception {
        assertRefused("--threads must be from 1 to 10000", "--threads", "0");
        assertRefused("Possible solutions: --threads", "--thread", "4");
        assertRefused("no-such.csv is not a file", "--users", "no-such.csv");
        Path existing = Files.createFile(directory.resolve("existing.db"));
        assertRefused("exists already", "--db", existing.toString());
    }

    private void assertRefused(String sentence, String... args) throws Exception {
        Run run = run(args);
        assertThat(run.status()).as(run.output()).isEqualTo(2);
        assertThat(run.output()).contains(sentence);
    }

    @Test
    void aFileThatIsNoUsersFileFailsWithItsName() throws Exception {
        Path users = Files.writeString(directory.resolve("other.csv"), "name\nsomebody\n");
        Run run = run("--users", users.toString());
        assertThat(run.status()).as(run.output()).isEqualTo(1);
        assertThat(run.output()).contains("other.csv");
    }
}
