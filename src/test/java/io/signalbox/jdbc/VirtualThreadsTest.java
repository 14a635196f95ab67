package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Virtual threads wait for the writer like any others, and let their carriers go meanwhile. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with JDK 21")
class VirtualThreadsTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?durability=CRASH_SAFE&write_timeout=2m");

    /** Called by name: the library and its tests are compiled for JDK 17. */
    static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    @Test
    void tenThousandOfThemWriteARowEach() throws Exception {
        int threads = 10_000;
        List<Future<?>> writers = new ArrayList<>();
        ExecutorService executor = virtualThreads();
        try (PinnedCarriers pinned = new PinnedCarriers()) {
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
            assertThat(pinned.in(WriteQueue.class)).isEmpty();
        } finally {
            executor.shutdown();
        }
        try (SqliteConnection connection = test.connect()) {
            assertThat(texts(connection, "select count(*) || ' ' || sum(cast(name as integer)) from t"))
                    .containsExactly(threads + " " + (threads - 1L) * threads / 2);
        }
        assertThat(test.writer().timedOut()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whileTheyWaitTheirCarrierServesOthers(OneCarrier.Holder holder) throws Exception {
        assertThat(OneCarrier.run(holder, Path.of(test.path() + ".child"))).contains("100 rows");
    }

    /** Such a wait would be recorded in the test above: a thread that initializes a class cannot let its carrier go. */
    @Test
    void aWaitThatPinsItsCarrierIsRecorded() throws Exception {
        ExecutorService executor = virtualThreads();
        try (PinnedCarriers pinned = new PinnedCarriers()) {
            executor.submit(() -> WaitsInItsInitializer.WAITED).get();
            assertThat(pinned.in(WaitsInItsInitializer.class)).isNotEmpty();
        } finally {
            executor.shutdown();
        }
    }

    private static final class WaitsInItsInitializer {
        private static final boolean WAITED;

        static {
            LockSupport.parkNanos(1);
            WAITED = true;
        }
    }
}
