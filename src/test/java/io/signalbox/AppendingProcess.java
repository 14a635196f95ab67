package io.signalbox;

import jakarta.persistence.PersistenceConfiguration;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A process of its own whose threads append to the rows of a database: it tells a line for each transaction that was
 * acknowledged. {@link #main} is what it runs.
 */
final class AppendingProcess implements AutoCloseable {

    private static final String APPENDED = "appended";

    private final Process process;
    private final BufferedReader output;
    private String last;

    private AppendingProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static AppendingProcess on(Path database, int threads, int rounds) throws IOException {
        return new AppendingProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.config.file=src/test/resources/logging.properties",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendingProcess.class.getName(),
                        database.toString(),
                        Integer.toString(threads),
                        Integer.toString(rounds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Reads so many acknowledgements, less where it ends before; returns how many there were. */
    int acknowledged(int most) throws IOException {
        int lines = 0;
        while (lines < most && APPENDED.equals(last = output.readLine())) {
            lines++;
        }
        return lines;
    }

    /** The longest wait for the writer, once all is acknowledged. */
    Duration longestWait() {
        return Duration.ofMillis(Long.parseLong(last));
    }

    /** Its status, once it has ended. */
    int status() throws InterruptedException {
        return process.waitFor();
    }

    /** Kills it; what it has told stays to be read. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The process: an append that fails ends it. */
    public static void main(String[] args) throws Exception {
        PersistenceConfiguration configuration = new PersistenceConfiguration("appending");
        configuration.property("jakarta.persistence.jdbc.url", "jdbc:sqlite:" + args[0]);
        configuration.property("signalbox.write_timeout", "30s");
        configuration.managedClass(Track.class);
        try (Database db = Database.open(configuration)) {
            Appending appending = Appending.onAllRows(db);
            List<Actor<Void>> threads = IntStream.range(0, Integer.parseInt(args[1]))
                    .mapToObj(first -> Actor.does("appending " + first, () -> {
                        for (int round = 0; round < Integer.parseInt(args[2]); round++) {
                            appending.append(first + round);
                            System.out.println(APPENDED);
                        }
                    }))
                    .toList();
            for (Actor<Void> thread : threads) {
                thread.result(SeveralProcessesIT.PATIENCE);
            }
            System.out.println(db.statistics().writer().waitMaxMicros() / 1_000);
        }
    }
}
