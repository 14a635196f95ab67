package io.signalbox.jdbc;

import io.signalbox.jdbc.Transaction.Execution;
import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.PhysicalConnection;
import java.sql.SQLException;

/** The writer, kept from the first statement to the last: what its connections execute, they all execute there. */
final class PinnedWriter implements LeaseSource {

    private final SqliteConfiguration configuration;
    private final WriterLease pinned;

    PinnedWriter(SqliteConfiguration configuration, WriterLease pinned) {
        this.configuration = configuration;
        this.pinned = pinned;
    }

    @Override
    public Lease reader(Deadline deadline, String statement) {
        return new Share();
    }

    @Override
    public Lease writer(Deadline deadline, String statement) {
        return new Share();
    }

    @Override
    public boolean hasReaders() {
        return false;
    }

    @Override
    public SqliteConfiguration configuration() {
        return configuration;
    }

    private final class Share implements Lease {
        private boolean begun;

        @Override
        public PhysicalConnection physical() {
            return pinned.physical();
        }

        @Override
        public Observation observation() {
            return pinned.observation();
        }

        @Override
        public <R> R use(Execution<R> execution) throws SQLException {
            return pinned.use(execution);
        }

        @Override
        public void begin(Deadline deadline) throws SQLException {
            pinned.begin(deadline);
            begun = true;
        }

        @Override
        public <R> R alone(Deadline deadline, Execution<R> execution) throws SQLException {
            return pinned.alone(deadline, execution);
        }

        @Override
        public Durable commit(Durability durability) throws SQLException {
            return pinned.commit(durability);
        }

        @Override
        public Durable executedAlone(Durability durability) {
            return pinned.executedAlone(durability);
        }

        @Override
        public void release() {
            if (begun) { // else the transaction is another connection's
                begun = false;
                pinned.rollBack();
            }
        }
    }
}
