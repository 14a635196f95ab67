package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.signalbox.Actor;
import io.signalbox.PlainProcess;
import io.signalbox.cli.PackagedCommandLine.Run;
import io.signalbox.text.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command as it is packaged, on a database that is in use: other processes with the plain driver write into the same
 * rows. {@code -Pfull} has 256 threads, four of those processes, and half a minute.
 */
@Timeout(600)
class StressIT {

    private static final boolean FULL = Boolean.getBoolean("signalbox.it.full");
    private static final String THREADS = FULL ? "256" : "64";
    private static final String SECONDS = FULL ? "30" : "4";
    private static final int OTHERS = FULL ? 4 : 2;

    @TempDir
    Path directory;

    @Test
    void nothingIsLostWhileOtherProcessesWrite() throws Exception {
        Path file = directory.resolve("app.db");
        List<PlainProcess> others = new ArrayList<>();
        try {
            for (int i = 0; i < OTHERS; i++) {
                others.add(PlainProcess.on(file));
            }
            others.get(0).execute("pragma journal_mode = wal");
            others.get(0).execute("create table ledger(n integer)");

            Path json = directory.resolve("figures.json");
            Actor<Run> command = Actor.start("the command", () -> stress(file, json));
            List<Actor<Long>> counting = new ArrayList<>();
            for (PlainProcess other : others) {
                counting.add(Actor.start("the other process", () -> countUntilTheEndOf(command, other)));
            }
            Run run = command.result(Duration.ofMinutes(5));
            long counted = 0;
            for (Actor<Long> actor : counting) {
                counted += actor.result();
            }

            assertAllIsWell(run, Json.readObject(json));
            assertThat(run.output()).contains("tx/s");
            assertThat(counted).as("transactions of the other processes").isPositive();
            assertThat(number(file, "select sum(others) from signalbox_stress")).isEqualTo(2 * counted);
            assertThat(number(file, "select count(*) from ledger")).isZero();
            System.out.printf("%s%d transactions of %d other processes%n", run.output(), counted, OTHERS);
        } finally {
            for (PlainProcess other : others) {
                other.close();
            }
        }
    }

    private Run stress(Path file, Path json) throws IOException, InterruptedException {
        return PackagedCommandLine.run(
                directory,
                "stress",
                "--threads",
                THREADS,
                "--seconds",
                SECONDS,
                "--mix",
                "1:1",
                "--db",
                file.toString(),
                "--keep",
                "--json",
                json.toString());
    }

    /** Returns how often it has counted in both rows of a pair. */
    private static long countUntilTheEndOf(Actor<Run> command, PlainProcess other) throws IOException {
        Actor.until(
                "the table is there", () -> hasTable(other) || !command.thread().isAlive());
        long counted = 0;
        while (command.thread().isAlive()) {
            long pair = counted % StressTable.PAIRS;
            other.execute("begin immediate");
            other.execute("update signalbox_stress set others = others + 1 where id in (%d, %d)"
                    .formatted(pair, pair + StressTable.PAIRS));
            other.execute("commit");
            counted++;
        }
        return counted;
    }

    private static boolean hasTable(PlainProcess other) {
        try {
            other.execute("select 1 from signalbox_stress");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void assertAllIsWell(Run run, Map<String, Object> figures) {
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(figures)
                .containsEntry("lost_updates", 0)
                .containsEntry("duplicates", 0)
                .containsEntry("torn_reads", 0)
                .containsEntry("lock_errors", 0)
                .containsEntry("errors", 0)
                .containsEntry("unknown_outcomes", 0)
                .containsEntry("integrity", "ok")
                .containsEntry("ended_early", false)
                .containsEntry("threads", Integer.valueOf(THREADS));
        assertThat((Integer) figures.get("accepted")).isPositive();
    }

    private static long number(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.getLong(1);
        }
    }

    @Test
    void whoIsToldToEndTellsWhatItCameTo() throws Exception {
        assumeTrue(
                ProcessHandle.current().supportsNormalTermination(), "a process can only be ended here, not asked to");
        Path file = directory.resolve("app.db");
        Path json = directory.resolve("figures.json");
        Process process = PackagedCommandLine.command(
                        directory, "stress", "--seconds", "10", "--db", file.toString(), "--json", json.toString())
                .start();
        StringBuilder printed = new StringBuilder();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                printed.append(line).append('\n');
                if (line.contains("tx/s")) {
                    process.toHandle().destroy(); // as Ctrl-C does, and its output can still be read
                }
            }
        }
        assertThat(process.waitFor()).as("128 + SIGTERM").isEqualTo(143);
        assertThat(printed).contains("Ended before its time", "lost updates");
        assertThat(Json.readObject(json)).containsEntry("ended_early", true).containsEntry("errors", 0);
        assertThat(number(file, "select count(*) from sqlite_schema"))
                .as("what is left")
                .isZero();
    }
}
