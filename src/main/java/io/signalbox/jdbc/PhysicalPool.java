package io.signalbox.jdbc;

import com.mchange.v2.c3p0.DataSources;
import com.mchange.v2.c3p0.PooledDataSource;
import com.mchange.v2.resourcepool.TimeoutException;
import io.signalbox.sqlite.PhysicalConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A c3p0 pool of physical connections.
 *
 * <p>Its users queue in front of it, so nobody ever waits in it. They work with the physical connection itself; c3p0's
 * handle only brings it back.
 */
final class PhysicalPool implements AutoCloseable {

    /** A physical connection and the handle that brings it back. */
    record Pooled(PhysicalConnection physical, Connection handle) {
        void giveBack() throws SQLException {
            handle.close();
        }
    }

    private static final Duration CHECKOUT_TIMEOUT = Duration.ofSeconds(10);

    private final Opener opener;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<PhysicalConnection> open = new ArrayList<>(); // guarded by lock
    private boolean closed; // guarded by lock
    private volatile boolean closing;
    private final PooledDataSource pool;

    /** Opens a connection. */
    @FunctionalInterface
    interface Opener {
        PhysicalConnection open() throws SQLException;
    }

    /**
     * Opens a pool of {@code size} connections, and of {@code reserve} more that are opened when they are wanted.
     *
     * <p>Opens the first connection here and now, so that what is wrong with the file is said by SQLite itself and not by a
     * pool that gave up.
     */
    PhysicalPool(String name, int size, int reserve, Opener opener) throws SQLException {
        this.opener = opener;
        AtomicReference<@Nullable PhysicalConnection> first = new AtomicReference<>(open());
        ConnectionsOf connections = new ConnectionsOf(() -> {
            PhysicalConnection opened = first.getAndSet(null);
            return opened != null ? opened : open();
        });
        pool = (PooledDataSource) DataSources.pooledDataSource(
                connections,
                Map.ofEntries(
                        Map.entry("dataSourceName", name),
                        Map.entry("initialPoolSize", size),
                        Map.entry("minPoolSize", size),
                        Map.entry("maxPoolSize", size + reserve),
                        Map.entry("acquireIncrement", 1),
                        Map.entry("acquireRetryAttempts", 2),
                        Map.entry("acquireRetryDelay", 100),
                        Map.entry("checkoutTimeout", (int) CHECKOUT_TIMEOUT.toMillis()),
                        Map.entry("maxStatements", 0),
                        Map.entry("maxStatementsPerConnection", 0),
                        Map.entry("numHelperThreads", 1),
                        // about 1 µs a check-out and check-in instead of 8 to 12
                        Map.entry("forceSynchronousCheckins", true),
                        // else a check-in switches the driver's own transaction handling back on, and misses ours
                        Map.entry("forceIgnoreUnresolvedTransactions", true),
                        Map.entry("connectionCustomizerClassName", RetireOnCheckIn.class.getName()),
                        // helper threads that inherit nothing from the thread that happened to open the pool
                        Map.entry("privilegeSpawnedThreads", true),
                        Map.entry("contextClassLoaderSource", "library")));
    }

    /** Throws {@link DataSourceClosedException} once {@link #refuse} was called. */
    Pooled checkOut() throws SQLException {
        if (closing) {
            throw new DataSourceClosedException("the data source is closed");
        }
        try {
            Connection handle = handle();
            return new Pooled(handle.unwrap(PhysicalConnection.class), handle);
        } catch (SQLException e) {
            throw closing ? new DataSourceClosedException("the data source is closed", e) : e;
        }
    }

    /** Nobody waits here but for a connection that is being opened; c3p0 does so by the clock on the wall, which may jump. */
    private Connection handle() throws SQLException {
        Deadline deadline = Deadline.after(CHECKOUT_TIMEOUT);
        while (true) {
            try {
                return pool.getConnection();
            } catch (SQLException e) {
                if (closing || !(e.getCause() instanceof TimeoutException) || deadline.remaining() <= 0) {
                    throw e;
                }
            }
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
        pool.close();
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
