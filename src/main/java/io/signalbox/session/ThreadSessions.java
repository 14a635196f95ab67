package io.signalbox.session;

import io.signalbox.hibernate.EntityManagers;
import jakarta.persistence.EntityManager;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Each thread's own EntityManager: opened on demand, closed by {@link #remove}, by the unit of work that opened it, or
 * soon after its thread has ended.
 *
 * <p>{@link #scopedBy} has one for each scope of the application's own instead, a request for instance.
 *
 * <p>Safe for use by any number of threads, virtual ones included.
 */
public final class ThreadSessions implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(ThreadSessions.class.getName());

    private final EntityManagers entityManagers;
    private final Opening opening;
    private final SessionRegistry registry;
    private final Sweeper sweeper;
    private final boolean ownsSweeper;
    private final EntityManager shared;

    /** Opens nothing yet, and starts the daemon thread that cleans up after ended threads. */
    public ThreadSessions(EntityManagers entityManagers) {
        this(entityManagers, new Sweeper(), true, Thread::currentThread, key -> new ThreadOwnership((Thread) key));
    }

    private ThreadSessions(
            EntityManagers entityManagers,
            Sweeper sweeper,
            boolean ownsSweeper,
            Supplier<?> scope,
            SessionRegistry.Owner owner) {
        this.entityManagers = entityManagers;
        this.opening = new Opening(entityManagers);
        this.registry = new SessionRegistry(entityManagers, opening, scope, owner);
        this.sweeper = sweeper;
        this.ownsSweeper = ownsSweeper;
        this.shared = ConfinedEntityManager.proxy((proxy, method, args) -> {
            if (method.getDeclaringClass() == Object.class) {
                return ConfinedEntityManager.ofObject(proxy, method, args, "the caller's own EntityManager");
            }
            if (method.getName().equals("close")) {
                throw new IllegalStateException("the shared EntityManager is everybody's own and cannot be closed:"
                        + " each gives up his own with remove()");
            }
            try (ThreadSession session = session(method.getName())) {
                return session.confined(ConfinedEntityManager.invoke(session.currentUnchecked(), method, args));
            }
        });
        sweeper.add(registry);
    }

    /**
     * The same by another scope than the thread: a request whose stages run on different threads, for instance.
     *
     * <p>Threads of one scope use its EntityManager one after the other. It is a thread's from the beginning of a call to its
     * end, in a transaction from its first call to its end, and as long as a unit of work lasts; whoever calls meanwhile is
     * refused with {@link WrongThreadException}. Between those it is at rest, holds no connection, and the next thread goes on
     * with what is managed there. What goes past the EntityManager, a query that it made or a lazy collection, only the
     * connection checks: while its statement runs, or its transaction lasts. So a scope that many threads are in at once, a
     * tenant for instance, is a pair of it and the thread.
     *
     * <p>Units of work in a scope are those of {@code new SessionTransactions(scopedBy(...))}.
     *
     * @param scope tells the scope that the calling thread is in: a key whose {@code equals} and {@code hashCode} do not
     *     change, the same for all who are in it. A caller for whom it is {@code null} is refused
     * @param idle after how long at rest a scope's EntityManager is closed and reported as a leak, since it was not removed;
     *     looked for every half a second. Afterwards the scope has none, as after {@link #remove}
     * @throws IllegalArgumentException if {@code idle} is not positive
     */
    public ThreadSessions scopedBy(Supplier<?> scope, Duration idle) {
        if (idle.isNegative() || idle.isZero()) {
            throw new IllegalArgumentException("idle must be positive, but is " + idle);
        }
        return new ThreadSessions(entityManagers, sweeper, false, scope, key -> new ScopeOwnership(key, idle));
    }

    /**
     * The calling thread's EntityManager: inside a unit of work that unit's, outside one that stays open until {@link
     * #remove} or the end of the thread. Between transactions it holds no connection.
     *
     * @return a proxy that refuses any other thread with {@link WrongThreadException}
     */
    public EntityManager current() {
        try (ThreadSession session = session("current")) {
            return session.current();
        }
    }

    /**
     * {@link #current()} where there is none yet: opens one, and does one thing more with it, setting its flush mode for
     * instance. If that throws, it is closed again.
     *
     * @throws IllegalStateException if the caller has one already, to which it would not be done
     */
    public EntityManager current(Consumer<? super EntityManager> more) {
        try (ThreadSession session = session("current")) {
            return session.open(more);
        }
    }

    /**
     * Has something done with each EntityManager that is opened here from now on, those of units of work included: a filter
     * enabled, a flush mode set. Replaces what was to be done before. Those that are open stay as they are; if the caller has
     * one, a warning says so.
     */
    public void configure(Consumer<? super EntityManager> with) {
        opening.configure(with);
        if (has()) {
            LOGGER.log(
                    Level.WARNING,
                    "an EntityManager of " + registry.description()
                            + " is open already and stays as it is: configure() before the first use, or remove() it");
        }
    }

    /** True if the caller has an EntityManager open, so that {@link #current()} need not open one. */
    public boolean has() {
        return registry.has();
    }

    /**
     * Has an EntityManager that was opened elsewhere, with options of its own for instance, as the caller's; {@link #remove}
     * closes it.
     *
     * @return it, as {@link #current()} returns it from now on
     * @throws IllegalStateException if the caller has one already
     * @throws IllegalArgumentException if it is closed, or another factory's
     */
    public EntityManager set(EntityManager entityManager) {
        try (ThreadSession session = session("set")) {
            return session.adopt(entityManager);
        }
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
        registry.remove();
    }

    /** How many threads, or scopes, have an EntityManager open now. */
    public int open() {
        return registry.open();
    }

    /** How many sessions are kept, open or not. */
    int size() {
        return registry.size();
    }

    /** The caller's session, which it closes when this use of it is over. */
    ThreadSession session(String call) {
        return registry.session(call);
    }

    /** True if the caller is in a transaction. */
    boolean isActive() {
        return registry.isActive();
    }

    /** The attempt that the caller is in. */
    int attempt() {
        return registry.attempt();
    }

    EntityManager configured(EntityManager opened) {
        return opening.configured(opened);
    }

    EntityManagers entityManagers() {
        return entityManagers;
    }

    /**
     * Ends the cleaning up and refuses new EntityManagers; what live threads have open is theirs to close. Those of scopes that
     * are at rest are closed. Scopes of {@link #scopedBy} end with that which they were made of.
     */
    @Override
    public void close() {
        if (ownsSweeper) {
            sweeper.close();
        } else {
            sweeper.remove(registry);
        }
    }
}
