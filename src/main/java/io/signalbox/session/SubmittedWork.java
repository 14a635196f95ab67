package io.signalbox.session;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A unit of work of a {@link WriteExecutor}, and what becomes of it: what is cancelled is not committed. */
final class SubmittedWork<T extends @Nullable Object> extends CompletableFuture<T> {

    private enum State {
        WAITING,
        RUNNING,
        COMMITTING,
        CANCELLED
    }

    private final WriteExecutor executor;
    private final TransactionOptions options;
    private final Work<T, ?> work;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    SubmittedWork(WriteExecutor executor, TransactionOptions options, Work<T, ?> work) {
        this.executor = executor;
        this.options = options;
        this.work = work;
    }

    /** Runs it, if it is still wanted; throws nothing. */
    void run(Transactions transactions) {
        if (isDone()) {
            return;
        }
        try {
            complete(transactions.<T, Exception>write(options, em -> {
                enter(State.RUNNING);
                T result = work.run(em);
                enter(State.COMMITTING);
                return result;
            }));
        } catch (Throwable t) {
            completeExceptionally(t);
        }
    }

    /** Goes on to a state, from a further attempt's beginning too; refused once it is not wanted any more. */
    private void enter(State next) {
        State present = state.updateAndGet(before -> before == State.CANCELLED ? before : next);
        if (present == State.CANCELLED || isDone()) {
            throw new CancellationException("the unit of work was cancelled, and is rolled back");
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        State before =
                state.getAndUpdate(present -> present == State.COMMITTING || isDone() ? present : State.CANCELLED);
        if (before == State.COMMITTING || isDone()) {
            return isCancelled();
        }
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        executor.remove(this);
        if (before == State.RUNNING && mayInterruptIfRunning) {
            executor.interrupt(this);
        }
        return cancelled;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        refuseOnWritingThread();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        refuseOnWritingThread();
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        refuseOnWritingThread();
        return super.join();
    }

    private void refuseOnWritingThread() {
        if (!isDone() && executor.isWritingThread()) {
            throw new IllegalStateException(
                    "the writing thread would wait for itself: a unit of work that needs another's"
                            + " result does both, or goes on where that is done (thenCompose)");
        }
    }
}
