package io.signalbox.session;

import jakarta.persistence.EntityTransaction;

/** Whose an EntityManager is: it refuses everybody else, and knows whether anybody will come back to it. */
sealed interface Ownership permits ThreadOwnership, ScopeOwnership {

    /**
     * The calling thread uses it from now on, until it has left as often as it has entered.
     *
     * @param call what it is about to do
     * @throws WrongThreadException if it is another's
     */
    void enter(ThreadSession session, String call);

    /** The opposite; who is in the midst of a transaction, or of a unit of work, keeps it. */
    void leave(ThreadSession session);

    /** A transaction of it, as its owner may have it. */
    EntityTransaction confined(EntityTransaction transaction, ThreadSession session);

    /**
     * True if its owner has left it; asked, and acted upon, with the lock of this held.
     *
     * @param closing whether nobody can use it any more who does not use it now
     */
    boolean isLeft(ThreadSession session, boolean closing);

    /** What is to be said of an EntityManager that was left open. */
    String leak();

    /** Whose it is, in a few words. */
    @Override
    String toString();
}
