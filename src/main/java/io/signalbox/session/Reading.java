package io.signalbox.session;

import jakarta.persistence.EntityManager;
import org.jspecify.annotations.Nullable;

/**
 * What is read when a unit of work is committed, from exactly the state that it has committed.
 *
 * @param <T> the result of the unit of work
 * @param <R> the result of the reading; {@code null} is a result like any other
 */
@FunctionalInterface
public interface Reading<T extends @Nullable Object, R extends @Nullable Object> {

    /**
     * Reads.
     *
     * @param entityManager a fresh EntityManager of the calling thread, in a read-only transaction; not to be closed, and of
     *     no use to another thread
     * @param written what the unit of work has returned; its entities are detached
     * @throws Exception anything; it reaches the caller as the cause of a {@link ReadAfterCommitException}
     */
    R run(EntityManager entityManager, T written) throws Exception;
}
