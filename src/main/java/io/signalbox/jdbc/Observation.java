package io.signalbox.jdbc;

import io.signalbox.jdbc.ConnectionUse.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is told and counted of one use of a connection. Who is told is decided once, so that every end has its beginning.
 *
 * <p>For the thread that uses the connection, and for the one that ends what it has left.
 */
final class Observation {

    /** Of what is part of another use: nothing is told or counted. */
    static final Observation NONE = new Observation(new Events(Path.of("")), Kind.READER, "", List.of());

    private final Events events;
    private final Kind kind;
    private final String statement;
    private final List<DatabaseListener> listeners;
    private final boolean told; // somebody listens beside the one that warns
    private final String thread;
    private final long wanted;
    private long acquired;
    private final AtomicBoolean inTransaction = new AtomicBoolean();
    private @Nullable ConnectionUse use; // guarded by this

    Observation(Events events, Kind kind, String statement, List<DatabaseListener> listeners) {
        this.events = events;
        this.kind = kind;
        this.statement = statement;
        this.listeners = listeners;
        this.told = listeners.size() > 1;
        this.thread = told ? Thread.currentThread().getName() : "";
        this.wanted = told ? System.nanoTime() : 0;
    }

    /** Waits for a lease. */
    @FunctionalInterface
    interface Acquisition<L> {
        L acquire(Observation observation) throws SQLException;
    }

    <L> L acquire(Acquisition<L> acquisition) throws SQLException {
        try {
            L lease = acquisition.acquire(this);
            acquired();
            return lease;
        } catch (SQLException e) {
            failed(e);
            throw e;
        }
    }

    /** What it is called when it is told, to whomever: a checkpoint that it blocks asks while its own thread does. */
    synchronized ConnectionUse use() {
        ConnectionUse present = use;
        if (present == null) {
            present = new ConnectionUse(events.database(), events.nextNumber(), kind, thread, statement);
            use = present;
        }
        return present;
    }

    /** To be called while no lock is held, as all of these. */
    void queued() {
        tell(listener -> listener.queued(use()));
    }

    void acquired() {
        acquired = told ? System.nanoTime() : 0;
        tell(listener -> listener.acquired(use(), Duration.ofNanos(acquired - wanted)));
    }

    /** Waited for in vain, or given back at once because another process is in the way. */
    void failed(SQLException failure) {
        if (!told) {
            return;
        }
        Duration waited = Duration.ofNanos(System.nanoTime() - wanted);
        if (failure instanceof WriterTimeoutException
                || failure instanceof ReaderTimeoutException
                || failure instanceof ForeignLockTimeoutException) {
            tell(listener -> listener.timedOut(use(), waited, failure));
        } else {
            tell(listener -> listener.refused(use(), waited, failure));
        }
    }

    /** Another process holds the write lock. */
    void waitedForAnother(boolean first, long nanos) {
        events.countForeignWait(first, nanos);
    }

    void begun() {
        inTransaction.set(true);
        events.countBegun();
        tell(listener -> listener.begun(use()));
    }

    void committed() {
        inTransaction.set(false);
        events.countCommitted();
        tell(listener -> listener.committed(use()));
    }

    /** Once for each transaction: one that was taken from an ended thread may be rolled back by another as well. */
    void rolledBack() {
        if (inTransaction.compareAndSet(true, false)) {
            events.countRolledBack();
            tell(listener -> listener.rolledBack(use()));
        }
    }

    void outcomeUnknown(CommitOutcomeUnknownException failure) {
        inTransaction.set(false);
        events.countUnknown();
        tell(listener -> listener.outcomeUnknown(use(), failure));
    }

    void released() {
        tell(listener -> listener.released(use(), Duration.ofNanos(System.nanoTime() - acquired)));
    }

    /** It was taken from its thread, which has ended. */
    void abandoned() {
        released();
        rolledBack();
    }

    /** Its thread has ended without giving it back. */
    void leaked(Holder holder, String does, long now, List<String> openResults) {
        String message =
                "a thread has ended without ending its transaction or closing its connection, so what it had not"
                        + " committed was rolled back and what it held given back"
                        + (openResults.isEmpty()
                                ? ""
                                : " (result sets not closed: " + String.join("; ", openResults) + ")")
                        + ". Close connections where they are opened, with try-with-resources: "
                        + holder.summary(does, now);
        events.leaked(new Leak(events.database(), Leak.Kind.CONNECTION, message, holder.acquiredAt()));
    }

    private void tell(Consumer<DatabaseListener> event) {
        if (told) {
            events.tell(listeners, event);
        }
    }
}
