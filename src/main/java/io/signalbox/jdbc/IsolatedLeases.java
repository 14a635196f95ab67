package io.signalbox.jdbc;

import java.sql.SQLException;

/** The leases of a connection that works in isolation: all are the writer's, whoever holds it. */
final class IsolatedLeases implements LeaseSource {

    private final LeaseSource source;

    IsolatedLeases(LeaseSource source) {
        this.source = source;
    }

    @Override
    public Lease reader(Deadline deadline, String statement) throws SQLException {
        return source.isolated(deadline, statement);
    }

    @Override
    public Lease writer(Deadline deadline, String statement) throws SQLException {
        return source.isolated(deadline, statement);
    }

    @Override
    public TransactionMode mode() {
        return TransactionMode.IMMEDIATE;
    }

    @Override
    public boolean isOpen() {
        return source.isOpen();
    }

    @Override
    public boolean hasReaders() {
        return false;
    }

    @Override
    public SqliteConfiguration configuration() {
        return source.configuration();
    }
}
