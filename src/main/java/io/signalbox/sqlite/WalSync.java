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
 * <p>A thread forces, for all; but who has been alone for a while forces by himself, which saves two switches of threads. Before a force
 * begins, others who are about to ask are let come, for each costs the processor as much as a transaction does. An interrupt
 * ends neither a force nor a wait. Those who wait let others run for a moment, and are parked, virtual threads too.
 *
 * <p>A force that failed is the last: what the system then drops from its cache, the next force would not tell (<a
 * href="https://man7.org/linux/man-pages/man2/fsync.2.html">fsync(2)</a>). Whoever waits or comes gets that failure.
 *
 * <p>Safe for use by any number of threads.
 */
public final class WalSync implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(WalSync.class.getName());

    /** After so many forces in a row for one request each the next is not left to the thread. */
    static final int ALONE = 8;

    /** Who waits, and the thread before it forces, lets others run so often at most. */
    static final int YIELDS = 64;

    /** The thread does so until none of them has asked so often in a row. */
    static final int QUIET = 4;

    /** Forces what was written to the log so far to the disk. */
    @FunctionalInterface
    public interface Force {
        /** Returns when it is on disk. */
        void run() throws IOException;
    }

    /** Told of each force that has succeeded, twice, by the thread that forces, which holds no lock then. */
    @FunctionalInterface
    public interface Listener {
        /**
         * The log was forced to disk, and who waits for that waits for this method, too: what it counts is counted when a commit returns.
         *
         * @param nanos how long that took
         * @param requests how many had asked for it
         */
        void count(long nanos, int requests);

        /** The same, once nobody waits any more. */
        default void synced(long nanos, int requests) {}
    }

    private final DatabaseFiles files;
    private final WalFile file;
    private final Force force;
    private final Listener listener;
    private final Yields yields;
    private final ReentrantLock lock = new ReentrantLock(); // held for a few instructions
    private final Condition changed = lock.newCondition(); // for the thread that forces
    private List<Request> next = new ArrayList<>(); // guarded by lock
    private boolean forcing; // guarded by lock
    private int alone; // guarded by lock: for how many forces in a row, ALONE at most, one request was all there was
    private boolean closed; // guarded by lock
    private @Nullable Thread thread; // guarded by lock
    private volatile @Nullable IOException failure;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private volatile long synced;

    private WalSync(DatabaseFiles files, WalFile file, Force force, Listener listener, Yields yields) {
        this.files = files;
        this.file = file;
        this.force = force;
        this.listener = listener;
        this.yields = yields;
    }

    /**
     * Opens the log of a database that a connection has open.
     *
     * @param seam makes the force that is used of the one of the file; a test counts, holds or fails it there
     */
    public static WalSync open(DatabaseFiles files, UnaryOperator<Force> seam, Listener listener) throws IOException {
        return open(files, seam, listener, new Yields());
    }

    static WalSync open(DatabaseFiles files, UnaryOperator<Force> seam, Listener listener, Yields yields)
            throws IOException {
        WalFile file = WalFile.open(files.log());
        return new WalSync(files, file, seam.apply(file), listener, yields);
    }

    /** One who waits for a force that begins after the request. */
    public static final class Request {
        private final WalSync sync;
        private volatile @Nullable Thread waiter;
        private volatile boolean done;
        private @Nullable IOException failure; // written before done

        private Request(WalSync sync) {
            this.sync = sync;
        }

        private void end(@Nullable IOException outcome) {
            failure = outcome;
            done = true;
            LockSupport.unpark(waiter);
        }

        /** True when who waits for the force may go on. */
        boolean isDone() {
            return done;
        }

        /**
         * Waits for the force, however long it takes and also where the thread is interrupted; its flag is set again then.
         *
         * @throws IOException if nobody knows whether what was written before the request is on disk
         */
        public void await() throws IOException {
            waiter = Thread.currentThread();
            if (!done) {
                sync.forceIfAlone();
            }
            sync.yields.until(this::isDone, YIELDS);
            Uninterruptible.park(this, this::isDone);
            if (failure != null) {
                throw new IOException(failure.getMessage(), failure);
            }
        }
    }

    /** Asks for a force that begins after this call; does not wait for it. */
    public Request request() {
        Request request = new Request(this);
        lock.lock();
        try {
            IOException refusal = failure == null && closed ? new IOException("the database was closed") : failure;
            if (refusal != null) {
                request.end(refusal);
            } else {
                if (forcing || !next.isEmpty()) {
                    alone = 0;
                }
                next.add(request);
                wake();
            }
        } finally {
            lock.unlock();
        }
        return request;
    }

    private void wake() {
        if (forcing || !isForTheThread()) {
            return;
        }
        if (thread == null) {
            thread = new Thread(
                    null, this::forceAll, "signalbox-sync " + files.database().getFileName(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(WalSync.class.getClassLoader());
            thread.start();
        }
        changed.signal();
    }

    /** Who is alone forces when he waits, unless another comes before that. */
    private boolean isForTheThread() {
        return !next.isEmpty() && alone < ALONE;
    }

    private void forceIfAlone() {
        List<Request> batch;
        lock.lock();
        try {
            if (forcing || next.isEmpty() || isForTheThread()) {
                return;
            }
            batch = begin();
        } finally {
            lock.unlock();
        }
        force(batch);
    }

    private void forceAll() {
        for (List<Request> batch = batch(); !batch.isEmpty(); batch = batch()) {
            force(batch);
        }
    }

    /** Waits for requests, and takes all there are: those that come later are for the next force. Empty at the end. */
    private List<Request> batch() {
        lock.lock();
        try {
            while (forcing || !(isForTheThread() || closed)) {
                changed.awaitUninterruptibly();
            }
            letOthersCome();
            return begin();
        } finally {
            lock.unlock();
        }
    }

    /** What is asked for meanwhile need not wait for the next force. Nobody else forces: there are requests for the thread. */
    private void letOthersCome() {
        int seen = next.size();
        int quiet = 0;
        for (int left = YIELDS; left > 0 && quiet < QUIET && !closed && tryYield(); left--) {
            quiet = next.size() == seen ? quiet + 1 : 0;
            seen = next.size();
        }
    }

    /** Without the lock. */
    private boolean tryYield() {
        lock.unlock();
        try {
            return yields.tryYield();
        } finally {
            lock.lock();
        }
    }

    /** Takes all requests there are; under the lock. */
    private List<Request> begin() {
        List<Request> batch = next;
        next = new ArrayList<>();
        forcing = !batch.isEmpty();
        alone = batch.size() == 1 ? Math.min(alone + 1, ALONE) : 0;
        return batch;
    }

    private void end() {
        lock.lock();
        try {
            forcing = false;
            if (closed) {
                changed.signalAll();
            } else {
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    private void force(List<Request> batch) {
        long start = System.nanoTime();
        IOException outcome = failure != null ? failure : forced();
        long took = System.nanoTime() - start;
        end();
        if (outcome == null) {
            listener.count(took, batch.size());
        }
        batch.forEach(request -> request.end(outcome));
        if (outcome == null) {
            listener.synced(took, batch.size());
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
            changed.signalAll();
            started = thread;
        } finally {
            lock.unlock();
        }
        if (started != null) {
            Uninterruptible.join(started);
        }
        forceAll(); // waits for who forces by himself
        file.close();
    }
}
