package io.signalbox.jdbc;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What an engine does now and then, on one daemon thread. A task that fails is logged, and tried again the next time, if there is one. */
final class Background implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(Background.class.getName());

    private final ScheduledThreadPoolExecutor scheduler;

    /** {@link #after}. */
    interface Timer {
        void after(Duration delay, Runnable task);
    }

    /** Starts no thread before there is something to do. */
    Background(String name) {
        scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "signalbox-" + name);
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        scheduler.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Has something done so long after it was done the last time, again and again. */
    void every(Duration interval, Runnable task) {
        long nanos = Math.max(1, interval.toNanos());
        var unused = scheduler.scheduleWithFixedDelay(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** Has something done once, so long after now; nothing after the close. */
    void after(Duration delay, Runnable task) {
        var unused = scheduler.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
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
