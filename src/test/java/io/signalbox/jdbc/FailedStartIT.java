package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails, in a JVM with a directory for temporary files that is all its own. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class FailedStartIT {

    private static final int REFUSED = 7;

    @TempDir
    Path directory;

    /** Opens a database in memory with a pragma that SQLite does not take. */
    static final class Start {
        private Start() {}

        public static void main(String[] args) {
            try {
                SqliteDataSource.open("jdbc:sqlite::memory:?threads=1000").close();
            } catch (SQLException e) {
                System.exit(REFUSED);
            }
        }
    }

    @Test
    void leavesNoTemporaryFileBehind() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Path output = directory.resolve("output.txt");
        Process start = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Start.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(start.waitFor()).as(Files.readString(output)).isEqualTo(REFUSED);
        assertThat(temporary)
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("signalbox-"));
    }
}
