package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * One of the threads in an interleaving: it has a name, does its work, and tells what came of it. Nothing in it waits for a
 * time to pass; the deadline only ends a test that would hang.
 */
public final class Actor<T> {

    private static final Duration DEADLINE = Duration.parse(System.getProperty("signalbox.it.deadline", "PT60S"));

    private final FutureTask<T> task;
    private final Thread thread;

    private Actor(String name, Callable<T> work) {
        this.task = new FutureTask<>(work);
        this.thread = new Thread(task, name);
        this.thread.setDaemon(true);
    }

    /** Work that has no result. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    public static <T> Actor<T> start(String name, Callable<T> work) {
        Actor<T> actor = new Actor<>(name, work);
        actor.thread.start();
        return actor;
    }

    public static Actor<Void> does(String name, Action action) {
        return start(name, () -> {
            action.run();
            return null;
        });
    }

    /** Runs the work on a thread of its own, to its end. */
    public static <T> T on(String name, Callable<T> work) throws Exception {
        return start(name, work).result();
    }

    public Thread thread() {
        return thread;
    }

    /** What the work returned, once the thread has ended. */
    public T result() throws Exception {
        return result(DEADLINE);
    }

    /** As {@link #result()}, for work that may take longer than any other. */
    public T result(Duration deadline) throws Exception {
        try {
            return outcome(deadline);
        } catch (ExecutionException e) {
            throw new AssertionError("the work of thread '" + thread.getName() + "' failed", e.getCause());
        }
    }

    /** What the work threw, once the thread has ended. */
    public Throwable failure() throws Exception {
        try {
            T result = outcome(DEADLINE);
            return fail("the work of thread '%s' returned %s", thread.getName(), result);
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private T outcome(Duration deadline) throws InterruptedException, ExecutionException {
        try {
            return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            AssertionError hung = new AssertionError("thread '" + thread.getName() + "' hangs");
            hung.setStackTrace(thread.getStackTrace());
            throw hung;
        } finally {
            until("the end of thread " + thread.getName(), () -> !thread.isAlive() || !task.isDone());
        }
    }

    /** Returns once the thread waits, or has ended. */
    public Actor<T> parked() {
        until("thread " + thread.getName() + " waits", () -> switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> true;
            default -> false;
        });
        return this;
    }

    /** Returns once this thread has brought it about that the condition holds; fails with its failure if it ends without. */
    public Actor<T> reaches(String what, BooleanSupplier condition) throws Exception {
        AtomicBoolean reached = new AtomicBoolean();
        try {
            until(what, () -> {
                boolean ended = !thread.isAlive();
                reached.set(condition.getAsBoolean());
                return reached.get() || ended;
            });
        } catch (AssertionError e) {
            e.setStackTrace(thread.getStackTrace());
            throw e;
        }
        if (!reached.get()) {
            fail("thread '%s' ended before %s, and returned %s", thread.getName(), what, result());
        }
        return this;
    }

    /** Returns once the condition holds. */
    @SuppressWarnings("ThreadPriorityCheck") // to look again and again is not to starve those who are looked at
    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(deadline - System.nanoTime()).as("waiting until " + what).isPositive();
            Thread.yield();
        }
    }
}
