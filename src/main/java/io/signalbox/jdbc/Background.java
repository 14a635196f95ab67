package io.signalbox.jdbc;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What an engine does now and then, on one daemon thread. A task that fails is logged, and tried again the next time. */
final class Background implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(Background.class.getName());

    private final ScheduledExecutorService scheduler;

    /** Starts no thread before there is something to do. */
    Background(String name) {
        scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "signalbox-background " + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Has something done so long after it was done the last time, again and again. */
    void every(Duration interval, Runnable task) {
        long nanos = Math.max(1, interval.toNanos());
        var unused = scheduler.scheduleWithFixedDelay(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.ERROR, "what is done in the background has failed", e);
        }
    }

    /** Does nothing more, and lets go on what is being done: it may be giving a connection back. */
    @Override
    public void close() {
        scheduler.shutdown();
    }
}
