package io.signalbox.cli;

import io.signalbox.jdbc.ConfigurationException;
import io.signalbox.jdbc.Setting;
import io.signalbox.jdbc.SqliteConfiguration;
import io.signalbox.sqlite.Durability;
import io.signalbox.text.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command of the load: its options, and what it prints. */
@Command(
        name = "stress",
        mixinStandardHelpOptions = true,
        version = MainCommand.VERSION,
        sortOptions = false,
        description = {
            "Tells what a disk and its settings carry.",
            "",
            "For some time, all threads run one JPA transaction after the other on one SQLite file: one that writes reads"
                    + " two rows and counts them up, one that reads looks whether they are the same. In the end the rows are"
                    + " compared with what the threads were told, and the whole file is checked.",
            "",
            "The database may be one that is in use: the command has one table of its own, " + StressTable.NAME
                    + ", and touches no other; afterwards the table is dropped. The database is in WAL mode from then on.",
            "",
            "The exit status is 1 if an update was lost or made twice, a read was torn, an error surfaced, a thread"
                    + " starved, or the file is not whole. Ctrl-C ends the load, and what it came to is told."
        })
final class StressCommand implements Callable<Integer> {

    private static final int A_DAY = 86_400;

    /** Threads in their hundreds behind one disk: each waits its turn. */
    private static final Map<String, String> PATIENT =
            Map.of(Setting.WRITE_TIMEOUT.key(), "60s", Setting.READER_TIMEOUT.key(), "60s");

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that read and write (default: ${DEFAULT-VALUE}).")
    int threads = 16;

    @Option(names = "--seconds", paramLabel = "S", description = "How long (default: ${DEFAULT-VALUE}).")
    int seconds = 10;

    @Option(
            names = "--db",
            paramLabel = "FILE",
            description =
                    "The database, a new one or one that exists, on the disk in question (default: a new file under"
                            + " target/, which is deleted afterwards).")
    @Nullable
    Path database;

    @Option(
            names = "--durability",
            paramLabel = "LEVEL",
            description = "What a commit survives: POWER_SAFE, a power cut, or CRASH_SAFE, a crash of the program"
                    + " (default: ${DEFAULT-VALUE}).")
    Durability durability = Durability.POWER_SAFE;

    @Option(
            names = "--mix",
            paramLabel = "READS:WRITES",
            converter = Mix.Converter.class,
            description = "How many transactions read to how many write (default: ${DEFAULT-VALUE}).")
    Mix mix = new Mix(4, 1);

    @Option(
            names = "--setting",
            paramLabel = "KEY=VALUE",
            description =
                    "Another setting of Signalbox, for instance readers=8 or transaction_mode=UPGRADE; may be repeated."
                            + " Here write_timeout and reader_timeout are 60s unless set.")
    Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file, too.")
    @Nullable
    Path json;

    @Option(names = "--keep", description = "Keep the table, and the new file.")
    boolean keep;

    @Option(names = "--replace", description = "Drop the table that an earlier run left first.")
    boolean replace;

    @Override
    public Integer call() throws Exception {
        CommandLine commandLine = Arguments.commandLine(spec);
        StressSettings checked = checked(commandLine);
        try (Ending ending = new Ending()) {
            Arguments.inItsDirectory(checked.file());
            StressReport report = run(checked, commandLine.getOut(), ending);
            if (json != null) {
                Json.write(json, report.figures());
            }
            return report.succeeded() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private StressReport run(StressSettings checked, PrintWriter out, Ending ending)
            throws IOException, InterruptedException {
        try {
            StressReport report = new StressJob(checked, out, ending).run();
            out.println();
            out.println(report.render());
            out.flush();
            return report;
        } finally {
            if (database == null && !keep) {
                delete(checked.file());
            }
        }
    }

    private StressSettings checked(CommandLine commandLine) {
        refuseOptionsBeforeTheCommand(commandLine);
        Arguments.requireBetween(commandLine, "--threads", threads, 1, Arguments.MOST_THREADS);
        Arguments.requireBetween(commandLine, "--seconds", seconds, 1, A_DAY);
        Arguments.requireDirectoryOf(commandLine, "--json", json);
        StressSettings given = new StressSettings(
                database != null ? database : Arguments.newFile("stress"),
                threads,
                Duration.ofSeconds(seconds),
                mix,
                durability,
                allSettings(commandLine),
                keep,
                replace);
        try {
            SqliteConfiguration.parse(given.url(), given.settings());
        } catch (ConfigurationException e) {
            throw new ParameterException(commandLine, String.valueOf(e.getMessage()), e);
        }
        return given;
    }

    /** They are the main job's, and would have no effect. */
    private static void refuseOptionsBeforeTheCommand(CommandLine commandLine) {
        CommandLine parent = commandLine.getParent();
        if (parent != null && !parent.getParseResult().matchedOptions().isEmpty()) {
            throw new ParameterException(commandLine, "options of stress come behind the word stress");
        }
    }

    private Map<String, String> allSettings(CommandLine commandLine) {
        Map<String, String> all = new LinkedHashMap<>(PATIENT);
        settings.forEach((key, value) -> all.put(Setting.PREFIX + key, value));
        if (all.putIfAbsent(Setting.DURABILITY.key(), durability.name()) != null) {
            throw new ParameterException(commandLine, "the setting durability has an option of its own, --durability");
        }
        return all;
    }

    /** A file that nobody else knows of: it is closed, and SQLite has removed its log. */
    private static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".lock"));
    }
}
