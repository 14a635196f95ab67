package io.signalbox;

import io.signalbox.sqlite.WalSync;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The real disk, whose forces are counted, and held or failed on demand. */
public final class TestDisk implements UnaryOperator<WalSync.Force> {

    private final AtomicInteger forces = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Throwable failure;

    @Override
    public WalSync.Force apply(WalSync.Force real) {
        return () -> {
            CountDownLatch present = gate; // before the force is counted: who has seen the count may open another gate
            forces.incrementAndGet();
            awaitUninterruptibly(present);
            refuse();
            real.run();
        };
    }

    /** As a disk, which no interrupt makes faster. */
    public static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuse() throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    /** How many were begun. */
    public int forces() {
        return forces.get();
    }

    /** Counts from the next on. */
    public void forget() {
        forces.set(0);
    }

    /** Whoever forces from now on waits for {@link #release}. */
    public void hold() {
        gate = new CountDownLatch(1);
    }

    public void release() {
        gate.countDown();
    }

    /** Lets go on who is held, and holds who comes next. */
    public void releaseAndHold() {
        CountDownLatch present = gate;
        hold();
        present.countDown();
    }

    /** Every force from now on fails so, those that are held included; null: succeeds. */
    public void fail(Throwable with) {
        failure = with;
    }
}
