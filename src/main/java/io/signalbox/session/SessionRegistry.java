package io.signalbox.session;

import io.signalbox.hibernate.EntityManagers;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all threads, or scopes, by their owner.
 *
 * <p>Safe for use by any number of threads.
 */
final class SessionRegistry {

    private static final System.Logger LOGGER = System.getLogger(ThreadSessions.class.getName());

    private final EntityManagers entityManagers;
    private final Opening opening;
    private final boolean diagnostics;
    private final Supplier<?> scope;
    private final Owner owner;
    private final Map<Object, ThreadSession> sessions = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** The owner that a key stands for. */
    @FunctionalInterface
    interface Owner {
        Ownership of(Object key);
    }

    SessionRegistry(EntityManagers entityManagers, Opening opening, Supplier<?> scope, Owner owner) {
        this.entityManagers = entityManagers;
        this.opening = opening;
        this.diagnostics = entityManagers.diagnostics();
        this.scope = scope;
        this.owner = owner;
    }

    private Object key() {
        Object key = scope.get();
        if (key == null) {
            throw new IllegalStateException("thread '" + Thread.currentThread().getName()
                    + "' is in no scope: the function that tells the scope returned null");
        }
        return key;
    }

    /** Who the caller is, in a few words. */
    String description() {
        return owner.of(key()).toString();
    }

    /** The caller's session, in use by him until he closes it. */
    ThreadSession session(String call) {
        while (true) {
            Object key = key();
            ThreadSession session = sessions.get(key);
            if (session == null) {
                session = created(key);
            }
            session.beginCall(call);
            if (!session.hasEnded()) {
                return session;
            }
            session.endCall();
        }
    }

    private ThreadSession created(Object key) {
        if (closed) {
            throw new IllegalStateException("the database is closed: no EntityManager can be opened any more");
        }
        return sessions.computeIfAbsent(
                key, k -> new ThreadSession(opening, owner.of(k), () -> sessions.remove(k), diagnostics));
    }

    private @Nullable ThreadSession present() {
        return sessions.get(key());
    }

    boolean has() {
        ThreadSession session = present();
        return session != null && session.has();
    }

    boolean isActive() {
        ThreadSession session = present();
        return session != null && session.isActive();
    }

    int attempt() {
        ThreadSession session = present();
        return session == null ? 0 : session.attempt();
    }

    /** Closes what the caller has open on demand, and forgets it. */
    void remove() {
        ThreadSession session = present();
        if (session != null) {
            session.beginCall("remove");
            try (session) {
                session.closeOnDemand();
                session.end();
            }
        }
    }

    int open() {
        return (int) sessions.values().stream().filter(ThreadSession::isOpen).count();
    }

    int size() {
        return sessions.size();
    }

    /** Closes what was left open by threads that have ended, and scopes that seem to. */
    void sweep() {
        sweep(false);
    }

    /** Refuses new sessions, and closes those that nobody uses. */
    void close() {
        closed = true;
        sweep(true);
    }

    private void sweep(boolean closing) {
        List.copyOf(sessions.values()).forEach(session -> endIfLeft(session, closing));
    }

    private void endIfLeft(ThreadSession session, boolean closing) {
        String leak;
        Optional<Throwable> openedAt;
        synchronized (session.owner()) { // so that whoever comes meanwhile waits, and finds it ended
            if (session.hasEnded() || !session.owner().isLeft(session, closing)) {
                return;
            }
            leak = session.isOpen() ? session.owner().leak() : "";
            openedAt = session.openedAt();
            session.end();
            abandon(session);
        }
        if (!leak.isEmpty()) {
            entityManagers.tellLeaked(leak, openedAt);
        }
    }

    private static void abandon(ThreadSession session) {
        try {
            session.abandon();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "what was left open could not be closed cleanly", e);
        }
    }
}
