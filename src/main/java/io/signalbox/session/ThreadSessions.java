package io.signalbox.session;

import io.signalbox.hibernate.EntityManagers;
import jakarta.persistence.EntityManager;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Each thread's own EntityManager: opened on demand, closed by {@link #remove}, by the unit of work that opened it, or
 * soon after its thread has ended.
 *
 * <p>Safe for use by any number of threads, virtual ones included.
 */
public final class ThreadSessions implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(ThreadSessions.class.getName());
    private static final Duration SWEEP_INTERVAL = Duration.ofMillis(500);

    private final EntityManagers entityManagers;
    private final boolean diagnostics;
    private final Map<Thread, ThreadSession> sessions = new ConcurrentHashMap<>();
    private final EntityManager shared;
    private final ScheduledExecutorService sweeper;
    private volatile boolean closed;

    /** Opens nothing yet, and starts the daemon thread that cleans up after ended threads. */
    public ThreadSessions(EntityManagers entityManagers) {
        this.entityManagers = entityManagers;
        this.diagnostics = entityManagers.diagnostics();
        this.shared = ConfinedEntityManager.proxy((proxy, method, args) -> {
            if (method.getDeclaringClass() == Object.class) {
                return ConfinedEntityManager.ofObject(proxy, method, args, "the calling thread's own EntityManager");
            }
            if (method.getName().equals("close")) {
                throw new IllegalStateException("the shared EntityManager is every thread's own and cannot be closed:"
                        + " a thread gives up its own with remove()");
            }
            return ConfinedEntityManager.invoke(session().currentUnchecked(), method, args);
        });
        this.sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "signalbox-sessions");
            thread.setDaemon(true);
            return thread;
        });
        long nanos = SWEEP_INTERVAL.toNanos();
        var unused = sweeper.scheduleWithFixedDelay(this::sweep, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * The calling thread's EntityManager: inside a unit of work that unit's, outside one that stays open until {@link
     * #remove} or the end of the thread. Between transactions it holds no connection.
     *
     * @return a proxy that refuses any other thread with {@link WrongThreadException}
     */
    public EntityManager current() {
        return session().current();
    }

    /**
     * An EntityManager that may be cached, injected and passed to any thread: it always means {@link #current() the
     * caller's own}. What it returns, a query for instance, belongs to the thread that called.
     */
    public EntityManager shared() {
        return shared;
    }

    /**
     * Closes the EntityManager that the calling thread got from {@link #current}, rolling back a transaction that it has
     * begun; does nothing where there is none.
     *
     * @throws IllegalStateException inside a unit of work
     */
    public void remove() {
        ThreadSession session = sessions.get(Thread.currentThread());
        if (session != null) {
            session.closeOnDemand();
            sessions.remove(session.thread());
        }
    }

    /** How many threads have an EntityManager open now. */
    public int open() {
        return (int) sessions.values().stream().filter(ThreadSession::isOpen).count();
    }

    /** The calling thread's session. */
    ThreadSession session() {
        ThreadSession session = sessions.get(Thread.currentThread());
        if (session == null) {
            refuseWhenClosed();
            session = new ThreadSession(entityManagers, diagnostics);
            sessions.put(session.thread(), session);
        }
        return session;
    }

    /** True if the calling thread is in a transaction. */
    boolean isActive() {
        ThreadSession session = sessions.get(Thread.currentThread());
        return session != null && session.isActive();
    }

    /** The attempt that the calling thread is in. */
    int attempt() {
        ThreadSession session = sessions.get(Thread.currentThread());
        return session == null ? 0 : session.attempt();
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw new IllegalStateException("the database is closed: this thread can open no EntityManager any more");
        }
    }

    EntityManagers entityManagers() {
        return entityManagers;
    }

    /** Closes what ended threads have left open. */
    void sweep() {
        List<ThreadSession> ended = sessions.values().stream()
                .filter(session -> !session.thread().isAlive())
                .toList();
        for (ThreadSession session : ended) {
            if (sessions.remove(session.thread(), session)) {
                abandon(session);
            }
        }
    }

    private void abandon(ThreadSession session) {
        if (!session.isOpen()) {
            return;
        }
        entityManagers.tellLeaked(
                "thread '" + session.thread().getName() + "' has ended and left its EntityManager open; it was closed,"
                        + " and what it had not committed was rolled back. Call remove() at the end of a thread's work.",
                session.openedAt());
        try {
            session.abandon();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "what an ended thread left open could not be closed cleanly", e);
        }
    }

    /** Ends the cleaning up and refuses new EntityManagers; what live threads have open is theirs to close. */
    @Override
    public void close() {
        closed = true;
        sweeper.shutdownNow();
        sweep();
    }
}
