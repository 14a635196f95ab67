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
import java.util.concurrent.atomic.AtomicReference;
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

    /**
     * What came of it.
     *
     * @param done how often it was done
     * @param shares how often each thread had done it when the first of them was through
     * @param left all that was left in the database
     * @param latencies in nanoseconds
     * @param nanos how long it went on
     */
    record Outcome(long done, List<Long> shares, long left, long errors, Histogram latencies, long nanos) {

        double perSecond() {
            return done * 1e9 / nanos;
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
        long nanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        AtomicLong began = new AtomicLong();
        AtomicReference<List<Long>> shares = new AtomicReference<>();
        List<One> all = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            all.add(new One(interval, interval * thread / threads));
        }
        CyclicBarrier start = new CyclicBarrier(threads, () -> began.set(System.nanoTime()));
        List<Future<?>> futures = new ArrayList<>();
        for (One one : all) {
            futures.add(executor.submit(() -> {
                start.await();
                one.run(began.get(), began.get() + nanos);
                shares.compareAndSet(null, all.stream().map(each -> each.done).toList());
                return one;
            }));
        }
        for (Future<?> future : futures) {
            future.get();
        }
        return outcome(all, shares.get(), nanos);
    }

    private static Outcome outcome(List<One> all, List<Long> shares, long nanos) {
        Histogram latencies = new Histogram(3);
        all.forEach(one -> latencies.add(one.latencies));
        return new Outcome(
                all.stream().mapToLong(one -> one.done).sum(),
                shares,
                all.stream().mapToLong(one -> one.left).sum(),
                all.stream().mapToLong(one -> one.errors).sum(),
                latencies,
                nanos);
    }

    /** One thread's. */
    private final class One {
        private final Histogram latencies = new Histogram(3);
        private final Random random = new Random(NAMES.incrementAndGet());
        private final String name = "new" + NAMES.incrementAndGet() + "-";
        private final long interval;
        private final long phase;
        private volatile long done; // written by its own thread only
        private long left;
        private long errors;

        One(long interval, long phase) {
            this.interval = interval;
            this.phase = phase;
        }

        void run(long began, long end) {
            long due = began + phase;
            for (long now = waitUntil(Math.min(due, end)); now < end; now = waitUntil(Math.min(due, end))) {
                long came = interval == 0 ? now : due;
                once();
                latencies.recordValue(System.nanoTime() - came);
                due += interval;
            }
            for (; interval > 0 && due < end; due += interval) {
                latencies.recordValue(end - due); // it came and was not begun
            }
        }

        private static long waitUntil(long due) {
            long now = System.nanoTime();
            while (now < due) {
                LockSupport.parkNanos(due - now);
                now = System.nanoTime();
            }
            return now;
        }

        private void once() {
            try {
                left += workload.once(stack, random, users, name + done);
                done = done + 1;
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
