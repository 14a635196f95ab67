package io.signalbox.session;

/**
 * Thrown when an EntityManager of one thread is used by another. The message names both.
 */
public final class WrongThreadException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    WrongThreadException(Thread owner, Thread current, String method) {
        super("this EntityManager belongs to thread '" + owner.getName() + "', but " + method
                + "() was called by thread '"
                + current.getName() + "': let each thread use its own. To hand one object to many threads, hand them"
                + " sharedEntityManager().");
    }
}
