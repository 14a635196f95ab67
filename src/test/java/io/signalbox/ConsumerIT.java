package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An application that has nothing of ours but the artifact: {@code src/it/consumer} is built and run as it stands, with
 * our jar and pom in a Maven repository of its own and everything else from the user's, or from where that comes from.
 */
@Timeout(value = 11, unit = TimeUnit.MINUTES)
class ConsumerIT {

    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Path CONSUMER = PROJECT.resolve("target/consumer");
    private static final Path REPOSITORY = CONSUMER.resolve("m2");
    private static final String VERSION = System.getProperty("signalbox.it.version");

    @Test
    void anApplicationWithOurArtifactAndAUrlRunsFromManyThreads() throws Exception {
        delete(CONSUMER);
        copy(PROJECT.resolve("src/it/consumer"), CONSUMER);
        install();
        Path output = CONSUMER.resolve("output.txt");
        ProcessBuilder maven = new ProcessBuilder(command())
                .directory(CONSUMER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // those of the Maven that runs this
        List.of("MAVEN_HOME", "M2_HOME", "MAVEN_ARGS", "MAVEN_BASEDIR", "MAVEN_PROJECTBASEDIR", "MAVEN_CMD_LINE_ARGS")
                .forEach(maven.environment()::remove);
        Process run = maven.start();
        boolean ended = run.waitFor(10, TimeUnit.MINUTES);
        if (!ended) {
            run.descendants().forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly().waitFor();
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("it ended in time. It printed:%n%s", printed).isTrue();
        assertThat(run.exitValue())
                .as("its exit status. It printed:%n%s", printed)
                .isZero();
        assertThat(printed.lines()).as("what it printed").contains("ok 320");
        assertThat(CONSUMER.resolve("target/app.db")).exists();
    }

    private static List<String> command() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return List.of(
                PROJECT.resolve(windows ? "mvnw.cmd" : "mvnw").toString(),
                "-q",
                "-B",
                "-f",
                CONSUMER.resolve("pom.xml").toString(),
                "-Dsignalbox.version=" + VERSION,
                "-Dmaven.repo.local=" + REPOSITORY,
                "-Dmaven.repo.local.tail=" + System.getProperty("signalbox.it.repository"),
                "compile",
                "exec:exec");
    }

    /** Puts our artifact where Maven looks for it, in the layout of a local repository. */
    private static void install() throws IOException {
        Path home = Files.createDirectories(
                REPOSITORY.resolve("io/signalbox/signalbox").resolve(VERSION));
        String name = "signalbox-" + VERSION;
        Files.copy(Path.of(System.getProperty("signalbox.it.jar")), home.resolve(name + ".jar"));
        Files.copy(PROJECT.resolve("pom.xml"), home.resolve(name + ".pom"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
