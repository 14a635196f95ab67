package io.signalbox.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A system in a process of its own. */
final class RemoteSystem implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;

    /** Starts it; all have the same flags. */
    RemoteSystem(String name, Path directory) throws IOException {
        this.name = name;
        this.process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms512m",
                        "-Xmx512m",
                        "-XX:+UseParallelGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SystemProcess.class.getName(),
                        name,
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.to(
                        directory.resolve(name + ".log").toFile()))
                .start();
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    String name() {
        return name;
    }

    Row measure(Request request) throws IOException {
        requests.write(JSON.writeValueAsString(request) + "\n");
        requests.flush();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(SystemProcess.ANSWER)) {
                return JSON.readValue(line.substring(SystemProcess.ANSWER.length()), Row.class);
            }
        }
        throw new IOException(name + " ended while it did " + request + ": see its log");
    }

    @Override
    public void close() throws IOException {
        requests.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
