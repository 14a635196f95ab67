package io.signalbox.jdbc;

import io.signalbox.jdbc.Transaction.Execution;
import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.Executed;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.ResultCode;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The writer for work in isolation, in the midst of the transaction of whoever holds it, whose statements wait meanwhile.
 * What is executed becomes durable with that transaction, and also when that is rolled back: {@link IsolatedWork}.
 *
 * <p>For the thread that joined the host; {@link #release} is for any once that has ended.
 */
final class IsolatedLease implements Lease {

    private static final String SAVEPOINT = "signalbox_isolated";

    private final WriterLease host;
    private final PhysicalConnection physical;
    private final @Nullable List<Executed> before;
    private final List<Executed> executed = new ArrayList<>(2);
    private boolean savepoint;
    private boolean transaction;
    private final @Nullable IsolatedLease outer;
    private final AtomicBoolean released = new AtomicBoolean();

    /**
     * Records what is executed from here on.
     *
     * @param host joined by the calling thread, and left by {@link #release}
     * @param outer the isolated work of the same thread in whose midst this is done; null if there is none
     */
    IsolatedLease(WriterLease host, @Nullable IsolatedLease outer) {
        this.host = host;
        this.outer = outer;
        this.physical = host.physical();
        this.before = physical.record(executed);
    }

    @Override
    public PhysicalConnection physical() {
        return physical;
    }

    @Override
    public <R> R use(Execution<R> execution) throws SQLException {
        refuseWhenReleased();
        boolean inTheHosts = !transaction && physical.inTransaction();
        try {
            return host.use(execution);
        } catch (SQLException e) {
            if (inTheHosts && !physical.askInTransaction()) {
                host.ended(e);
            }
            throw e;
        }
    }

    /** A savepoint in the host's transaction; where the host is between two transactions, one of its own. */
    @Override
    public void begin(Deadline deadline) throws SQLException {
        refuseWhenReleased();
        if (!physical.inTransaction()) {
            host.begin(deadline);
            transaction = true;
            return;
        }
        try {
            physical.executeSavepoint("SAVEPOINT " + SAVEPOINT);
            savepoint = true;
        } catch (SQLException e) {
            // "cannot open savepoint - SQL statements in progress": the host has not read all of a RETURNING
            if (!ResultCode.isPrimary(e, ResultCode.BUSY)) {
                throw e;
            }
        }
    }

    /** What is executed in the midst of a transaction is durable when that is. */
    @Override
    public Durable commit(Durability durability) throws SQLException {
        refuseWhenReleased();
        Durable committed = Durable.AT_ONCE;
        if (transaction) {
            committed = host.commit(durability);
            transaction = false;
            executed.clear();
        } else if (savepoint) {
            physical.executeSavepoint("RELEASE " + SAVEPOINT);
            savepoint = false;
        }
        keep();
        return committed;
    }

    @Override
    public <R> R alone(Deadline deadline, Execution<R> execution) throws SQLException {
        refuseWhenReleased();
        return host.alone(deadline, execution);
    }

    @Override
    public Durable executedAlone(Durability durability) {
        return host.executedAlone(durability);
    }

    private void refuseWhenReleased() throws SQLException {
        if (released.get()) {
            throw new SQLNonTransientException(
                    "the transaction in whose midst this connection works in isolation has ended, and so has its own"
                            + " transaction: close it",
                    "25000");
        }
    }

    private void keep() {
        if (physical.inTransaction()) {
            host.isolatedWork().add(executed);
        }
        executed.clear();
    }

    @Override
    public void release() {
        if (!released.compareAndSet(false, true)) {
            return;
        }
        physical.record(before);
        try {
            rollBack();
        } catch (SQLException e) {
            physical.retire("isolated work could not be rolled back: " + e.getMessage());
        } finally {
            host.leave(outer);
        }
    }

    private void rollBack() throws SQLException {
        if (transaction) {
            physical.rollbackTransaction();
        } else if (savepoint && physical.inTransaction()) {
            physical.executeSavepoint("ROLLBACK TO " + SAVEPOINT);
            physical.executeSavepoint("RELEASE " + SAVEPOINT);
        } else if (!savepoint) {
            keep(); // what was executed in autocommit, or could not be undone
        }
    }
}
