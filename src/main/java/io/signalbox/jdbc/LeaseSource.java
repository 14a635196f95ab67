package io.signalbox.jdbc;

import java.sql.SQLException;
import java.util.Optional;

/** Where logical connections get their leases. */
interface LeaseSource {

    /** Waits for a reader; throws what {@link ReaderPool#lease} throws. */
    Lease reader(Deadline deadline, String statement) throws SQLException;

    /** Waits for the writer; throws what {@link Writer#lease} throws. */
    Lease writer(Deadline deadline, String statement) throws SQLException;

    /** The writer if nobody holds it at this moment, and it is to be had so. */
    default Optional<Lease> writerIfFree(String statement) throws SQLException {
        return Optional.empty();
    }

    /** The writer for work in isolation, in the midst of whoever's transaction where that is possible. */
    default Lease isolated(Deadline deadline, String statement) throws SQLException {
        return writer(deadline, statement);
    }

    /** False where all that is leased is the writer, so that a statement in autocommit is begun and committed there. */
    default boolean hasReaders() {
        return true;
    }

    SqliteConfiguration configuration();

    /** What a transaction is that says nothing else. */
    default TransactionMode mode() {
        return configuration().transactionMode();
    }

    /** Waits until what a snapshot shows that was taken is durable, where reads are to be; throws what that throws. */
    default void awaitDurable() throws SQLException {}

    /** False once there are no more leases to be had. */
    default boolean isOpen() {
        return true;
    }

    /** False once transactions are refused. */
    default boolean isUsable() {
        return isOpen();
    }

    /** Told of a result set that was still open when its transaction was committed or its connection closed. */
    default void leftOpen(String sql) {}

    /** Throws what {@link Snapshot#requireUnchanged} throws; a test that wants to see what that is for leaves it out. */
    default void requireUnchanged(Snapshot snapshot) throws SQLException {
        snapshot.requireUnchanged();
    }
}
