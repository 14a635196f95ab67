package io.signalbox.session;

import jakarta.persistence.EntityTransaction;

/** A thread's own: no other thread's, and left once it has ended. */
final class ThreadOwnership implements Ownership {

    private final Thread owner;

    ThreadOwnership(Thread owner) {
        this.owner = owner;
    }

    @Override
    public void enter(ThreadSession session, String call) {
        Thread current = Thread.currentThread();
        if (current != owner) {
            throw new WrongThreadException(owner, current, call);
        }
    }

    @Override
    public void leave(ThreadSession session) {
        // it remains the thread's
    }

    @Override
    public EntityTransaction confined(EntityTransaction transaction, ThreadSession session) {
        return transaction;
    }

    @Override
    public boolean isLeft(ThreadSession session, boolean closing) {
        return !owner.isAlive();
    }

    @Override
    public String leak() {
        return this
                + " has ended and left its EntityManager open; it was closed, and what it had not committed was rolled"
                + " back. Call remove() at the end of a thread's work.";
    }

    @Override
    public String toString() {
        return "thread '" + owner.getName() + "'";
    }
}
