package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.signalbox.crash.NativeLibrary;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is stopped while its threads wait, or whose clock on the wall jumps by hours: no wait ends before its deadline,
 * and no thread is forgotten.
 */
@Timeout(120)
class ClocksIT {

    private static final Duration STOPPED = Duration.ofSeconds(Boolean.getBoolean("signalbox.it.full") ? 10 : 1);
    private static final int STOPS = Boolean.getBoolean("signalbox.it.full") ? 200 : 20;

    /** Ten patient ones and 1000 writes; ten impatient ones. */
    private static final String ALL = "served 1010 timed out 10 early 0";

    @TempDir
    Path directory;

    @BeforeEach
    void needsLinux() {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "signals and LD_PRELOAD are tried on Linux");
    }

    private ProcessBuilder child(Duration impatience) {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.config.file=" + new File("src/test/resources/logging.properties"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        QueuedThreads.class.getName(),
                        directory.resolve("test.db").toString(),
                        Long.toString(impatience.toMillis()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private static void signal(Process child, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid()))
                .start()
                .waitFor();
    }

    @Test
    void whoWaitsWhileTheProcessIsStoppedGoesOnWhereItWas() throws Exception {
        Process child = child(STOPPED.dividedBy(2)).start();
        try (BufferedReader output = child.inputReader()) {
            assertThat(output.readLine()).isEqualTo(QueuedThreads.QUEUED);
            signal(child, "STOP");
            // how long it is stopped is what is tried
            assertThat(new CountDownLatch(1).await(STOPPED.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse();
            signal(child, "CONT");
            for (int stop = 0; stop < STOPS && child.isAlive(); stop++) {
                signal(child, "STOP");
                signal(child, "CONT");
            }
            assertThat(output.lines()).startsWith(ALL, "waiting 0 held false 0");
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void theClockOnTheWallMayJump() throws Exception {
        Path clock = NativeLibrary.compile("clock", directory);
        ProcessBuilder builder = child(Duration.ofMillis(300));
        builder.environment().put("LD_PRELOAD", clock.toString());
        Process child = builder.start();
        try (BufferedReader output = child.inputReader()) {
            assertThat(output.lines())
                    .containsExactly(
                            QueuedThreads.QUEUED, ALL, "waiting 0 held false 0", "the wall's clock jumped true");
        } finally {
            child.destroyForcibly();
        }
    }
}
