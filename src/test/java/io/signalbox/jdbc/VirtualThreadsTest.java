package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Virtual threads wait for the writer like any others, and let their carriers go meanwhile. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with JDK 21")
class VirtualThreadsTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?durability=CRASH_SAFE&write_timeout=10m");

    /** Called by name: the library and its tests are compiled for JDK 17. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    @Test
    void tenThousandOfThemWriteARowEach() throws Exception {
        int threads = 10_000;
        List<Future<?>> writers = new ArrayList<>();
        ExecutorService executor = virtualThreads();
        try {
            for (int i = 0; i < threads; i++) {
                String insert = "insert into t(name) values('" + i + "')";
                writers.add(executor.submit(() -> {
                    try (SqliteConnection connection = test.transaction()) {
                        execute(connection, insert);
                        connection.commit();
                    }
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            executor.shutdown();
        }
        try (SqliteConnection connection = test.connect()) {
            assertThat(texts(connection, "select count(*) || ' ' || sum(cast(name as integer)) from t"))
                    .containsExactly(threads + " " + (threads - 1L) * threads / 2);
        }
        assertThat(test.writer().timedOut()).isZero();
    }

    /** In a JVM of its own, whose virtual threads have one carrier between them. */
    @Test
    void whileTheyWaitTheirCarrierServesOthers() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                        "-Djava.util.logging.config.file=" + new File("src/test/resources/logging.properties"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OneCarrier.class.getName(),
                        test.path() + ".child")
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(output).isZero();
        assertThat(output).contains("100 rows");
    }

    /** What the child does. */
    static final class OneCarrier {

        private OneCarrier() {}

        public static void main(String[] args) throws Exception {
            ExecutorService executor = virtualThreads();
            CountDownLatch served = new CountDownLatch(1);
            List<Future<?>> writers = new ArrayList<>();
            try (SqliteDataSource source = SqliteDataSource.open("jdbc:sqlite:" + args[0] + "?write_timeout=10m")) {
                write(source, "create table t(id integer primary key)");
                try (Connection holder = source.getConnection()) {
                    holder.setAutoCommit(false);
                    execute(holder, "delete from t");
                    for (int i = 0; i < 100; i++) {
                        writers.add(executor.submit(() -> {
                            write(source, "insert into t default values");
                            return null;
                        }));
                    }
                    Actor.until("all wait", () -> source.statistics().writer().waiting() == 100);
                    executor.submit(served::countDown);
                    if (!served.await(60, TimeUnit.SECONDS)) {
                        throw new AssertionError("the carrier is pinned");
                    }
                    holder.commit();
                }
                for (Future<?> writer : writers) {
                    writer.get();
                }
                try (Connection reader = source.getReadOnlyConnection()) {
                    System.out.println(texts(reader, "select count(*) || ' rows' from t"));
                }
            }
            executor.shutdown();
        }

        private static void write(SqliteDataSource source, String sql) throws Exception {
            try (Connection connection = source.getConnection()) {
                execute(connection, sql);
            }
        }
    }
}
