package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.text.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command: what it leaves behind, what it tells, and what it refuses. */
@Timeout(60)
class StressCommandTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine commandLine = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        return commandLine.execute(args);
    }

    private List<String> query(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        }
    }

    private Path databaseWith(String... statements) throws SQLException {
        Path file = directory.resolve("app.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return file;
    }

    @Test
    void aRunOnADatabaseInUseAddsUpAndLeavesNothingBehind() throws Exception {
        Path file = databaseWith("create table ledger(n integer)", "insert into ledger values(42)");
        Path json = directory.resolve("figures.json");
        int status = run(
                "stress",
                "--seconds",
                "1",
                "--threads",
                "3",
                "--mix",
                "2:1",
                "--durability",
                "crash_safe",
                "--setting",
                "transaction_mode=UPGRADE",
                "--db",
                file.toString(),
                "--json",
                json.toString());

        assertThat(status).as("%s%s", out, err).isZero();
        assertThat(query(file, "select name from sqlite_schema")).containsExactly("ledger");
        assertThat(query(file, "select n from ledger")).containsExactly("42");
        assertThat(out.toString())
                .contains("3 threads, 1 s, reads to writes 2:1, CRASH_SAFE", "tx/s", "lost updates")
                .matches("[^\\p{Cntrl}]*(\\R[^\\p{Cntrl}]*)*");
        assertThat(err.toString()).isEmpty();
        assertFigures(Json.readObject(json));
    }

    private static void assertFigures(Map<String, Object> figures) {
        assertThat(figures)
                .as("the main job's")
                .containsEntry("duplicates", 0)
                .containsEntry("rejected", 0)
                .containsEntry("lock_errors", 0)
                .containsEntry("lost_updates", 0)
                .containsEntry("threads", 3)
                .containsKeys("wait_p50_us", "wait_p99_us", "wait_max_us", "longest_queue", "min_share", "max_share");
        assertThat(figures)
                .as("its own")
                .containsEntry("errors", 0)
                .containsEntry("unknown_outcomes", 0)
                .containsEntry("torn_reads", 0)
                .containsEntry("integrity", "ok")
                .containsEntry("durability", "CRASH_SAFE")
                .containsEntry("mix", "2:1");
        int writes = (int) figures.get("accepted");
        assertThat(writes).isPositive().isEqualTo(figures.get("writes"));
        assertThat(figures).containsEntry("transactions", writes + (int) figures.get("reads"));
        assertThat((int) figures.get("write_p50_us")).isPositive().isLessThanOrEqualTo((int)
                figures.get("write_max_us"));
    }

    @Test
    void aTableOfAnotherRunIsRefusedAndReplacedWhereThatIsAskedFor() throws Exception {
        Path file = databaseWith("create table signalbox_stress(found)");
        assertThat(run("stress", "--db", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("has a table signalbox_stress already", "--replace");
        assertThat(query(file, "select name from pragma_table_info('signalbox_stress')"))
                .as("the table is untouched")
                .containsExactly("found");

        int status = run("stress", "--seconds", "1", "--db", file.toString(), "--replace", "--keep", "--mix", "0:1");
        assertThat(status).as("%s%s", out, err).isZero();
        assertThat(query(file, "select count(*) from signalbox_stress where counted > 0"))
                .doesNotContain("0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --mix x:y                       | 'x:y' is not READS:WRITES
                    --mix 0:0                       | '0:0' is not READS:WRITES
                    --mix 1001:1                    | '1001:1' is not READS:WRITES
                    --mix 4                         | '4' is not READS:WRITES
                    --seconds 0                     | --seconds must be from 1 to 86400, but is 0
                    --seconds soon                  | 'soon' is not an int
                    --threads 10001                 | --threads must be from 1 to 10000, but is 10001
                    --durability SAFE               | expected one of [POWER_SAFE, CRASH_SAFE]
                    --setting raeders=4             | signalbox.raeders: unknown
                    --setting readers=0             | signalbox.readers: must be
                    --setting durability=CRASH_SAFE | has an option of its own, --durability
                    --json no-such/figures.json     | is in no directory that exists
                    """, quoteCharacter = '"')
    void aWrongArgumentIsRefusedInOneSentence(String args, String sentence) throws Exception {
        Path file = directory.resolve("never.db");
        assertThat(run(("stress --db " + file + " " + args).split(" "))).isEqualTo(2);
        assertThat(err.toString().lines().findFirst().orElse(err.toString()))
                .satisfiesAnyOf(
                        line -> assertThat(line).contains(sentence),
                        line -> assertThat(err.toString())
                                .startsWith("the configuration has")
                                .contains(sentence));
        assertThat(Files.exists(file)).isFalse();
    }

    @Test
    void optionsOfTheMainJobAreRefused() {
        assertThat(run("--threads", "4", "stress")).isEqualTo(2);
        assertThat(err.toString()).contains("options of stress come behind the word stress");
    }

    @Test
    void helpIsGiven() {
        assertThat(run("stress", "--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "--threads",
                        "--seconds",
                        "--db",
                        "--durability",
                        "--mix",
                        "--json",
                        "--keep",
                        "(default: 4:1)");
    }
}
