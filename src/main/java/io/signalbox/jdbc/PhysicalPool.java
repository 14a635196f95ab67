package io.signalbox.jdbc;

import com.mchange.v2.c3p0.PoolBackedDataSource;
import com.mchange.v2.c3p0.PooledDataSource;
import com.mchange.v2.c3p0.WrapperConnectionPoolDataSource;
import com.mchange.v2.resourcepool.ResourcePoolException;
import com.mchange.v2.resourcepool.TimeoutException;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.StatementStoppedException;
import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.beans.PropertyVetoException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A pool of physical connections: the first is opened at once, and c3p0 opens those that are wanted besides, or in its place.
 *
 * <p>Its users queue in front of it, so nobody waits in it but for one that is being opened. They work with the physical
 * connection itself; c3p0's handle only brings back what is to be closed.
 */
final class PhysicalPool implements AutoCloseable {

    /** A physical connection and the handle that brings it back to be closed: c3p0's, or of the first itself. */
    record Pooled(PhysicalPool pool, PhysicalConnection physical, Connection handle) {
        /** Rolls back what is open; a connection on which that fails is replaced. */
        void giveBack() throws SQLException {
            try {
                physical.rollbackTransaction();
            } catch (SQLException e) {
                physical.retire("its rollback failed: " + e.getMessage());
            }
            if (physical.retiredBecause().isPresent() || pool.closing) {
                handle.close();
            } else {
                pool.idle.addFirst(this);
            }
        }
    }

    /** How long a connection may take to open where nobody has said how long he waits. */
    static final Duration OPENING = Duration.ofSeconds(10);

    private static final Duration LOOK_AT_DEADLINE = Duration.ofMillis(100);

    private final Opener opener;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<PhysicalConnection> open = new ArrayList<>(); // guarded by lock
    private boolean closed; // guarded by lock
    private volatile boolean closing;
    private volatile @Nullable Failure failure; // the last
    private final PooledDataSource others;

    /** Given back, for the next: to c3p0 only goes what is to be closed, for there each passes the pool's one lock thrice. */
    private final Deque<Pooled> idle = new ConcurrentLinkedDeque<>();

    /** That a connection could not be opened; each is one of its own. */
    private static final class Failure {
        private final Throwable reason;

        Failure(Throwable reason) {
            this.reason = reason;
        }

        SQLException toException() {
            String message = "a connection could not be opened: " + reason.getMessage();
            return reason instanceof SQLException e
                    ? new SQLException(message, e.getSQLState(), e.getErrorCode(), e)
                    : new SQLException(message, "08001", reason);
        }
    }

    /** Opens a connection. */
    @FunctionalInterface
    interface Opener {
        PhysicalConnection open() throws SQLException;
    }

    /**
     * Opens a pool whose users want at most so many connections at a time.
     *
     * <p>Opens the first connection here and now, so that what is wrong with the file is said by SQLite itself and not by a
     * pool that gave up. c3p0 starts its threads when another is wanted.
     */
    PhysicalPool(String name, int size, Opener opener) throws SQLException {
        this.opener = opener;
        this.others = bounded(new ConnectionsOf(this::open), name, size);
        PhysicalConnection first = open();
        idle.addFirst(new Pooled(this, first, first));
    }

    /** Set up by its setters and not registered: c3p0's management bean, rebuilt at each change, would cost more than a connection. */
    private static PooledDataSource bounded(ConnectionsOf connections, String name, int size) throws SQLException {
        try {
            WrapperConnectionPoolDataSource settings = new WrapperConnectionPoolDataSource(false);
            settings.setIdentityToken(name + " settings");
            settings.setNestedDataSource(connections);
            settings.setInitialPoolSize(0);
            settings.setMinPoolSize(0);
            settings.setMaxPoolSize(size);
            settings.setAcquireIncrement(1);
            settings.setAcquireRetryAttempts(2);
            settings.setAcquireRetryDelay(100);
            settings.setCheckoutTimeout((int) LOOK_AT_DEADLINE.toMillis());
            settings.setMaxStatements(0);
            settings.setMaxStatementsPerConnection(0);
            // about 1 µs a check-out and check-in instead of 8 to 12
            settings.setForceSynchronousCheckins(true);
            // else a check-in switches the driver's own transaction handling back on, and misses ours
            settings.setForceIgnoreUnresolvedTransactions(true);
            settings.setConnectionCustomizerClassName(RetireOnCheckIn.class.getName());
            PoolBackedDataSource bounded = new PoolBackedDataSource(false);
            bounded.setIdentityToken(name);
            bounded.setDataSourceName(name);
            bounded.setNumHelperThreads(1);
            bounded.setConnectionPoolDataSource(settings);
            return bounded;
        } catch (PropertyVetoException e) {
            throw new SQLException("the pool could not be set up: " + e.getMessage(), e);
        }
    }

