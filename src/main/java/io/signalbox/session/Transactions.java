package io.signalbox.session;

import io.signalbox.sqlite.Durability;
import org.jspecify.annotations.Nullable;

/**
 * The way to run a {@link Work unit of work} in a transaction, on the calling thread and with its own EntityManager.
 *
 * <p>The intent is declared by the method's name. {@code read} is a read-only transaction: it sees one snapshot, taken
 * at its first statement, and waits for no writer. {@code write} is a read-write transaction: it queues for the one
 * writer at its first statement, and what it reads is current until it commits. A unit that returns is committed; one
 * that throws is rolled back, and what it threw reaches the caller as it is.
 *
 * <p>Propagation, when a unit of work starts another on the same thread:
 *
 * <table>
 * <caption>What the inner unit does</caption>
 * <tr><th>outer</th><th>inner</th><th></th></tr>
 * <tr><td>write</td><td>write</td><td>joins: same EntityManager, same transaction. If the inner unit throws, the outer
 * is marked rollback-only: it may go on, but ends in {@link jakarta.persistence.RollbackException}</td></tr>
 * <tr><td>write</td><td>read</td><td>joins, and sees the changes of the outer unit</td></tr>
 * <tr><td>read</td><td>read</td><td>joins, and sees the same snapshot</td></tr>
 * <tr><td>read</td><td>write, writeThenRead</td><td>{@link WriteInReadException} at once, naming both places</td></tr>
 * <tr><td>write</td><td>writeThenRead</td><td>{@link NestedWriteException} at once, naming both places</td></tr>
 * </table>
 *
 * <p>Safe for use by any number of threads.
 */
public interface Transactions {

    /**
     * Runs the work in a read-only transaction and returns its result.
     *
     * @throws X what the work threw
     * @throws jakarta.persistence.PersistenceException if the transaction could not begin or end, as JPA has it
     */
    <T extends @Nullable Object, X extends Exception> T read(TransactionOptions options, Work<T, X> work) throws X;

    /**
     * Runs the work in a read-write transaction, commits, and returns the work's result.
     *
     * @throws X what the work threw; nothing was committed
     * @throws WriteInReadException if the calling thread is inside a {@code read}
     * @throws jakarta.persistence.PersistenceException if the transaction could not begin or end, as JPA has it:
     *     {@link jakarta.persistence.LockTimeoutException} if the writer was not free in time,
     *     {@link jakarta.persistence.RollbackException} if it could not commit or had been marked rollback-only, {@link
     *     jakarta.persistence.OptimisticLockException} if it moved to the writer too late ({@code TransactionMode.UPGRADE}).
     *     Where the options allow attempts, it is the last one's, and those of the others are suppressed in it
     * @throws CommitOutcomeUnknownException if nobody can know whether it is durable
     */
    <T extends @Nullable Object, X extends Exception> T write(TransactionOptions options, Work<T, X> work) throws X;

    /**
     * Runs the work in a read-write transaction, commits, and then reads from exactly the state that was committed, while
     * the next transaction writes: a report on what was just changed, for instance, that need not hold the writer.
     *
     * <p>The reading has a fresh EntityManager in a read-only transaction, and sees what this unit and those before it have
     * committed and nothing since. Its reader is checked out before the commit, so that whatever fails up to then has
     * committed nothing, and its snapshot is taken before the next transaction can have the writer. Where the work has
     * written nothing, the reading sees what the work has seen, or the state at its end.
     *
     * @return the result of the reading
     * @throws X what the work threw; nothing was committed
     * @throws ReadAfterCommitException if the work is committed and the reading failed, its checked exceptions included; or
     *     another process committed in the same moment, so that there was nothing to be read by itself. An {@link Error} of the
     *     reading passes as it is, with such an exception suppressed in it
     * @throws WriteInReadException if the calling thread is inside a {@code read}
     * @throws NestedWriteException if the calling thread is in any other transaction
     * @throws jakarta.persistence.PersistenceException if the transaction could not begin or end, as for {@link
     *     #write(TransactionOptions, Work)}, with {@link jakarta.persistence.LockTimeoutException} also if no reader was free in
     *     time; nothing was committed and nothing read
     * @throws CommitOutcomeUnknownException if nobody can know whether it is durable; nothing was read
     */
    <T extends @Nullable Object, R extends @Nullable Object, X extends Exception> R writeThenRead(
            TransactionOptions options, Work<T, X> work, Reading<T, R> reading) throws X;

    /** {@link #writeThenRead(TransactionOptions, Work, Reading)} with {@link TransactionOptions#DEFAULT}. */
    default <T extends @Nullable Object, R extends @Nullable Object, X extends Exception> R writeThenRead(
            Work<T, X> work, Reading<T, R> reading) throws X {
        return writeThenRead(TransactionOptions.DEFAULT, work, reading);
    }

    /** True if the calling thread is inside a unit of work. */
    boolean isActive();

    /** How often the unit of work that the calling thread is in has been begun, from 1; 0 outside of one. */
    int attempt();

    /** {@link #read(TransactionOptions, Work)} with {@link TransactionOptions#DEFAULT}. */
    default <T extends @Nullable Object, X extends Exception> T read(Work<T, X> work) throws X {
        return read(TransactionOptions.DEFAULT, work);
    }

    /** {@link #write(TransactionOptions, Work)} with {@link TransactionOptions#DEFAULT}. */
    default <T extends @Nullable Object, X extends Exception> T write(Work<T, X> work) throws X {
        return write(TransactionOptions.DEFAULT, work);
    }

    /** {@link #write(TransactionOptions, Work)} whose commit survives what is given. */
    default <T extends @Nullable Object, X extends Exception> T write(Durability durability, Work<T, X> work) throws X {
        return write(TransactionOptions.durability(durability), work);
    }

    /** {@link #read(Work)} for work that has no result. */
    default <X extends Exception> void readWithoutResult(Work.WithoutResult<X> work) throws X {
        this.<Boolean, X>read(em -> {
            work.run(em);
            return true;
        });
    }

    /** {@link #write(Work)} for work that has no result. */
    default <X extends Exception> void writeWithoutResult(Work.WithoutResult<X> work) throws X {
        this.<Boolean, X>write(em -> {
            work.run(em);
            return true;
        });
    }
}
