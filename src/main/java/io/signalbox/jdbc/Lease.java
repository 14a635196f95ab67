package io.signalbox.jdbc;

import io.signalbox.jdbc.Transaction.Execution;
import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.PhysicalConnection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A physical connection for the time that a logical one is bound to it.
 *
 * <p>For the thread that took it. {@link #release} rolls back what is still open and may be called more than once.
 */
interface Lease {

    PhysicalConnection physical();

    /** What is told of this use. */
    default Observation observation() {
        return Observation.NONE;
    }

    /** Executes while nobody else does, not even one who works in isolation in the midst of this lease's transaction. */
    default <R> R use(Execution<R> execution) throws SQLException {
        return execution.on(physical());
    }

    /**
     * Begins a transaction: on the writer one that holds the write lock, on a reader one whose snapshot is taken by its
     * first statement.
     */
    void begin(Deadline deadline) throws SQLException;

    /**
     * Executes what stands alone, outside any transaction, and takes SQLite's locks by itself: VACUUM for instance. Waits for
     * the locks of another process as {@link #begin} does.
     */
    default <R> R alone(Deadline deadline, Execution<R> execution) throws SQLException {
        return use(execution);
    }

    /** {@link PhysicalConnection#askInTransaction}. */
    default boolean askInTransaction() {
        return physical().askInTransaction();
    }

    /** What has ended the transaction behind the back of whoever began it. */
    default Optional<SQLException> endedBecause() {
        return Optional.empty();
    }

    /** Sets a savepoint. */
    default void setSavepoint(String name) throws SQLException {
        physical().executeSavepoint("SAVEPOINT " + name);
    }

    /** Undoes what was done since a savepoint, except for what was done in isolation. */
    default void rollBackTo(String savepoint) throws SQLException {
        physical().executeSavepoint("ROLLBACK TO " + savepoint);
    }

    /**
     * Commits what was begun.
     *
     * @return what is to be waited for after {@link #release}
     */
    default Durable commit(Durability durability) throws SQLException {
        physical().commitTransaction();
        return Durable.AT_ONCE;
    }

    /** What is to be waited for after {@link #release}, where something was executed {@link #alone}. */
    default Durable executedAlone(Durability durability) {
        return Durable.AT_ONCE;
    }

    /**
     * From now on it is the calling thread's, and goes with its logical connection from thread to thread: it is no fault if one
     * of those ends.
     *
     * @return false if it was given back before, because the thread that had it last has ended
     */
    default boolean passOn() {
        return true;
    }

    /** Gives the connection back; what fails in doing so is the engine's business and not the caller's. */
    void release();
}
