package io.signalbox.session;

import jakarta.persistence.EntityTransaction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A scope's own, which is used by one thread after the other: by one from the beginning of a call to its end, and from the
 * first call in a transaction to the transaction's end. Between those it is at rest, and the next thread may have it.
 */
final class ScopeOwnership implements Ownership {

    private final Object scope;
    private final Duration idle;
    private @Nullable Thread user; // guarded by this, as all below
    private int calls; // that the user is in
    private long rests = System.nanoTime(); // since then, if it does

    /**
     * At rest.
     *
     * @param idle after how long at rest it is deemed left
     */
    ScopeOwnership(Object scope, Duration idle) {
        this.scope = scope;
        this.idle = idle;
    }

    @Override
    public synchronized void enter(ThreadSession session, String call) {
        Thread current = Thread.currentThread();
        Thread present = user;
        if (present != null && present != current && isUsed(session)) {
            throw new WrongThreadException(toString(), present, current, call);
        }
        user = current;
        calls++;
    }

    @Override
    public synchronized void leave(ThreadSession session) {
        calls--;
        if (!isUsed(session)) {
            user = null;
            rests = System.nanoTime();
            if (!session.isOpen()) {
                session.end();
            }
        }
    }

    /** The session is asked as well: its transaction may have ended where nobody could notice. */
    private boolean isUsed(ThreadSession session) {
        return calls > 0 || session.isActive();
    }

    /** One that tells the session when it is begun and ended. */
    @Override
    public EntityTransaction confined(EntityTransaction transaction, ThreadSession session) {
        return ConfinedTransaction.confine(transaction, session);
    }

    @Override
    public synchronized boolean isLeft(ThreadSession session, boolean closing) {
        return isUsed(session) ? isDead(user) : closing || System.nanoTime() - rests >= idle.toNanos();
    }

    private static boolean isDead(@Nullable Thread thread) {
        return thread != null && !thread.isAlive();
    }

    @Override
    public synchronized String leak() {
        Thread dead = user;
        return dead == null
                ? this
                        + " has left its EntityManager open, and nobody used it any more; it was closed. Call remove() at"
                        + " the end of a scope."
                : "thread '" + dead.getName() + "' has ended in the midst of a transaction of " + this
                        + "; it was rolled back, and the EntityManager closed. End what is begun, and call remove() at"
                        + " the end of a scope.";
    }

    @Override
    public String toString() {
        return "scope '" + scope + "'";
    }
}
