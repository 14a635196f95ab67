package io.signalbox.sqlite;

import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * The transaction statements of one connection, and whether a transaction is open there.
 *
 * <p>For the thread that uses the connection, but for {@link #rollbackUnless}.
 */
final class TransactionControl {

    private final PhysicalConnection connection;
    private final Watch watch;
    private final ControlStatement begin;
    private final ControlStatement beginImmediate;
    private final ControlStatement commit;
    private final ControlStatement rollback;
    private volatile boolean inTransaction; // changed between two steps

    TransactionControl(PhysicalConnection connection, Access access, Watch watch) {
        this.connection = connection;
        this.watch = watch;
        // which begins to read, and takes the snapshot, where the database is read-only:
        // https://github.com/sqlite/sqlite/commit/1ca037f41e
        this.begin = new ControlStatement(connection, access == Access.READ_ONLY ? "BEGIN IMMEDIATE" : "BEGIN");
        this.beginImmediate = new ControlStatement(connection, "BEGIN IMMEDIATE");
        this.commit = new ControlStatement(connection, "COMMIT");
        this.rollback = new ControlStatement(connection, "ROLLBACK");
    }

    boolean inTransaction() {
        return inTransaction;
    }

    void begin() throws SQLException {
        watch.betweenSteps(() -> {
            watch.refuseExpired("BEGIN");
            begin.execute();
            inTransaction = true;
        });
    }

    /** False if another process has the write lock. */
    boolean tryBeginImmediate() throws SQLException {
        try {
            beginImmediate.execute();
            inTransaction = true;
            return true;
        } catch (SQLException e) {
            if (ResultCode.isLocked(e)) {
                return false;
            }
            throw e;
        }
    }

    void commit() throws SQLException {
        watch.betweenSteps(() -> {
            watch.refuseExpired("COMMIT");
            commit.execute();
            inTransaction = false;
        });
    }

    void rollback() throws SQLException {
        rollbackUnless(() -> false);
    }

    /** Rolls back, for any thread, unless there is a reason not to when no step runs. */
    void rollbackUnless(BooleanSupplier reason) throws SQLException {
        watch.betweenSteps(() -> {
            if (inTransaction && !reason.getAsBoolean()) {
                inTransaction = false;
                rollback.execute();
            }
        });
    }

    void executeSavepoint(String sql) throws SQLException {
        watch.betweenSteps(() -> {
            watch.refuseExpired(sql);
            try (JDBC4PreparedStatement statement = new JDBC4PreparedStatement(connection, sql)) {
                statement.executeUpdate();
            }
        });
    }

    boolean ask() {
        boolean[] open = {false};
        try {
            watch.betweenSteps(() -> open[0] = inTransaction && !watch.isExpired() && asked());
        } catch (SQLException e) {
            connection.retire("it did not tell whether its transaction is open: " + e.getMessage());
        }
        return open[0];
    }

    private boolean asked() throws SQLException {
        try {
            begin.execute();
            rollback(); // the one that was begun to ask
        } catch (SQLException e) {
            if (ResultCode.isPrimary(e, ResultCode.ERROR)
                    && String.valueOf(e.getMessage()).contains("within a transaction")) {
                return true;
            }
            throw e;
        }
        return false;
    }
}
