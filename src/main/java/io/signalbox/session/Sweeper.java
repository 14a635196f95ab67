package io.signalbox.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The daemon thread that cleans up after ended threads and forgotten scopes. */
final class Sweeper {

    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final List<SessionRegistry> registries = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "signalbox-sessions");
        thread.setDaemon(true);
        return thread;
    });

    Sweeper() {
        long nanos = INTERVAL.toNanos();
        var unused = executor.scheduleWithFixedDelay(
                () -> registries.forEach(SessionRegistry::sweep), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    void add(SessionRegistry registry) {
        registries.add(registry);
    }

    /** Closes one and sweeps the others on. */
    void remove(SessionRegistry registry) {
        registries.remove(registry);
        registry.close();
    }

    /** Closes all. */
    void close() {
        executor.shutdownNow();
        registries.forEach(SessionRegistry::close);
    }
}
