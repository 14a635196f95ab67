package io.signalbox;

import io.signalbox.jdbc.WriteQueueStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;

/** Threads that do nothing but write, and how the writer was shared among them. */
public final class WritingLoad {

    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private final int transactions;
    private final Duration time;
    private final Target target;
    private final AtomicIntegerArray done;
    private final AtomicReference<Moment> firstHadFinished = new AtomicReference<>();
    private volatile Moment start;

    private WritingLoad(int threads, int transactions, Duration time, Target target) {
        this.transactions = transactions;
        this.time = time;
        this.target = target;
        this.done = new AtomicIntegerArray(threads);
    }

    /** What is written to. */
    public interface Target {
        /** Runs one transaction. */
        void write(int thread, int number) throws Exception;

        /** Takes the writer, runs what is given, and gives the writer back. */
        void holdTheWriter(Runnable meanwhile) throws Exception;

        WriteQueueStatistics statistics();
    }

    private record Moment(long nanoTime, int[] done, WriteQueueStatistics writer) {}

    /**
     * What was seen from the start until the first thread had finished.
     *
     * @param smallest the transactions of the thread that had done fewest
     * @param largest those of the one that had done most
     * @param perSecond transactions of all threads in a second
     * @param meanHold microseconds from the moment a thread was given the writer to the moment it gave it back, as the
     *     library counts them
     * @param meanQueue how many threads waited on average: all waits together, as the library counts them, by the time
     * @param writer waits are counted since the database was opened
     */
    public record Shares(
            int smallest,
            int largest,
            double perSecond,
            double meanHold,
            double meanQueue,
            WriteQueueStatistics writer) {

        /** Largest to smallest share. */
        public double ratio() {
            return largest / Math.max(1.0, smallest);
        }

        /** The wait that 999 of 1000 do not exceed, by mean hold times mean queue: what each waits whose turns are all equal. */
        public double tail() {
            return writer.waitP999Micros() / (meanHold * meanQueue);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "shares %d to %d (%.3f), p99.9 %.1f x (mean hold %.0f µs x mean queue %.1f), %.0f/s, %s",
                    smallest,
                    largest,
                    ratio(),
                    tail(),
                    meanHold,
                    meanQueue,
                    perSecond,
                    writer);
        }
    }

    /** Each thread runs so many transactions, and goes on for as long as the time given. */
    public static Shares run(int threads, int transactions, Duration time, Target target) throws Exception {
        return new WritingLoad(threads, transactions, time, target).run();
    }

    /** All threads wait for the writer when it starts, or the first would have turns before the others are awake. */
    private Shares run() throws Exception {
        List<Actor<Void>> actors = new ArrayList<>();
        target.holdTheWriter(() -> {
            for (int thread = 0; thread < done.length(); thread++) {
                int mine = thread;
                actors.add(Actor.does("writing " + thread, () -> write(mine)));
            }
            Actor.until("all wait", () -> target.statistics().waiting() == done.length());
            start = now();
        });
        for (Actor<Void> actor : actors) {
            actor.result(DEADLINE);
        }
        return between(start, firstHadFinished.get());
    }

    private void write(int thread) throws Exception {
        for (int number = 0; number < transactions || System.nanoTime() - start.nanoTime() < time.toNanos(); number++) {
            target.write(thread, number);
            done.incrementAndGet(thread);
        }
        if (firstHadFinished.get() == null) {
            firstHadFinished.compareAndSet(null, now());
        }
    }

    private Moment now() {
        int[] present = new int[done.length()];
        Arrays.setAll(present, done::get);
        return new Moment(System.nanoTime(), present, target.statistics());
    }

    private static Shares between(Moment start, Moment end) {
        double micros = (end.nanoTime() - start.nanoTime()) / 1e3;
        double acquired = end.writer().acquired() - start.writer().acquired();
        return new Shares(
                Arrays.stream(end.done()).min().orElseThrow(),
                Arrays.stream(end.done()).max().orElseThrow(),
                Arrays.stream(end.done()).sum() / micros * 1e6,
                (end.writer().heldMicros() - start.writer().heldMicros()) / acquired,
                (end.writer().waitedMicros() - start.writer().waitedMicros()) / micros,
                end.writer());
    }
}
