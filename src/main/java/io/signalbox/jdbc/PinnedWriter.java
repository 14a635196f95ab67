package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import java.sql.SQLException;

/** The writer, kept from the first statement to the last: what its connections execute, they all execute there. */
final class PinnedWriter implements LeaseSource {

    private final SqliteConfiguration configuration;
    private final Lease pinned;

    PinnedWriter(SqliteConfiguration configuration, Lease pinned) {
        this.configuration = configuration;
        this.pinned = pinned;
    }

    @Override
    public Lease reader(Deadline deadline) {
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
        public void begin(Deadline deadline) throws SQLException {
            pinned.begin(deadline);
        }

        @Override
        public void release() {
            try {
                physical().rollbackTransaction();
            } catch (SQLException e) {
                physical().retire("its rollback failed: " + e.getMessage());
            }
        }
    }
}
