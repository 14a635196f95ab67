package io.signalbox.jdbc;

import io.signalbox.jdbc.Transaction.Execution;
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
    public SqliteConfiguration configuration() {
        return configuration;
    }

    private final class Share implements Lease {
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
        }

        @Override
        public void commit() throws SQLException {
            pinned.commit();
        }

        @Override
        public void release() {
            pinned.rollBack();
        }
    }
}