    /** What is thrown where a connection was not there in time. */
    @FunctionalInterface
    interface Timeout {
        SQLException of(String problem, SQLException cause);
    }

    /** As the other, with a type of its own for a connection that was not there in time. */
    Pooled checkOut(Deadline deadline, Timeout timeout) throws SQLException {
        try {
            return checkOut(deadline);
        } catch (StatementStoppedException e) {
            throw e;
        } catch (SQLTimeoutException e) {
            throw timeout.of(e.getMessage() + "; nothing was begun", e);
        }
    }

    /** {@link #checkOut(Deadline)} with a deadline of its own. */
    Pooled checkOut() throws SQLException {
        return checkOut(Deadline.after(OPENING));
    }

    /**
     * Takes a connection. Nobody waits here but for one that is being opened.
     *
     * @throws DataSourceClosedException once {@link #refuse} was called
     * @throws StatementStoppedException if the deadline was cancelled
     * @throws SQLTimeoutException if it was not open before the deadline, or the thread was interrupted meanwhile, whose flag is
     *     then set again
     * @throws SQLException if it could not be opened
     */
    Pooled checkOut(Deadline deadline) throws SQLException {
        if (closing) {
            throw new DataSourceClosedException("the data source is closed");
        }
        try {
            Pooled present = idle.pollFirst();
            return present != null ? present : opened(deadline);
        } catch (SQLException e) {
            throw closing ? new DataSourceClosedException("the data source is closed", e) : e;
        }
    }

    /** c3p0 waits by the clock on the wall, which may jump, and knows one timeout for all: so it waits a little, and again, unless one has come back. */
    private Pooled opened(Deadline deadline) throws SQLException {
        Failure before = failure;
        while (true) {
            try {
                Connection handle = others.getConnection();
                return new Pooled(this, handle.unwrap(PhysicalConnection.class), handle);
            } catch (SQLException e) {
                refuseUnlessWaiting(e, before);
                Pooled present = idle.pollFirst();
                if (present != null) {
                    return present;
                }
                if (deadline.isCancelled()) {
                    throw new StatementStoppedException(
                            Reason.CANCELLED, "the wait for a connection that was being opened", e);
                }
                if (deadline.remaining() <= 0) {
                    throw new SQLTimeoutException("a connection was still being opened", "HYT00", e);
                }
            }
        }
    }

    /** c3p0 turns away all who wait when an opening has failed, and also who comes in the same moment. */
    private void refuseUnlessWaiting(SQLException refusal, @Nullable Failure before) throws SQLException {
        Throwable cause = refusal.getCause();
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            throw new SQLTimeoutException("interrupted while a connection was being opened", "HYT00", refusal);
        }
        if (closing || !(cause instanceof ResourcePoolException)) {
            throw refusal;
        }
        Failure now = failure;
        if (!(cause instanceof TimeoutException) && now != null && now != before) {
            throw now.toException();
        }
    }

    /** Gives no connection any more; those that are out go on. */
    void refuse() {
        closing = true;
    }

    private PhysicalConnection open() throws SQLException {
        lock.lock();
        try {
            if (closed) {
                throw new DataSourceClosedException("the pool is closed");
            }
            open.removeIf(PhysicalConnection::isFinished);
            PhysicalConnection connection = opener.open();
            open.add(connection);
            return connection;
        } catch (Throwable t) {
            failure = new Failure(t);
            throw t;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the pool and every connection that it opened, here and now: c3p0 leaves that to a thread of its own, which may
     * also be about to open one more.
     */
    @Override
    public void close() throws SQLException {
        refuse();
        for (Pooled present = idle.pollFirst(); present != null; present = idle.pollFirst()) {
            present.handle().close();
        }
        others.close();
        lock.lock();
        try {
            closed = true;
            for (PhysicalConnection connection : open) {
                connection.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
