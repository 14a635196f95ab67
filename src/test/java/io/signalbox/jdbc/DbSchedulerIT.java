package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.signalbox.Warnings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** db-scheduler over our driver and a pool of commons-dbcp2: competing pickers, optimistic updates. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class DbSchedulerIT {

    private static final int TASKS = Boolean.getBoolean("signalbox.it.full") ? 20_000 : 1_000;
    private static final int SCHEDULERS = 4;
    private static final int THREADS = 4;

    @TempDir
    Path directory;

    private final Map<String, Integer> executions = new ConcurrentHashMap<>();
    private final CountDownLatch executed = new CountDownLatch(TASKS);
    private final CountDownLatch completed = new CountDownLatch(TASKS);
    private final Queue<Object> errors = new ConcurrentLinkedQueue<>();
    private final BasicDataSource pool = new BasicDataSource();
    private final Warnings warnings = new Warnings("com.github.kagkarlsson", "io.signalbox", "org.apache.commons");

    private final OneTimeTask<Void> task = Tasks.oneTime("couple").execute((instance, context) -> {
        executions.merge(instance.getId(), 1, Integer::sum);
        executed.countDown();
    });

    private final class Completions extends AbstractSchedulerListener {
        @Override
        public void onExecutionComplete(ExecutionComplete execution) {
            execution.getCause().ifPresent(errors::add);
            completed.countDown();
        }

        @Override
        public void onSchedulerEvent(SchedulerEventType type) {
            if (type.name().contains("ERROR") || type.name().contains("FAIL")) {
                errors.add(type);
            }
        }

        @Override
        public void onCandidateEvent(CandidateEventType type) {
            if (type.name().contains("ERROR") || type.name().contains("FAIL")) {
                errors.add(type);
            }
        }
    }

    private String url() {
        return "jdbc:signalbox:" + directory.resolve("test.db") + "?durability=CRASH_SAFE";
    }

    @BeforeEach
    void createTables() throws Exception {
        pool.setUrl(url());
        pool.setMaxTotal(SCHEDULERS * (THREADS + 2));
        SchemaFile.apply("db/scheduler/V1__scheduled_tasks.sql", pool);
    }

    @AfterEach
    void nothingStaysOpen() throws Exception {
        pool.close();
        assertThat(directory.resolve("test.db-wal")).doesNotExist();
        warnings.close();
    }

    private Scheduler scheduler(int number) {
        return Scheduler.create(pool, task)
                .threads(THREADS)
                .schedulerName(new SchedulerName.Fixed("scheduler-" + number))
                .pollingInterval(Duration.ofMillis(100))
                .addSchedulerListener(new Completions())
                .build();
    }

    @Test
    void everyTaskIsExecutedOnce() throws Exception {
        List<Scheduler> schedulers = new ArrayList<>();
        for (int i = 0; i < SCHEDULERS; i++) {
            schedulers.add(scheduler(i));
        }
        schedulers
                .get(0)
                .scheduleBatch(
                        IntStream.range(0, TASKS)
                                .<TaskInstance<?>>mapToObj(i -> task.instance("wagon " + i))
                                .toList(),
                        Instant.now());
        long start = System.nanoTime();
        schedulers.forEach(Scheduler::start);
        executed.await();
        completed.await();
        System.out.printf(
                "db-scheduler: %d tasks in %d ms%n", TASKS, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        schedulers.forEach(Scheduler::stop);
        assertThat(executions)
                .hasSize(TASKS)
                .allSatisfy((id, times) -> assertThat(times).as(id).isEqualTo(1));
        assertThat(errors).isEmpty();
        assertThat(warnings.seen()).isEmpty();
        try (Connection connection = DriverManager.getConnection(url())) {
            assertThat(TestDataSource.texts(connection, "select count(*) from scheduled_tasks"))
                    .containsExactly("0");
        }
    }
}
