package io.signalbox.session;

/**
 * Thrown when an EntityManager of one thread is used by another, or one of a {@link ThreadSessions#scopedBy scope} by two at
 * once. The message names both threads.
 */
public final class WrongThreadException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    WrongThreadException(Thread owner, Thread current, String method) {
        super("this EntityManager belongs to thread '" + owner.getName() + "', but " + method
                + "() was called by thread '"
                + current.getName() + "': let each thread use its own. To hand one object to many threads, hand them"
                + " sharedEntityManager().");
    }

    WrongThreadException(String scope, Thread user, Thread current, String method) {
        super("the EntityManager of " + scope + " is used by thread '" + user.getName() + "'"
                + (user.isAlive() ? "" : ", which has ended,")
                + ", in the midst of a call or a transaction, but " + method + "() was called by thread '"
                + current.getName() + "': threads of one scope may use it one after the other, not at once.");
    }
}
