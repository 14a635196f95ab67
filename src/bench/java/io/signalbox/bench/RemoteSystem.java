package io.signalbox.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A system in a process of its own. */
final class RemoteSystem implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;

    /** Starts it. */
    RemoteSystem(String name, Path directory) throws IOException {
        this.name = name;
        List<String> command = new ArrayList<>(name.equals(Python.SYSTEM) ? Python.command() : java(name, directory));
        command.addAll(List.of(name, directory.toString()));
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.to(
                        directory.resolve(name + ".log").toFile()))
                .start();
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** All have the same flags; Ebean cannot do without its agent. */
    private static List<String> java(String name, Path directory) {
        List<String> command = new ArrayList<>(Jvm.command(Variant.classPath(name, directory)));
        if (name.equals(Stacks.EBEAN)) {
            command.add("-javaagent:" + Jvm.jar("ebean-agent") + "=debug=0;packages=" + User.class.getPackageName());
        }
        command.addAll(List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC", SystemProcess.class.getName()));
        return command;
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
