package io.signalbox.cli;

import io.signalbox.text.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The main job's command: its options, and what it prints. */
@Command(
        name = "signalbox",
        mixinStandardHelpOptions = true,
        version = MainCommand.VERSION,
        sortOptions = false,
        subcommands = StressCommand.class,
        description = {
            "Shows that many threads can share one SQLite file through JPA.",
            "",
            "Opens a new database, registers the users of a file from many threads, and then logs some of them in"
                    + " while all threads read a text and write it back with an X appended, on overlapping rows.",
            "The exit status is 1 if an update was lost, a lock error surfaced, or the counts do not add up."
        })
final class MainCommand implements Callable<Integer> {

    static final String VERSION = "Signalbox 0.1.0";

    private static final String EMBEDDED_USERS = "users.csv";
    private static final Path SAMPLE_USERS = Path.of("config", "users.csv");

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that register and append (default: ${DEFAULT-VALUE}).")
    int threads = 16;

    @Option(
            names = "--users",
            paramLabel = "FILE",
            description = "CSV file with the columns email, username, display_name, password, roles"
                    + " (default: config/users.csv, or the copy in the jar).")
    @Nullable
    Path users;

    @Option(
            names = "--db",
            paramLabel = "FILE",
            description = "The database, which must not exist yet (default: a new file under target/).")
    @Nullable
    Path database;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws Exception {
        CommandLine commandLine = Arguments.commandLine(spec);
        Arguments.requireBetween(commandLine, "--threads", threads, 1, Arguments.MOST_THREADS);
        Arguments.requireDirectoryOf(commandLine, "--json", json);
        Path file = newDatabase(commandLine);
        PrintWriter out = commandLine.getOut();
        JobReport report;
        try (UsersFile source = usersFile(commandLine)) {
            report = new MainJob(file, source.path(), threads, out).run();
        }
        out.println(report.render());
        out.flush();
        if (json != null) {
            Json.write(json, report.figures());
        }
        return report.succeeded() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Path newDatabase(CommandLine commandLine) throws IOException {
        Path file = database != null ? database : Arguments.newFile("main-job");
        if (Files.exists(file)) {
            throw new ParameterException(
                    commandLine, "--db " + file + " exists already: name a new file, so that the counts can add up");
        }
        return Arguments.inItsDirectory(file);
    }

    private UsersFile usersFile(CommandLine commandLine) throws IOException {
        if (users != null && !Files.isRegularFile(users)) {
            throw new ParameterException(commandLine, "--users " + users + " is not a file");
        }
        if (users != null || Files.isRegularFile(SAMPLE_USERS)) {
            return UsersFile.at(users != null ? users : SAMPLE_USERS);
        }
        return UsersFile.embedded(EMBEDDED_USERS);
    }
}
