package io.signalbox.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run: when its time is up, or before that for a reason; Ctrl-C is one, and the JVM then waits for {@link
 * #close}, so that the run can still tell what it came to. Safe for use by any number of threads.
 */
final class Ending implements AutoCloseable {

    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);
    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
    private final Thread atShutdown = new Thread(this::endAndLetTell, "end-of-run");

    Ending() {
        Runtime.getRuntime().addShutdownHook(atShutdown);
    }

    private void endAndLetTell() {
        early("the program was told to end");
        try {
            told.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the run before its time. */
    void early(String why) {
        if (!isOver()) {
            reason.compareAndSet(null, why);
            end.countDown();
        }
    }

    void timeIsUp() {
        end.countDown();
    }

    boolean isOver() {
        return end.getCount() == 0;
    }

    /** Returns at the end, or when so much time has passed. */
    void await(Duration time) throws InterruptedException {
        end.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Why it ended before its time, if it did. */
    Optional<String> reason() {
        return Optional.ofNullable(reason.get());
    }

    @Override
    public void close() {
        told.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException e) {
            // the JVM is ending, and goes on with it now
        }
    }
}
