package io.signalbox.jdbc;

import io.signalbox.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.LongStream;

/** The latencies of transactions, from the connection to the return of the commit, of threads that do nothing but commit one row after the other. */
final class CommitLatencies {

    private final long[] sorted;
    private final Duration time;

    private CommitLatencies(long[] sorted, Duration time) {
        this.sorted = sorted;
        this.time = time;
    }

    /** Has the threads commit for so long. */
    static CommitLatencies of(LoadedEngine engine, int threads, Duration time) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Actor<long[]>> actors = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int number = thread;
            actors.add(Actor.start("committing " + thread, () -> commit(engine, number, start, time)));
        }
        List<long[]> latencies = new ArrayList<>();
        for (Actor<long[]> actor : actors) {
            latencies.add(actor.result(time.multipliedBy(10)));
        }
        return new CommitLatencies(
                latencies.stream().flatMapToLong(LongStream::of).sorted().toArray(), time);
    }

    private static long[] commit(LoadedEngine engine, int thread, CyclicBarrier start, Duration time) throws Exception {
        long[] latencies = new long[1 << 16];
        int count = 0;
        start.await();
        long end = System.nanoTime() + time.toNanos();
        for (long begun = System.nanoTime(); begun < end; ) {
            engine.insert(thread);
            long now = System.nanoTime();
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            latencies[count++] = now - begun;
            begun = now;
        }
        return Arrays.copyOf(latencies, count);
    }

    int count() {
        return sorted.length;
    }

    double perSecond() {
        return sorted.length / (time.toNanos() / 1e9);
    }

    /** In milliseconds; 0.999 of them are no longer than that of 0.999. */
    double millis(double part) {
        return sorted[(int) (sorted.length * part)] / 1e6;
    }

    /** The longest, in milliseconds. */
    double max() {
        return sorted[sorted.length - 1] / 1e6;
    }
}
