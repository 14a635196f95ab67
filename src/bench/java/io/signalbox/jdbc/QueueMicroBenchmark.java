package io.signalbox.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** The queue in front of the writer: the permit taken and given back, by one thread and handed over among several. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueueMicroBenchmark {

    private final WriteQueue queue = new WriteQueue(new WriteQueue.Rules(Engine.OVERTAKING, 0, false));

    @Benchmark
    public void alone() throws SQLException {
        takeAndGiveBack();
    }

    @Benchmark
    @Threads(4)
    public void handedOver() throws SQLException {
        takeAndGiveBack();
    }

    private void takeAndGiveBack() throws SQLException {
        queue.release(queue.acquire(Deadline.after(Duration.ofMinutes(1)), "insert", () -> {}));
    }
}
