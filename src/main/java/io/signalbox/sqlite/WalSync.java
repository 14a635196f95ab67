package io.signalbox.sqlite;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Forces the write-ahead log to disk, once for all who asked before the force began.
 *
 * <p>One thread forces, and nobody can interrupt it: an interrupt in {@link java.nio.channels.FileChannel#force} would close
 * the channel for all. Those who wait are parked, virtual threads too, and an interrupt does not end their wait.
 *
 * <p>A force that failed is the last: what the system then drops from its cache, the next force would not tell (<a
 * href="https://man7.org/linux/man-pages/man2/fsync.2.html">fsync(2)</a>). Whoever waits or comes gets that failure.
 *
 * <p>Safe for use by any number of threads.
 */
public final class WalSync implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(WalSync.class.getName());

    /** Forces what was written to the log so far to the disk. */
    @FunctionalInterface
    public interface Force {
        /** Returns when it is on disk. */
        void run() throws IOException;
    }

    /** Told of each force that has succeeded, by the thread that forces, which holds no lock then. */
    @FunctionalInterface
    public interface Listener {
        /**
         * The log was forced to disk.
         *
         * @param nanos how long that took
         * @param requests how many had asked for it
         */
        void synced(long nanos, int requests);
    }

    private final DatabaseFiles files;
    private final WalFile file;
    private final Force force;
    private final Listener listener;
    private final ReentrantLock lock = new ReentrantLock(); // held for a few instructions
    private final Condition requested = lock.newCondition();
    private List<Request> next = new ArrayList<>(); // guarded by lock
    private boolean closed; // guarded by lock
    private @Nullable Thread thread; // guarded by lock
    private volatile @Nullable IOException failure;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private volatile long synced;

    private WalSync(DatabaseFiles files, WalFile file, Force force, Listener listener) {
        this.files = files;
        this.file = file;
        this.force = force;
        this.listener = listener;
    }

    /**
     * Opens the log of a database that a connection has open.
     *
     * @param seam makes the force that is used of the one of the file; a test counts, holds or fails it there
     */
    public static WalSync open(DatabaseFiles files, UnaryOperator<Force> seam, Listener listener) throws IOException {
        WalFile file = WalFile.open(files.log());
        return new WalSync(files, file, seam.apply(file), listener);
    }

    /** One who waits for a force that begins after the request. */
    public static final class Request {
        private volatile @Nullable Thread waiter;
        private volatile boolean done;
        private @Nullable IOException failure; // written before done

        private Request() {}

        private void end(@Nullable IOException outcome) {
            failure = outcome;
            done = true;
            LockSupport.unpark(waiter);
        }

        /**
         * Waits for the force, however long it takes and also where the thread is interrupted; its flag is set again then.
         *
         * @throws IOException if nobody knows whether what was written before the request is on disk
         */
        public void await() throws IOException {
            waiter = Thread.currentThread();
            boolean interrupted = false;
            while (!done) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure != null) {
                throw new IOException(failure.getMessage(), failure);
            }
        }
    }

    /** Asks for a force that begins after this call; does not wait for it. */
    public Request request() {
        Request request = new Request();
        lock.lock();
        try {
            IOException refusal = failure == null && closed ? new IOException("the database was closed") : failure;
            if (refusal != null) {
                request.end(refusal);
            } else {
                next.add(request);
                wake();
            }
        } finally {
            lock.unlock();
        }
        return request;
    }

    private void wake() {
        if (thread == null) {
            thread = new Uninterruptible(
                    this::forceAll, "signalbox-sync " + files.database().getFileName());
            thread.start();
        }
        requested.signal();
    }

    /** The thread that forces. */
    private static final class Uninterruptible extends Thread {
        Uninterruptible(Runnable work, String name) {
            super(null, work, name, 0, false);
            setDaemon(true);
            setContextClassLoader(WalSync.class.getClassLoader());
        }

        /** Does nothing: it has no other work that could be given up. */
        @Override
        public void interrupt() {}
    }

    private void forceAll() {
        for (List<Request> batch = batch(); !batch.isEmpty(); batch = batch()) {
            long start = System.nanoTime();
            IOException outcome = failure != null ? failure : forced();
            long took = System.nanoTime() - start;
            batch.forEach(request -> request.end(outcome));
            if (outcome == null) {
                listener.synced(took, batch.size());
            }
        }
    }

    /** Waits for requests, and takes all there are: those that come later are for the next force. Empty at the end. */
    private List<Request> batch() {
        lock.lock();
        try {
            while (next.isEmpty() && !closed) {
                requested.awaitUninterruptibly();
            }
            List<Request> batch = next;
            next = new ArrayList<>();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable IOException forced() {
        long covered = ended.get();
        try {
            force.run();
            synced = covered;
            return failure; // SQLite's own sync may have failed meanwhile
        } catch (IOException e) {
            return fail(e);
        } catch (Throwable t) { // whatever it was, those who wait must not wait for ever
            return fail(new IOException("the log could not be forced to disk: " + t, t));
        }
    }

    /** A sync has failed, here or in SQLite; the first failure stays, and is returned. */
    public IOException fail(IOException reason) {
        lock.lock();
        try {
            IOException first = failure;
            if (first != null) {
                return first;
            }
            failure = reason;
        } finally {
            lock.unlock();
        }
        LOGGER.log(
                Level.WARNING,
                "the log of " + files + " could not be synced to disk: nothing is read or written any more until the"
                        + " database was closed by all who use it in this process, and opened again",
                reason);
        return reason;
    }

    /** Why the log cannot be synced any more; empty as long as it can. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Something is about to be committed; {@link #endWrite} follows. */
    public void beginWrite() {
        begun.incrementAndGet();
    }

    /** What was about to be committed is, or is not. */
    public void endWrite() {
        ended.incrementAndGet();
    }

    /** True if all that this process has committed, or is about to, is on disk: also by whom nobody waits for. */
    public boolean isSynced() {
        return synced >= begun.get();
    }

    /** Ends those who wait with what becomes of their force, and refuses who comes. */
    @Override
    public void close() throws IOException {
        Thread started;
        lock.lock();
        try {
            closed = true;
            requested.signal();
            started = thread;
        } finally {
            lock.unlock();
        }
        if (started != null) {
            joinUninterruptibly(started);
        }
        file.close();
    }

    private static void joinUninterruptibly(Thread ending) {
        boolean interrupted = false;
        while (ending.isAlive()) {
            try {
                ending.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
