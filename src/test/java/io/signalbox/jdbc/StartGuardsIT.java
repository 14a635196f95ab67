package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Starts that fail for what is around them, in a process of their own: a read-only file system, an old SQLite. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StartGuardsIT {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    @TempDir
    Path temporary;

    Path directory;
    Path file;

    @BeforeEach
    void resolve() throws IOException {
        directory = temporary.toRealPath();
        file = directory.resolve("test.db");
    }

    /** Opens and closes a database; says what came of it. */
    static final class Start {
        private Start() {}

        public static void main(String[] args) {
            try {
                SqliteDataSource.open("jdbc:sqlite:" + args[0]).close();
                System.out.println("opened");
            } catch (SQLException e) {
                System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
            }
        }
    }

    private String start(List<String> before, String classPath) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                JAVA, "--enable-native-access=ALL-UNNAMED", "-cp", classPath, Start.class.getName(), file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return said;
    }

    /** For a process of its own the directory is mounted read-only; permissions would not keep root out. */
    private List<String> readOnly() throws InterruptedException {
        String script = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"";
        List<String> mounted = List.of("unshare", "-m", "sh", "-c", script, directory.toString());
        List<String> probe = new ArrayList<>(mounted);
        probe.add("true");
        try {
            int status = new ProcessBuilder(probe)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            assumeTrue(status == 0, "mounting is for root");
        } catch (IOException e) {
            throw new TestAbortedException("there is no unshare", e);
        }
        return mounted;
    }

    @Test
    void aReadOnlyDirectoryWithoutADatabase() throws Exception {
        assertThat(start(readOnly(), CLASS_PATH))
                .isEqualTo("SQLNonTransientConnectionException cannot open the database " + file
                        + ": cannot create the lock file of " + file + ": make its directory writable");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aReadOnlyDirectoryWithADatabase() throws Exception {
        SqliteDataSource.open("jdbc:sqlite:" + file).close();
        assertThat(start(readOnly(), CLASS_PATH))
                .isEqualTo("SQLNonTransientConnectionException cannot open the database: " + file
                        + " is not readable and writable for this process: change its permissions or its owner, or"
                        + " mount its file system for writing");
    }

    @Test
    void aSqliteThatCanCorruptADatabase() throws Exception {
        Path old = Path.of(System.getProperty("signalbox.it.old"));
        assertThat(old).exists();
        assertThat(start(List.of(), old + File.pathSeparator + CLASS_PATH))
                .isEqualTo("SQLNonTransientConnectionException cannot open the database " + file
                        + ": the class path has SQLite 3.51.2, which can corrupt a database in WAL mode; use sqlite-jdbc"
                        + " 3.51.3.0 or newer");
        if (Files.exists(file)) {
            assertThat(file).isEmptyFile();
        }
        assertThat(start(List.of(), CLASS_PATH)).isEqualTo("opened");
    }
}
