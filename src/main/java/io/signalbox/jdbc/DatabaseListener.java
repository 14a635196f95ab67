package io.signalbox.jdbc;

import io.signalbox.sqlite.CheckpointResult;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Told of what happens in a database that is open in this JVM: for metrics, for logs, for tests.
 *
 * <p>{@link SqliteDataSource#addListener} adds one to a database that is open; those that {@link java.util.ServiceLoader}
 * finds, in {@code META-INF/services/io.signalbox.jdbc.DatabaseListener}, are told of every database from its opening on. One
 * more is always there, and warns of leaks, of blocked checkpoints and of snapshots that are too old, through the {@link System.Logger} that is named as
 * this interface is.
 *
 * <p>For one {@link ConnectionUse} the events come in this order: {@link #queued}, only if it has to wait; {@link #acquired}, or
 * one of {@link #timedOut} and {@link #refused}, which are then the last; any number of transactions, each from {@link #begun} to
 * {@link #committed}, {@link #rolledBack} or {@link #outcomeUnknown}; {@link #released}. The connection is given back before the end of
 * its transaction is told. A use that was under way when the listener was added is not told of.
 *
 * <p>Events are told in the thread in which they happen, which waits for the listener to return: be quick, wait for nothing, and
 * leave the database alone. No lock is held meanwhile; but between {@link #acquired} and {@link #released} others may wait for the
 * connection. What a listener throws is logged, the first time, and has no other effect. To be safe for use by any number of threads.
 */
public interface DatabaseListener {

    /** A database was opened in this JVM: once, with its first data source. */
    default void opened(Path database) {}

    /** A database was closed: with its last data source. */
    default void closed(Path database) {}

    /** A thread is about to wait. */
    default void queued(ConnectionUse use) {}

    /** A thread has its connection. */
    default void acquired(ConnectionUse use, Duration waited) {}

    /**
     * A thread gave up at its deadline: in the queue; or with the writer in hand, which is then {@link #released}, because
     * another process has the database locked.
     *
     * @param failure what is thrown
     */
    default void timedOut(ConnectionUse use, Duration waited, SQLException failure) {}

    /**
     * A thread did not get its connection for another reason: it was interrupted or its statement cancelled, too many wait, the
     * data source was closed, or the connection cannot be opened.
     *
     * @param failure what is thrown
     */
    default void refused(ConnectionUse use, Duration waited, SQLException failure) {}

    /** A connection was given back. */
    default void released(ConnectionUse use, Duration held) {}

    /** A transaction was begun. */
    default void begun(ConnectionUse use) {}

    /** A transaction was committed, and is as durable as it is to be. */
    default void committed(ConnectionUse use) {}

    /** A transaction was rolled back, by whomever. */
    default void rolledBack(ConnectionUse use) {}

    /** Whether a transaction is committed cannot be known. */
    default void outcomeUnknown(ConnectionUse use, CommitOutcomeUnknownException failure) {}

    /**
     * A unit of work met a conflict and is run again.
     *
     * @param attempt the number of the attempt that is about to begin: 2 or more
     * @param failure what the one before has thrown
     */
    default void retried(Path database, int attempt, Throwable failure) {}

    /** Something was found that nobody had given back. */
    default void leaked(Leak leak) {}

    /**
     * The log was forced to disk; told by the thread that does so, whose next force waits for the listener to return.
     *
     * @param took how long it took
     * @param commits how many transactions waited for it
     */
    default void synced(Path database, Duration took, int commits) {}

    /** The log was copied into the database, as far as that was to be had. */
    default void checkpointed(Path database, CheckpointResult result) {}

    /** A snapshot was found that is older than it may be: once for each. */
    default void snapshotAged(AgedSnapshot snapshot) {}
}
