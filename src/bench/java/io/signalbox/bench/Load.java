package io.signalbox.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Threads that do a workload on a stack for some time. */
final class Load implements AutoCloseable {

    private static final AtomicLong NAMES = new AtomicLong();

    private final Stack stack;
    private final Workload workload;
    private final int threads;
    private final int users;
    private final ExecutorService executor;

    Load(Stack stack, Workload workload, int threads, int users) {
        this.stack = stack;
        this.workload = workload;
        this.threads = threads;
        this.users = users;
        this.executor = Executors.newFixedThreadPool(threads);
    }

    /** What came of it: for each thread how often it was done; all that was left, the errors, and the latencies in nanoseconds. */
    record Outcome(List<Long> done, long left, long errors, Histogram latencies, long nanos) {

        double perSecond() {
            return done.stream().mapToLong(Long::longValue).sum() * 1e9 / nanos;
        }
    }

    /** Each thread begins anew when it is done. */
    Outcome closed(double seconds) throws Exception {
        return run(seconds, 0);
    }

    /** Work comes evenly, so often a second, whether the last is done or not; the latency counts from when it came. */
    Outcome open(double seconds, double perSecond) throws Exception {
        return run(seconds, (long) (threads * 1e9 / perSecond));
    }

    private Outcome run(double seconds, long interval) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<One>> futures = new ArrayList<>();
        long nanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        for (int thread = 0; thread < threads; thread++) {
            long phase = interval * thread / threads;
            futures.add(executor.submit(() -> {
                One one = new One();
                start.await();
                one.run(nanos, interval, phase);
                return one;
            }));
        }
        return outcome(futures, nanos);
    }

    private static Outcome outcome(List<Future<One>> futures, long nanos) throws Exception {
        List<Long> done = new ArrayList<>();
        Histogram latencies = new Histogram(3);
        long left = 0;
        long errors = 0;
        for (Future<One> future : futures) {
            One one = future.get();
            done.add(one.done);
            latencies.add(one.latencies);
            left += one.left;
            errors += one.errors;
        }
        return new Outcome(done, left, errors, latencies, nanos);
    }

    /** One thread's. */
    private final class One {
        private final Histogram latencies = new Histogram(3);
        private final Random random = new Random(NAMES.incrementAndGet());
        private final String name = "new" + NAMES.incrementAndGet() + "-";
        private long done;
        private long left;
        private long errors;

        void run(long nanos, long interval, long phase) {
            long began = System.nanoTime();
            long due = began + phase;
            while (true) {
                long now = System.nanoTime();
                while (now < due) {
                    LockSupport.parkNanos(due - now);
                    now = System.nanoTime();
                }
                if (now - began >= nanos) {
                    return;
                }
                long came = interval == 0 ? now : due;
                once();
                latencies.recordValue(System.nanoTime() - came);
                due += interval;
            }
        }

        private void once() {
            try {
                left += workload.once(stack, random, users, name + done);
                done++;
            } catch (Exception e) {
                if (errors++ == 0) {
                    System.err.println(workload.title() + ": " + e);
                }
            }
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
