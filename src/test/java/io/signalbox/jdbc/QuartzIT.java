package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.Warnings;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;

/** A Quartz cluster of two nodes over our driver and c3p0: long transactions that read, then write. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class QuartzIT {

    private static final int TRIGGERS = Boolean.getBoolean("signalbox.it.full") ? 5_000 : 300;

    @TempDir
    Path directory;

    private final Map<String, Integer> executions = new ConcurrentHashMap<>();
    private final Map<String, Integer> byNode = new ConcurrentHashMap<>();
    private final CountDownLatch executed = new CountDownLatch(TRIGGERS);
    private final Queue<Object> failures = new ConcurrentLinkedQueue<>();
    private final Warnings warnings = warnings();

    static Warnings warnings() {
        return new Warnings("org.quartz", "com.mchange", "io.signalbox");
    }

    private String url() {
        return "jdbc:signalbox:" + directory.resolve("test.db") + "?durability=CRASH_SAFE&write_timeout=30s";
    }

    @BeforeEach
    void createTables() throws Exception {
        try (SqliteDataSource dataSource = SqliteDataSource.open(url())) {
            SchemaFile.apply("db/quartz/V1__quartz.sql", dataSource);
        }
    }

    @AfterEach
    void nothingStaysOpen() {
        warnings.close();
        assertThat(directory.resolve("test.db-wal")).doesNotExist();
    }

    private QuartzNode node(String name) throws Exception {
        return new QuartzNode(name, url(), trigger -> ran(name, trigger), failures::add);
    }

    private void ran(String node, String trigger) {
        executions.merge(trigger, 1, Integer::sum);
        byNode.merge(node, 1, Integer::sum);
        executed.countDown();
    }

    private static void schedule(Scheduler scheduler) throws Exception {
        JobDetail job = QuartzNode.job();
        Set<Trigger> triggers = new HashSet<>();
        for (int i = 0; i < TRIGGERS; i++) {
            triggers.add(TriggerBuilder.newTrigger()
                    .withIdentity("wagon " + i)
                    .forJob(job)
                    .startNow()
                    .build());
        }
        Map<JobDetail, Set<? extends Trigger>> jobs = new HashMap<>();
        jobs.put(job, triggers);
        scheduler.scheduleJobs(jobs, false);
    }

    private void assertEachOnce() throws Exception {
        assertThat(failures).isEmpty();
        assertThat(warnings.seen()).allMatch(QuartzNode::isOfInterrupt);
        assertThat(executions)
                .hasSize(TRIGGERS)
                .allSatisfy((trigger, times) -> assertThat(times).as(trigger).isEqualTo(1));
        assertThat(byNode).as("executions by node").hasSize(2);
        try (Connection connection = DriverManager.getConnection(url())) {
            assertThat(TestDataSource.texts(
                            connection,
                            "select count(*) from qrtz_triggers union all select count(*) from qrtz_fired_triggers"))
                    .containsExactly("0", "0");
        }
    }

    @Test
    void twoNodesOfOneProcessExecuteEachJobOnce() throws Exception {
        long start = System.nanoTime();
        try (QuartzNode one = node("one");
                QuartzNode two = node("two")) {
            schedule(one.scheduler());
            one.start();
            two.start();
            executed.await();
        }
        report("one process", start);
        assertEachOnce();
    }

    @Test
    void twoNodesOfTwoProcessesExecuteEachJobOnce() throws Exception {
        long start = System.nanoTime();
        try (QuartzNode one = node("one")) {
            schedule(one.scheduler());
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file"),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            QuartzNode.class.getName(),
                            "two",
                            url())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                CountDownLatch works = new CountDownLatch(1);
                Actor<Void> reader = Actor.does("reader of the other node", () -> read(other, works));
                works.await(); // else this node would be done before that one has begun
                one.start();
                executed.await();
                other.outputWriter(StandardCharsets.UTF_8).close();
                reader.result(Duration.ofMinutes(5));
            } finally {
                other.destroyForcibly().waitFor();
            }
        }
        report("two processes", start);
        assertEachOnce();
    }

    private void read(Process node, CountDownLatch works) throws Exception {
        try (BufferedReader lines = node.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ran ")) {
                    ran("two", line.substring("ran ".length()));
                } else {
                    failures.add(line);
                }
                works.countDown();
            }
        }
        works.countDown();
    }

    private static void report(String what, long start) {
        System.out.printf(
                "Quartz, %s: %d triggers in %d ms%n",
                what, TRIGGERS, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
}
