package io.signalbox.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is on the writer: its holder's for a statement, or that of one who works in isolation for all its work. In
 * order of arrival; whoever has it may take it again. Unlike a {@link java.util.concurrent.locks.ReentrantLock} it can be
 * given back by another thread, where its own has ended.
 *
 * <p>Safe for use by any number of threads.
 */
final class Turn {

    private final FairPermits one = new FairPermits(1);
    private volatile @Nullable Thread owner;
    private int depth; // the owner's

    /** Waits for it, however long that takes. */
    void take() {
        if (!isMine()) {
            one.acquireUninterruptibly();
            owner = Thread.currentThread();
        }
        depth++;
    }

    /** Takes it at once, or not at all. */
    boolean tryTake() {
        boolean taken = isMine() || one.tryAcquire();
        if (taken) {
            owner = Thread.currentThread();
            depth++;
        }
        return taken;
    }

    /** As {@link #take()}; false if the deadline passed or was cancelled. */
    boolean take(Deadline deadline) throws InterruptedException {
        if (!isMine()) {
            if (!one.acquire(deadline)) {
                return false;
            }
            owner = Thread.currentThread();
        }
        depth++;
        return true;
    }

    /** Gives it back once for each time it was taken; for the thread that has it, and once that has ended, for any other. */
    void giveBack() {
        if (--depth == 0) {
            owner = null;
            one.release();
        }
    }

    /** True if the calling thread has it. */
    boolean isMine() {
        return owner == Thread.currentThread();
    }

    /** True if the thread that has it has ended. */
    boolean isLeft() {
        Thread present = owner;
        return present != null && !present.isAlive();
    }
}
