package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done in isolation in the midst of a transaction, the taking of a block of ids for instance: it stays done when
 * the transaction is rolled back, or another would be handed the same ids.
 *
 * <p>There is one writer, and the transaction holds it; so isolated work is done on the same connection, and done again
 * when the transaction is rolled back. Where the transaction began with {@link #SAVEPOINT}, the write lock is never let go
 * in between; else only the permit is kept, and another process may come between.
 */
final class IsolatedWork {

    /** Set at the begin of a transaction in whose midst isolated work is to be expected. */
    static final String SAVEPOINT = "signalbox_begin";

    private static final System.Logger LOGGER = System.getLogger(IsolatedWork.class.getName());

    /** A statement and its values. */
    private static final class Done {
        final String sql;
        final @Nullable Object[] values;

        Done(String sql, @Nullable Object[] values) {
            this.sql = sql;
            this.values = values;
        }
    }

    private final List<Done> done = new ArrayList<>();
    private final List<Done> pending = new ArrayList<>(2);

    void executed(String sql, @Nullable Object[] values) {
        pending.add(new Done(sql, values));
    }

    void committed() {
        done.addAll(pending);
        pending.clear();
    }

    void rolledBack() {
        pending.clear();
    }

    /** Rolls the transaction back, does the isolated work once more, and commits it. */
    void survive(Lease lease) {
        if (done.isEmpty()) {
            return;
        }
        PhysicalConnection physical = lease.physical();
        try {
            rollBackToBegin(physical);
            for (Done statement : done) {
                physical.executeAgain(statement.sql, statement.values);
            }
            lease.commit();
        } catch (SQLException e) {
            physical.retire("isolated work was lost with a rollback");
            LOGGER.log(
                    Level.WARNING,
                    "what was done in isolation, the taking of ids for instance, could not be kept when its transaction was"
                            + " rolled back: the same ids may be handed out twice",
                    e);
        }
    }

    private static void rollBackToBegin(PhysicalConnection physical) throws SQLException {
        try {
            physical.executeSavepoint("ROLLBACK TO " + SAVEPOINT);
        } catch (SQLException e) {
            // no savepoint was set, or SQLite has rolled back all of the transaction
            physical.rollbackTransaction();
            if (!physical.tryBeginImmediate()) {
                throw e;
            }
        }
    }
}
