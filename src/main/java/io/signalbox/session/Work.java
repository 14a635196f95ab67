package io.signalbox.session;

import jakarta.persistence.EntityManager;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work: what runs inside one transaction, with the calling thread's own EntityManager.
 *
 * @param <T> the result; {@code null} is a result like any other
 * @param <X> the checked exception that the work may throw; it reaches the caller of {@link Transactions} unwrapped
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object, X extends Exception> {

    /**
     * Runs the work.
     *
     * @param entityManager the calling thread's EntityManager, in a transaction; not to be closed, and of no use to
     *     another thread
     */
    T run(EntityManager entityManager) throws X;

    /** A unit of work without a result. */
    @FunctionalInterface
    interface WithoutResult<X extends Exception> {

        /** Runs the work; as {@link Work#run}. */
        void run(EntityManager entityManager) throws X;
    }
}
