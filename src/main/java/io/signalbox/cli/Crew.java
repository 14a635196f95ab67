package io.signalbox.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do the same work and begin it together, and how much each had done when the first of them finished.
 */
final class Crew {

    /** What one thread does. */
    @FunctionalInterface
    interface Task {
        /** Does the work of the thread with this number, and counts each transaction when it is done. */
        void run(int number, Runnable done) throws Exception;
    }

    private final CountDownLatch ready;
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<Member> members;
    private final AtomicReference<long @Nullable []> shares = new AtomicReference<>();

    Crew(String name, int size, Task task, Errors errors) {
        this.ready = new CountDownLatch(size);
        this.members = IntStream.range(0, size)
                .mapToObj(number -> new Member(name + "-" + (number + 1), number, task, errors))
                .toList();
    }

    private final class Member extends Thread {
        private final int number;
        private final Task task;
        private final Errors errors;
        private volatile long done;

        Member(String name, int number, Task task, Errors errors) {
            super(name);
            this.number = number;
            this.task = task;
            this.errors = errors;
        }

        @Override
        public void run() {
            try {
                ready.countDown();
                go.await();
                task.run(number, this::count);
            } catch (Exception e) {
                errors.add(e);
            } finally {
                shares.compareAndSet(null, counts());
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread alone
        private void count() {
            done++;
        }
    }

    private long[] counts() {
        return members.stream().mapToLong(member -> member.done).toArray();
    }

    /** Starts the threads, lets them begin together, and waits for all of them. */
    void run() throws InterruptedException {
        start();
        join();
    }

    void start() throws InterruptedException {
        members.forEach(Thread::start);
        ready.await();
        go.countDown();
    }

    void join() throws InterruptedException {
        for (Member member : members) {
            member.join();
        }
    }

    /** The transactions of all. */
    long total() {
        return LongStream.of(counts()).sum();
    }

    /** The fewest that a thread had done when the first one finished. */
    long smallestShare() {
        return shares().min().orElse(0);
    }

    /** The most that a thread had done when the first one finished. */
    long largestShare() {
        return shares().max().orElse(0);
    }

    private LongStream shares() {
        long[] taken = shares.get();
        return LongStream.of(taken == null ? counts() : taken);
    }
}
