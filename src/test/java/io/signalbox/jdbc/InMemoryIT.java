package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Databases in memory of several processes that share a directory for temporary files, some of which are killed. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class InMemoryIT {

    @TempDir
    Path temporary;

    private final List<Child> children = new ArrayList<>();

    @BeforeEach
    void noneYet() throws IOException {
        temporary = temporary.toRealPath();
        assertThat(directories()).isEmpty();
    }

    @AfterEach
    void killAll() throws InterruptedException {
        for (Child child : children) {
            child.kill();
        }
    }

    private List<Path> directories() throws IOException {
        try (Stream<Path> found = Files.list(temporary)) {
            return found.filter(path -> path.getFileName().toString().startsWith("signalbox-"))
                    .toList();
        }
    }

    private Child start() throws IOException {
        Child child = new Child(temporary);
        children.add(child);
        return child;
    }

    /** A process with a database in memory; it says where that is, and writes a row for each line it reads. */
    private static final class Child {
        private final Process process;
        private final BufferedReader output;
        private final Path database;

        Child(Path temporary) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-Djava.io.tmpdir=" + temporary,
                            "-Djava.util.logging.config.file="
                                    + System.getProperty("java.util.logging.config.file", ""),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Child.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            output = process.inputReader(StandardCharsets.UTF_8);
            database = Path.of(output.readLine());
        }

        /** How many rows it has, after one more. */
        int write() throws IOException {
            process.outputWriter(StandardCharsets.UTF_8).append("\n").flush();
            return Integer.parseInt(output.readLine());
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        void end() throws IOException, InterruptedException {
            process.outputWriter(StandardCharsets.UTF_8).close();
            assertThat(process.waitFor()).isZero();
        }

        public static void main(String[] args) throws IOException, SQLException {
            try (SqliteDataSource dataSource = SqliteDataSource.open("jdbc:sqlite::memory:");
                    Connection connection = dataSource.getConnection();
                    BufferedReader lines =
                            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                TestDataSource.execute(connection, "create table t(id integer primary key)");
                System.out.println(dataSource.path());
                while (lines.readLine() != null) {
                    TestDataSource.execute(connection, "insert into t default values");
                    System.out.println(TestDataSource.texts(connection, "select count(*) from t")
                            .get(0));
                }
            }
        }
    }

    @Test
    void whatAKilledProcessLeftIsSweptByTheNextAndNothingElse() throws Exception {
        Child living = start();
        Child killed = start();
        assertThat(killed.write()).isEqualTo(1);
        killed.kill();
        assertThat(killed.database).exists();
        assertThat(Path.of(killed.database + "-wal")).exists();
        assertThat(Files.getPosixFilePermissions(killed.database))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        Child next = start();
        assertThat(killed.database.getParent()).doesNotExist();
        assertThat(directories()).containsExactlyInAnyOrder(living.database.getParent(), next.database.getParent());
        assertThat(living.write()).isEqualTo(1);
        assertThat(next.write()).isEqualTo(1);

        living.end();
        next.end();
        assertThat(directories()).isEmpty();
    }

    /** To close any descriptor of a file drops every lock that the process has on it. */
    @Test
    void whatAnotherClassLoaderSweepsDoesNotDropTheLocksOfThisOne() throws Exception {
        try (OtherClassLoader other = new OtherClassLoader();
                SqliteDataSource own = SqliteDataSource.open("jdbc:sqlite::memory:");
                AutoCloseable theirs = other.open("jdbc:sqlite::memory:")) {
            assertThat(theirs).isNotNull();
            Child sweeper = new Child(Path.of(System.getProperty("java.io.tmpdir")));
            children.add(sweeper);
            assertThat(sweeper.write()).isEqualTo(1);
            assertThat(own.path()).exists();
            sweeper.end();
        }
    }

    @Test
    void manyThatStartAtOnceSweepOnlyWhatIsLeftOver() throws Exception {
        for (int i = 0; i < 3; i++) {
            start().kill();
        }
        assertThat(directories()).isNotEmpty();
        List<Child> together =
                Stream.generate(() -> Actor.start("starter", this::startAlone)).limit(4).toList().stream()
                        .map(InMemoryIT::resultOf)
                        .toList();
        children.addAll(together);
        for (Child child : together) {
            assertThat(child.write()).isEqualTo(1);
        }
        assertThat(directories())
                .containsExactlyInAnyOrderElementsOf(together.stream()
                        .map(child -> child.database.getParent())
                        .toList());
    }

    private Child startAlone() throws IOException {
        return new Child(temporary);
    }

    private static Child resultOf(Actor<Child> starter) {
        try {
            return starter.result();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
