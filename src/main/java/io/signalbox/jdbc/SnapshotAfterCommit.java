package io.signalbox.jdbc;

import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.PhysicalConnection;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reader for the state that a transaction commits. It is checked out before the commit, so that a failure of that commits
 * nothing; and its snapshot is taken after the commit and before the writer is given to the next.
 *
 * <p>For one thread, that of the transaction.
 */
final class SnapshotAfterCommit implements CommittedSnapshot, LeaseSource {

    private static final String STATEMENT = "the reading of what is being committed";

    private enum State {
        NOT_COMMITTED,
        TAKEN,
        LOST,
        OPENED,
        ENDED
    }

    private final LeaseSource source;
    private State state = State.NOT_COMMITTED;
    private @Nullable Lease reader;
    private @Nullable SnapshotUnavailableException loss;

    SnapshotAfterCommit(LeaseSource source) {
        this.source = source;
    }

    static SQLException refusal() {
        return new SQLNonTransientException(
                "each transaction can have one snapshot after its commit: there is none in autocommit, none of isolated"
                        + " or exclusive work, and no second",
                "25000");
    }

    LeaseSource source() {
        return source;
    }

    /**
     * Commits.
     *
     * @param ending the transaction; null where none was begun
     * @param onReader whether it has only read so far: then its own snapshot is what it leaves, and its reader goes on. A
     *     second one could not be waited for: all who hold one might do so
     * @throws ReaderTimeoutException if no reader was free in time; nothing is committed
     */
    void commit(@Nullable Transaction ending, boolean onReader, NextTransaction options) throws SQLException {
        Deadline deadline = options.readerDeadline();
        if (state == State.ENDED || (ending != null && ending.isRolledBack())) {
            commit(ending, options.durability());
        } else if (ending == null) {
            Lease present = source.reader(deadline, STATEMENT);
            take(present, deadline, () -> {});
            releaseIfLost();
        } else if (onReader) {
            reader = ending.detach();
            state = State.TAKEN;
        } else {
            commitAndTake(ending, source.reader(deadline, STATEMENT), options);
        }
    }

    private static void commit(@Nullable Transaction ending, Durability durability) throws SQLException {
        if (ending != null) {
            ending.commit(durability);
        }
    }

    private void commitAndTake(Transaction ending, Lease present, NextTransaction options) throws SQLException {
        boolean committed = false;
        try {
            PhysicalConnection writer = ending.physical();
            ending.endLimit();
            long version = ending.execute(PhysicalConnection::dataVersion);
            ending.commitAnd(
                    options.durability(),
                    () -> take(present, options.readerDeadline(), () -> refuseOther(writer, version)));
            committed = true;
        } finally {
            if (!committed) {
                end(); // also of what was taken and may not be durable
                present.release();
            }
        }
        releaseIfLost();
    }

    private void releaseIfLost() {
        Lease lost = reader;
        if (state == State.LOST && lost != null) {
            reader = null;
            lost.release();
        }
    }

    private interface Check {
        void run() throws SQLException;
    }

    /** Never throws: the commit has succeeded. */
    private void take(Lease present, Deadline deadline, Check check) {
        try {
            present.begin(deadline);
            check.run();
            reader = present;
            state = State.TAKEN;
        } catch (SQLException | RuntimeException e) {
            reader = present; // released by the caller, who holds no lock then
            loss = new SnapshotUnavailableException(
                    "the transaction is committed, but the state that it has committed cannot be read: "
                            + e.getMessage(),
                    e);
            state = State.LOST;
        }
    }

    /** In this process nobody can have committed since, for the permit is still held; another may. */
    private static void refuseOther(PhysicalConnection writer, long version) throws SQLException {
        if (writer.dataVersion() != version) {
            throw new SQLException("another process has committed before a snapshot of it was taken");
        }
    }

    /** The transaction is at its end, whichever that was. */
    void transactionEnded() {
        if (state == State.NOT_COMMITTED) {
            state = State.ENDED;
        }
    }

    @Override
    public SqliteConnection open() throws SQLException {
        if (loss != null) {
            throw loss;
        }
        if (state != State.TAKEN) {
            throw new SQLNonTransientException(
                    switch (state) {
                        case NOT_COMMITTED -> "the transaction is not committed yet";
                        case OPENED -> "the snapshot has been opened already, and can be once";
                        default -> "there is no snapshot: the transaction was rolled back, or the snapshot was closed";
                    },
                    "25000");
        }
        LazyConnection connection = new LazyConnection(this);
        connection.setAutoCommit(false);
        state = State.OPENED;
        return connection;
    }

    @Override
    public void close() {
        if (state != State.OPENED) {
            end();
        }
    }

    /** The reader goes back; after its first transaction, or when the connection was closed before any. */
    void end() {
        state = State.ENDED;
        Lease present = reader;
        reader = null;
        if (present != null) {
            present.release();
        }
    }

    @Override
    public Lease reader(Deadline deadline, String statement) throws SQLException {
        Lease present = reader;
        return present != null ? new Taken(present) : source.reader(deadline, statement);
    }

    @Override
    public Lease writer(Deadline deadline, String statement) throws SQLException {
        return source.writer(deadline, statement);
    }

    @Override
    public Optional<Lease> writerIfFree(String statement) throws SQLException {
        return source.writerIfFree(statement);
    }

    @Override
    public Lease isolated(Deadline deadline, String statement) throws SQLException {
        return source.isolated(deadline, statement);
    }

    @Override
    public void awaitDurable() throws SQLException {
        source.awaitDurable();
    }

    @Override
    public boolean isOpen() {
        return source.isOpen();
    }

    @Override
    public void leftOpen(String sql) {
        source.leftOpen(sql);
    }

    @Override
    public SqliteConfiguration configuration() {
        return source.configuration();
    }

    @Override
    public void requireUnchanged(Snapshot snapshot) throws SQLException {
        source.requireUnchanged(snapshot);
    }

    /** The reader, whose transaction has begun; who only asks it something does not end that. */
    private final class Taken implements Lease {
        private final Lease present;
        private boolean begun;

        Taken(Lease present) {
            this.present = present;
        }

        @Override
        public PhysicalConnection physical() {
            return present.physical();
        }

        @Override
        public void begin(Deadline deadline) {
            begun = true;
        }

        @Override
        public void release() {
            if (begun) {
                begun = false;
                end();
            }
        }
    }
}
