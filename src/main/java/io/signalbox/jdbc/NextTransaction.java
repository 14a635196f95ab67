package io.signalbox.jdbc;

import io.signalbox.sqlite.Durability;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was set for the next transaction of a connection, or for the one that it is in, and how that begins; forgotten when
 * it ends.
 */
final class NextTransaction {

    private static final long NEVER = Long.MAX_VALUE;

    private final LeaseSource source;
    private final Interruptible interruptible;
    private @Nullable TransactionMode mode;
    private @Nullable Durability durability;
    private @Nullable Deadline deadline;
    private @Nullable Deadline statementEnd;
    private long writerEnd = NEVER; // NEVER: nobody has waited yet

    NextTransaction(LeaseSource source, Interruptible interruptible) {
        this.source = source;
        this.interruptible = interruptible;
    }

    void setTimeout(Duration timeout) {
        deadline = Deadline.after(timeout);
    }

    void setMode(TransactionMode wanted) {
        mode = wanted;
    }

    void setDurability(Durability wanted) {
        durability = wanted;
    }

    /** What its commit is to survive, as far as is known by now. */
    Durability durability() {
        return durability != null ? durability : source.configuration().durability();
    }

    boolean hasReaders() {
        return source.hasReaders();
    }

    void awaitDurable() throws SQLException {
        source.awaitDurable();
    }

    TransactionMode mode() {
        return mode != null ? mode : source.mode();
    }

    /** The statement that is about to be executed waits no longer than this; null for no limit of its own. */
    void setStatementEnd(@Nullable Deadline end) {
        statementEnd = end;
    }

    Lease reader(String sql) throws SQLException {
        return waiting(readerEnd(), until -> source.reader(until, sql));
    }

    Lease writer(String sql) throws SQLException {
        return waiting(writerEnd(), until -> source.writer(until, sql));
    }

    /** Executes what stands alone, on the writer. */
    <R> R alone(Lease writer, Transaction.Execution<R> execution) throws SQLException {
        return waiting(writerEnd(), until -> writer.alone(until, execution));
    }

    Transaction beginReading(String sql) throws SQLException {
        return waiting(readerEnd(), until -> Transaction.begin(source.reader(until, sql), until, end()));
    }

    Transaction beginWriting(String sql) throws SQLException {
        return waiting(writerEnd(), until -> Transaction.begin(source.writer(until, sql), until, end()));
    }

    Transaction beginWriting(Lease writer) throws SQLException {
        return waiting(writerEnd(), until -> Transaction.begin(writer, until, end()));
    }

    private interface Wait<R> {
        R until(Deadline deadline) throws SQLException;
    }

    /** With a deadline of its own, which can be cancelled, at the earlier of two moments. */
    private <R> R waiting(long end, Wait<R> wait) throws SQLException {
        Deadline until = new Deadline(statementEnd == null ? end : earlier(end, statementEnd.nanoTime()));
        interruptible.waits(until);
        try {
            return wait.until(until);
        } finally {
            interruptible.waits(null);
        }
    }

    private static long earlier(long one, long other) {
        return one - other <= 0 ? one : other;
    }

    Deadline readerDeadline() {
        return new Deadline(readerEnd());
    }

    private long readerEnd() {
        return deadline != null
                ? deadline.nanoTime()
                : Deadline.after(source.configuration().readerTimeout()).nanoTime();
    }

    /** One end for the queue and for another process's lock, from the first wait on. */
    private long writerEnd() {
        if (deadline != null) {
            return deadline.nanoTime();
        }
        if (writerEnd == NEVER) {
            writerEnd = Deadline.after(source.configuration().writeTimeout()).nanoTime();
        }
        return writerEnd;
    }

    /** When the transaction is over: a timeout that was set for it bounds its statements, too. */
    private long end() {
        return deadline != null ? deadline.nanoTime() : NEVER;
    }

    void forget() {
        mode = null;
        durability = null;
        deadline = null;
        writerEnd = NEVER;
    }
}
