package io.signalbox.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Permits that are given in order of arrival: to one who waits or, where nobody does, to one who comes. Who comes may take a
 * free one before those who wait as long as {@link Overtaking} lasts. The wait is timed, can be interrupted and, unlike that of a
 * {@link java.util.concurrent.Semaphore}, cancelled.
 *
 * <p>Where a permit is free and somebody waits, the eldest has been unparked and will look.
 *
 * <p>While nobody waits no lock is taken: whoever was preempted in the midst of it would make all others sleep, who want nothing of
 * each other. Who begins to wait says so before he looks once more whether a permit is free; who gives one back does so before he looks
 * whether somebody waits. So one of the two sees the other.
 *
 * <p>Safe for use by any number of threads, virtual ones included: a waiting thread is parked.
 */
final class FairPermits {

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Entry> waiters = new ArrayDeque<>(0); // guarded by lock, as overtaking
    private final Overtaking overtaking;
    private final AtomicInteger free;
    private volatile boolean awaited; // somebody waits; written under lock
    private volatile boolean open; // written under lock

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
        this(free, rules, System::nanoTime);
    }

    /** With a clock of its own, in nanoseconds, by which one may not be overtaken any more. */
    FairPermits(int free, Overtaking.Rules rules, LongSupplier clock) {
        this.free = new AtomicInteger(free);
        this.overtaking = new Overtaking(rules, clock);
    }

    /** Takes a permit if one is free, and nobody waits for it or may be overtaken. */
    boolean tryAcquire() {
        return awaited ? tryOvertake() : take();
    }

    private boolean tryOvertake() {
        lock.lock();
        try {
            boolean taken = (open || waiters.isEmpty() || !overtaking.isOver()) && take();
            if (taken) {
                overtaking.count();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a permit if one is free. */
    private boolean take() {
        int present = free.get();
        while (present > 0 || open) {
            if (free.compareAndSet(present, present - 1)) {
                return true;
            }
            present = free.get();
        }
        return false;
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
            awaited = true;
            boolean taken = tryOvertake();
            if (!taken) {
                if (waiters.isEmpty()) {
                    overtaking.begin();
                }
                waiters.addLast(entry);
            }
            awaited = !waiters.isEmpty();
            return !taken;
        } finally {
            lock.unlock();
        }
    }

    private boolean isGranted(Entry entry) {
        lock.lock();
        try {
            if (waiters.peekFirst() == entry && take()) {
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
            awaited = !waiters.isEmpty();
            wakeEldest();
            return waited;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a permit back, for any thread. */
    void release() {
        free.incrementAndGet();
        if (awaited) {
            lock.lock();
            try {
                grant();
            } finally {
                lock.unlock();
            }
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
        while (!waiters.isEmpty() && (open || overtaking.isOver()) && take()) {
            LockSupport.unpark(grantEldest());
        }
        wakeEldest();
    }

    /** Who grants has taken the permit. */
    private Thread grantEldest() {
        Entry eldest = waiters.removeFirst();
        awaited = !waiters.isEmpty();
        eldest.granted = true;
        overtaking.begin();
        return eldest.thread;
    }

    private void wakeEldest() {
        Entry eldest = waiters.peekFirst();
        if (eldest != null && free.get() > 0) {
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
