package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The leases of a connection that works in isolation in the midst of a transaction: all are that transaction's own
 * connection, and a transaction is a savepoint there.
 */
final class IsolatedLeases implements LeaseSource {

    private static final String SAVEPOINT = "signalbox_isolated";

    private final SqliteConfiguration configuration;
    private final Transaction outer;

    IsolatedLeases(SqliteConfiguration configuration, Transaction outer) {
        this.configuration = configuration;
        this.outer = outer;
    }

    /** What is executed in isolation is remembered; in autocommit it is committed by that. */
    void executed(String sql, @Nullable Object[] values, boolean autoCommit) {
        outer.isolatedWork().executed(sql, values);
        if (autoCommit) {
            outer.isolatedWork().committed();
        }
    }

    /** SQLite is asked whether the transaction outside is still open. */
    void failed(SQLException failure) {
        outer.survived(failure);
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
        private boolean begun;

        @Override
        public PhysicalConnection physical() {
            return outer.physical();
        }

        @Override
        public void begin(Deadline deadline) throws SQLException {
            physical().executeSavepoint("SAVEPOINT " + SAVEPOINT);
            begun = true;
        }

        @Override
        public void commit() throws SQLException {
            physical().executeSavepoint("RELEASE " + SAVEPOINT);
            begun = false;
            outer.isolatedWork().committed();
        }

        @Override
        public void release() {
            if (!begun) {
                return;
            }
            begun = false;
            outer.isolatedWork().rolledBack();
            try {
                physical().executeSavepoint("ROLLBACK TO " + SAVEPOINT);
                physical().executeSavepoint("RELEASE " + SAVEPOINT);
            } catch (SQLException e) {
                physical().retire("isolated work could not be rolled back: " + e.getMessage());
            }
        }
    }
}
