package io.signalbox.jdbc;

import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.Executed;
import io.signalbox.sqlite.PhysicalConnection;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was done in isolation in the midst of a transaction, the taking of a block of ids for instance: it stays done when
 * the transaction is rolled back, or another would be handed the same ids.
 *
 * <p>There is one writer, and the transaction holds it; so isolated work is done on the same connection, and done again
 * when the transaction is rolled back. Where the transaction began with {@link #BEGIN}, the write lock is never let go in
 * between; else only the permit is kept, and another process may come between.
 */
final class IsolatedWork {

    /** The savepoint at the begin of a transaction in whose midst isolated work is to be expected. */
    static final String BEGIN = "signalbox_begin";

    private static final System.Logger LOGGER = System.getLogger(IsolatedWork.class.getName());

    private final List<Executed> done = new ArrayList<>(0);
    private final Map<String, Integer> doneBefore = new HashMap<>(0);

    void add(List<Executed> committed) {
        done.addAll(committed);
    }

    /** Remembers what was done before a savepoint. */
    void savepointSet(String name) {
        doneBefore.put(name, done.size());
    }

    /** Does once more what a rollback to a savepoint has undone. */
    void savepointRolledBack(String name, PhysicalConnection physical) throws SQLException {
        again(doneBefore.getOrDefault(name, 0), physical);
    }

    private void again(int from, PhysicalConnection physical) throws SQLException {
        for (Executed statement : List.copyOf(done.subList(from, done.size()))) {
            statement.again(physical);
        }
    }

    /** The transaction has ended. */
    void clear() {
        done.clear();
        doneBefore.clear();
    }

    /**
     * Rolls the transaction back, does the isolated work once more, and commits it. Nobody waits for its sync: whoever uses
     * what it has done commits after it, and the log is durable up to where it is synced.
     */
    void survive(PhysicalConnection physical, CommitSync sync) throws SQLException {
        if (done.isEmpty()) {
            physical.rollbackTransaction();
            return;
        }
        try {
            rollBackToBegin(physical);
            again(0, physical);
            sync.commit(physical, Durability.CRASH_SAFE);
        } catch (SQLException e) {
            physical.retire("isolated work was lost with a rollback");
            LOGGER.log(
                    Level.WARNING,
                    "what was done in isolation, the taking of ids for instance, could not be kept when its transaction was"
                            + " rolled back: the same ids may be handed out twice",
                    e);
            physical.rollbackTransaction();
        }
    }

    private static void rollBackToBegin(PhysicalConnection physical) throws SQLException {
        try {
            physical.executeSavepoint("ROLLBACK TO " + BEGIN);
        } catch (SQLException e) {
            // no savepoint was set, or SQLite has rolled back all of the transaction
            physical.rollbackTransaction();
            if (!physical.tryBeginImmediate()) {
                throw e;
            }
        }
    }
}
