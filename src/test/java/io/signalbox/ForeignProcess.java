package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Another process with the plain driver, which takes the write lock and lets it go as it is told, line by line. {@link
 * #main} is what the other process runs.
 */
public final class ForeignProcess implements AutoCloseable {

    private static final String TAKE = "take";
    private static final String LET_GO = "let go";
    private static final String LET_GO_AFTER = "let go after ";
    private static final String DONE = "done";

    private final Process process;
    private final Writer input;
    private final BufferedReader output;

    private ForeignProcess(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    public static ForeignProcess on(Path database) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ForeignProcess(new ProcessBuilder(
                        java.toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForeignProcess.class.getName(),
                        database.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Has it begin a transaction that holds the write lock and has written a row; returns when it holds it. */
    public ForeignProcess take() {
        tell(TAKE);
        awaitDone();
        return this;
    }

    /** Has it roll back; returns when it has. */
    public void letGo() {
        tell(LET_GO);
        awaitDone();
    }

    /** Has it hold on for so long and then roll back; returns at once. */
    public void letGoAfter(Duration hold) {
        tell(LET_GO_AFTER + hold.toMillis());
    }

    /** Returns when it has done what it was told. */
    public void awaitDone() {
        try {
            assertThat(output.readLine()).as("the other process's answer").isEqualTo(DONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tell(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it, as a crash would; returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** The other process: reads lines until its input ends. */
    public static void main(String[] args) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0] + "?busy_timeout=60000");
                Statement statement = connection.createStatement()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(TAKE)) {
                    statement.execute("BEGIN IMMEDIATE");
                    statement.execute("INSERT INTO track(name) VALUES('of the other process')");
                } else {
                    hold(line.startsWith(LET_GO_AFTER) ? Long.parseLong(line.substring(LET_GO_AFTER.length())) : 0);
                    statement.execute("ROLLBACK");
                }
                System.out.println(DONE);
            }
        }
    }

    private static void hold(long millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }
}
