package io.signalbox.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged command-line jar, in a process of its own. */
final class PackagedCommandLine {

    private PackagedCommandLine() {}

    /** What came of it: its exit status, and all that it printed. */
    record Run(int status, String output) {}

    static ProcessBuilder command(Path directory, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dstdout.encoding=UTF-8",
                "-jar",
                System.getProperty("signalbox.it.cli")));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    }

    static Run run(Path directory, String... args) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        int status =
                command(directory, args).redirectOutput(output.toFile()).start().waitFor();
        return new Run(status, Files.readString(output, StandardCharsets.UTF_8));
    }
}
