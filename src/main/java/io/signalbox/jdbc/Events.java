package io.signalbox.jdbc;

import io.signalbox.jdbc.ConnectionUse.Kind;
import io.signalbox.sqlite.CheckpointResult;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells all who listen to one database, and counts.
 *
 * <p>Safe for use by any number of threads.
 */
final class Events {

    private final Path database;
    private volatile List<DatabaseListener> listeners = List.of(new WarningListener()); // replaced under this
    private final Set<DatabaseListener> failed = ConcurrentHashMap.newKeySet();
    private final List<Runnable> deferred = new ArrayList<>(); // for the thread that defers
    private volatile @Nullable Thread deferring;
    private final AtomicLong uses = new AtomicLong();
    private final LongAdder begun = new LongAdder();
    private final LongAdder committed = new LongAdder();
    private final LongAdder rolledBack = new LongAdder();
    private final LongAdder outcomeUnknown = new LongAdder();
    private final LongAdder foreignWaits = new LongAdder();
    private final LongAdder foreignNanos = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder leaked = new LongAdder();

    /** Without listeners, but for the one that warns. */
    Events(Path database) {
        this.database = database;
    }

    /** With the listeners that are services. */
    static Events withServices(Path database) {
        Events events = new Events(database);
        Iterator<DatabaseListener> services =
                ServiceLoader.load(DatabaseListener.class).iterator();
        while (next(services, events)) {
            // each by itself: one that cannot be loaded takes no other along
        }
        return events;
    }

    private static boolean next(Iterator<DatabaseListener> services, Events events) {
        try {
            boolean found = services.hasNext();
            if (found) {
                events.add(services.next());
            }
            return found;
        } catch (ServiceConfigurationError e) {
            WarningListener.LOGGER.log(Level.WARNING, "a listener of the class path cannot be used", e);
            return true;
        }
    }

    synchronized void add(DatabaseListener listener) {
        listeners = Stream.concat(listeners.stream(), Stream.of(listener)).toList();
    }

    synchronized void remove(DatabaseListener listener) {
        listeners = listeners.stream().filter(other -> other != listener).toList();
    }

    Path database() {
        return database;
    }

    /** One more use of a connection, about to be wanted by the calling thread. */
    Observation observe(Kind kind, String statement) {
        return new Observation(this, kind, statement, listeners);
    }

    long nextNumber() {
        return uses.incrementAndGet();
    }

    TransactionStatistics transactions() {
        return new TransactionStatistics(
                begun.sum(),
                committed.sum(),
                rolledBack.sum(),
                outcomeUnknown.sum(),
                retried.sum(),
                foreignWaits.sum(),
                foreignNanos.sum() / 1_000);
    }

    long leaks() {
        return leaked.sum();
    }

    void countForeignWait(boolean first, long nanos) {
        foreignWaits.add(first ? 1 : 0);
        foreignNanos.add(nanos);
    }

    void countBegun() {
        begun.increment();
    }

    void countCommitted() {
        committed.increment();
    }

    void countRolledBack() {
        rolledBack.increment();
    }

    void countUnknown() {
        outcomeUnknown.increment();
    }

    /** What the calling thread has to tell from now on waits until {@link #tellDeferred}: it holds a lock. */
    void defer() {
        deferring = Thread.currentThread();
    }

    /** Tells what has waited, for the thread that deferred it; does nothing for others. */
    void tellDeferred() {
        if (deferring == Thread.currentThread()) {
            deferring = null;
            deferred.forEach(Runnable::run);
            deferred.clear();
        }
    }

    /** To be called under no lock, except by who defers. */
    void tell(List<DatabaseListener> those, Consumer<DatabaseListener> event) {
        if (deferring == Thread.currentThread()) {
            deferred.add(() -> tellNow(those, event));
        } else {
            tellNow(those, event);
        }
    }

    private void tellNow(List<DatabaseListener> those, Consumer<DatabaseListener> event) {
        for (DatabaseListener listener : those) {
            try {
                event.accept(listener);
            } catch (Throwable t) { // whoever is in the midst of a commit must not fail for a listener's sake
                warnOnce(listener, t);
            }
        }
    }

    private void warnOnce(DatabaseListener listener, Throwable failure) {
        if (failed.add(listener)) {
            WarningListener.LOGGER.log(
                    Level.WARNING,
                    "the listener " + listener + " failed; it goes on being told, and its next failures are not logged",
                    failure);
        }
    }

    void opened() {
        tell(listeners, listener -> listener.opened(database));
    }

    void closed() {
        tell(listeners, listener -> listener.closed(database));
    }

    void retried(int attempt, Throwable failure) {
        retried.increment();
        tell(listeners, listener -> listener.retried(database, attempt, failure));
    }

    void leaked(Leak leak) {
        leaked.increment();
        tell(listeners, listener -> listener.leaked(leak));
    }

    void synced(Duration took, int commits) {
        tell(listeners, listener -> listener.synced(database, took, commits));
    }

    void checkpointed(CheckpointResult result) {
        tell(listeners, listener -> listener.checkpointed(database, result));
    }

    void snapshotAged(AgedSnapshot snapshot) {
        tell(listeners, listener -> listener.snapshotAged(snapshot));
    }
}
