package io.signalbox.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The one system that is not of the JVM: SQLAlchemy, where an interpreter has it. */
final class Python {

    static final String SYSTEM = "sqlalchemy";

    private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");
    private static final Path SCRIPT = Path.of("src", "bench", "python", "sqlalchemy_system.py");
    private static final String VERSIONS =
            "import platform, sqlite3, sqlalchemy; print('SQLAlchemy', sqlalchemy.__version__,"
                    + " 'Python', platform.python_version(), 'SQLite', sqlite3.sqlite_version)";

    private Python() {}

    /** A line for the reader: its versions, or that it is missing. */
    static String description() {
        return interpreter()
                .flatMap(Python::versions)
                .map(versions -> SYSTEM + ": " + versions)
                .orElse(SYSTEM + " is left out: no python3 here has it (Debian: apt-get install python3-sqlalchemy)");
    }

    static boolean isInstalled() {
        return interpreter().isPresent();
    }

    static List<String> command() {
        String interpreter = interpreter().orElseThrow(() -> new IllegalStateException(description()));
        return List.of(interpreter, SCRIPT.toString());
    }

    private static Optional<String> interpreter() {
        return INTERPRETERS.stream()
                .filter(interpreter -> versions(interpreter).isPresent())
                .findFirst();
    }

    private static Optional<String> versions(String interpreter) {
        try {
            Process process = new ProcessBuilder(interpreter, "-c", VERSIONS)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
