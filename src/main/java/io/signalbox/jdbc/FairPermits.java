package io.signalbox.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Permits that are given in order of arrival: to one who waits or, where nobody does, to one who comes. Who comes may take a
 * free one before those who wait as long as {@link Overtaking} lasts. The wait is timed, can be interrupted and, unlike that of a
 * {@link java.util.concurrent.Semaphore}, cancelled.
 *
 * <p>Where a permit is free and somebody waits, the eldest has been unparked and will look.
 *
 * <p>Safe for use by any number of threads, virtual ones included: a waiting thread is parked.
 */
final class FairPermits {

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Entry> waiters = new ArrayDeque<>(0); // guarded by lock, as all below
    private final Overtaking overtaking;
    private int free;
    private boolean open;

    private static final class Entry {
        final Thread thread = Thread.currentThread();
        boolean granted;
    }

    /** So many to begin with; nobody overtakes. */
    FairPermits(int free) {
        this(free, Overtaking.NONE);
    }

    /** So many to begin with. */
    FairPermits(int free, Overtaking.Rules rules) {
        this.free = free;
        this.overtaking = new Overtaking(rules, System::nanoTime);
    }

    /** Takes a permit if one is free, and nobody waits for it or may be overtaken. */
    boolean tryAcquire() {
        lock.lock();
        try {
            boolean taken = open || (free > 0 && (waiters.isEmpty() || !overtaking.isOver()));
            if (taken) {
                free--;
                overtaking.count();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a permit.
     *
     * @return false if the deadline passed or was cancelled
     */
    boolean acquire(Deadline deadline) throws InterruptedException {
        if (tryAcquire()) {
            return true;
        }
        Entry entry = new Entry();
        boolean waits = waits(entry);
        while (waits) {
            LockSupport.parkNanos(this, deadline.remaining());
            waits = !isGranted(entry);
            if (waits && Thread.interrupted()) {
                if (!leaves(entry)) {
                    Thread.currentThread().interrupt(); // granted meanwhile: whoever uses it will see to that
                    return true;
                }
                throw new InterruptedException();
            }
            if (waits && (deadline.remaining() <= 0 || deadline.isCancelled())) {
                return !leaves(entry);
            }
        }
        return true;
    }

    /** Waits for a permit, however long it takes. */
    void acquireUninterruptibly() {
        if (tryAcquire()) {
            return;
        }
        Entry entry = new Entry();
        boolean waits = waits(entry);
        boolean interrupted = false;
        while (waits) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
            waits = !isGranted(entry);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean waits(Entry entry) {
        lock.lock();
        try {
            if (tryAcquire()) {
                return false;
            }
            if (waiters.isEmpty()) {
                overtaking.begin();
            }
            waiters.addLast(entry);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isGranted(Entry entry) {
        lock.lock();
        try {
            if (free > 0 && waiters.peekFirst() == entry) {
                grantEldest();
                wakeEldest();
            }
            return entry.granted;
        } finally {
            lock.unlock();
        }
    }

    /** True if it waits no longer; false if it was granted. */
    private boolean leaves(Entry entry) {
        lock.lock();
        try {
            boolean waited = waiters.remove(entry);
            wakeEldest();
            return waited;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a permit back, for any thread. */
    void release() {
        lock.lock();
        try {
            free++;
            grant();
        } finally {
            lock.unlock();
        }
    }

    /** From now on there is a permit for everybody. */
    void open() {
        lock.lock();
        try {
            open = true;
            grant();
        } finally {
            lock.unlock();
        }
    }

    private void grant() {
        while (!waiters.isEmpty() && (open || (free > 0 && overtaking.isOver()))) {
            LockSupport.unpark(grantEldest());
        }
        wakeEldest();
    }

    private Thread grantEldest() {
        Entry eldest = waiters.removeFirst();
        free--;
        eldest.granted = true;
        overtaking.begin();
        return eldest.thread;
    }

    private void wakeEldest() {
        Entry eldest = waiters.peekFirst();
        if (eldest != null && free > 0) {
            LockSupport.unpark(eldest.thread);
        }
    }

    /** How many wait. */
    int waiting() {
        lock.lock();
        try {
            return waiters.size();
        } finally {
            lock.unlock();
        }
    }
}
