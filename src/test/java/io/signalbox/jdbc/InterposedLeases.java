package io.signalbox.jdbc;

import io.signalbox.Actor;
import io.signalbox.jdbc.Transaction.Execution;
import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.PhysicalConnection;
import java.sql.SQLException;
import java.util.Optional;

/** The leases of an engine, with something that happens at one point of a transaction's end, once. */
final class InterposedLeases implements LeaseSource {

    /** Where. */
    enum Point {
        WRITER_COMMITTED,
        READER_BEGINS,
        WRITER_RELEASED
    }

    private final LeaseSource source;
    private final Point point;
    private final Actor.Action action;
    private boolean done;

    InterposedLeases(LeaseSource source, Point point, Actor.Action action) {
        this.source = source;
        this.point = point;
        this.action = action;
    }

    private void at(Point reached) {
        if (reached == point && !done) {
            done = true;
            try {
                action.run();
            } catch (Exception e) {
                throw new AssertionError("what was to happen at " + reached + " failed", e);
            }
        }
    }

    @Override
    public Lease reader(Deadline deadline, String statement) throws SQLException {
        return new Interposed(source.reader(deadline, statement), false);
    }

    @Override
    public Lease writer(Deadline deadline, String statement) throws SQLException {
        return new Interposed(source.writer(deadline, statement), true);
    }

    @Override
    public SqliteConfiguration configuration() {
        return source.configuration();
    }

    private final class Interposed implements Lease {
        private final Lease lease;
        private final boolean writer;

        Interposed(Lease lease, boolean writer) {
            this.lease = lease;
            this.writer = writer;
        }

        @Override
        public PhysicalConnection physical() {
            return lease.physical();
        }

        @Override
        public <R> R use(Execution<R> execution) throws SQLException {
            return lease.use(execution);
        }

        @Override
        public void begin(Deadline deadline) throws SQLException {
            if (!writer) {
                at(Point.READER_BEGINS);
            }
            lease.begin(deadline);
        }

        @Override
        public boolean askInTransaction() {
            return lease.askInTransaction();
        }

        @Override
        public Optional<SQLException> endedBecause() {
            return lease.endedBecause();
        }

        @Override
        public Durable commit(Durability durability) throws SQLException {
            Durable committed = lease.commit(durability);
            if (writer) {
                at(Point.WRITER_COMMITTED);
            }
            return committed;
        }

        @Override
        public void release() {
            lease.release();
            if (writer) {
                at(Point.WRITER_RELEASED);
            }
        }
    }
}
