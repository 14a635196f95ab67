package io.signalbox.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the commands ask of their arguments alike. */
final class Arguments {

    static final int MOST_THREADS = 10_000;

    private Arguments() {}

    static CommandLine commandLine(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        return spec.commandLine();
    }

    static void requireBetween(CommandLine commandLine, String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    commandLine, option + " must be from " + least + " to " + most + ", but is " + value);
        }
    }

    /** Before the work, and not after it. */
    static void requireDirectoryOf(CommandLine commandLine, String option, @Nullable Path file) {
        Path directory = file == null ? null : file.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new ParameterException(commandLine, option + " " + file + " is in no directory that exists");
        }
    }

    /** A database under target that nobody has yet. */
    static Path newFile(String name) {
        String now = LocalDateTime.now(ZoneId.systemDefault())
                .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT));
        return Path.of("target", name + "-" + now + ".db");
    }

    /** The file as it is, in a directory that exists from now on. */
    static Path inItsDirectory(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        return file;
    }
}
