package io.signalbox.jdbc;

import io.signalbox.sqlite.DatabaseFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose connections all threads may open at once, over one SQLite database: one writer behind a fair queue,
 * and readers that wait for nobody.
 *
 * <p>A connection costs nothing until its first statement; see {@link SqliteConnection}. All data sources on one database
 * in one JVM share one writer and one pool of readers, whatever spelling of the path they were opened with, and must
 * have the same settings. The database is closed with the last of them.
 *
 * <p>Safe for use by any number of threads.
 */
public final class SqliteDataSource implements DataSource, AutoCloseable {

    private final Engines.Hold hold;
    private final Engine engine;
    private volatile boolean closed;

    private SqliteDataSource(Engines.Hold hold) {
        this.hold = hold;
        this.engine = hold.engine();
    }

    /**
     * Opens a database, and creates it where it does not exist.
     *
     * @throws SQLException if it cannot be opened, or is open already with other settings
     */
    public static SqliteDataSource open(SqliteConfiguration configuration) throws SQLException {
        return new SqliteDataSource(Engines.hold(configuration));
    }

    /** {@link #open(SqliteConfiguration)} of a URL with its settings. */
    public static SqliteDataSource open(String url) throws SQLException {
        return open(SqliteConfiguration.parse(url));
    }

    /** A connection whose transactions write. */
    @Override
    public SqliteConnection getConnection() throws SQLException {
        return connection(false);
    }

    /** {@link #getConnection()}: SQLite knows no users. */
    @Override
    public SqliteConnection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    /** A connection whose transactions read. */
    public SqliteConnection getReadOnlyConnection() throws SQLException {
        return connection(true);
    }

    private SqliteConnection connection(boolean readOnly) throws SQLException {
        if (closed) {
            throw new DataSourceClosedException("the data source of " + engine.files() + " is closed");
        }
        return new LazyConnection(engine, readOnly);
    }

    /** Work that has the database to itself. */
    @FunctionalInterface
    public interface ExclusiveWork<X extends Exception> {
        /**
         * Runs the work.
         *
         * @param pinned all its connections execute on the writer, in autocommit too
         */
        void run(DataSource pinned) throws X;
    }

    /**
     * Runs work that nobody else may run at the same time, in this process or in another, a migration for instance: it
     * waits for the writer and for a lock between processes, and holds both to its end. Readers go on.
     *
     * @throws SQLException if the writer or the lock was not free within the write timeout
     */
    @SuppressWarnings("try") // the lock is held, not used
    public <X extends Exception> void runExclusively(String purpose, ExclusiveWork<X> work) throws SQLException, X {
        Deadline deadline = Deadline.after(engine.configuration().writeTimeout());
        WriterLease writer = engine.writer(deadline, purpose);
        try (DatabaseFiles.ProcessLock lock = engine.files().lockBetweenProcesses(deadline.nanoTime())) {
            LeaseSource pinned = new PinnedWriter(engine.configuration(), writer);
            work.run(new ConnectionsOf(() -> new LazyConnection(pinned, false)));
        } catch (TimeoutException e) {
            throw new ForeignLockTimeoutException(purpose + ": " + e.getMessage() + "; nothing was done");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WriterInterruptedException(purpose + ": " + e.getMessage() + "; nothing was done");
        } catch (IOException e) {
            throw new SQLException(purpose + ": the lock file beside " + engine.files() + " cannot be used", e);
        } finally {
            writer.release();
        }
    }

    /**
     * From now on each transaction on the database is prepared for {@link SqliteConnection#openIsolated} in its midst, which
     * costs it a savepoint: the write lock is then kept also where the transaction is rolled back and the isolated work is
     * not. Without it, another process may write in between.
     */
    public void expectIsolatedWork() {
        engine.expectIsolatedWork();
    }

    /** The canonical path of the database; of one in memory, the temporary file that it is. */
    public Path path() {
        return engine.files().database();
    }

    /** The settings it was opened with. */
    public SqliteConfiguration configuration() {
        return engine.configuration();
    }

    /** Has a listener told of what happens in the database from now on, whichever data source it is used through. */
    public void addListener(DatabaseListener listener) {
        engine.events().add(listener);
    }

    /** The opposite of {@link #addListener}. */
    public void removeListener(DatabaseListener listener) {
        engine.events().remove(listener);
    }

    /** Tells who listens: {@link DatabaseListener#retried}. */
    public void tellRetried(int attempt, Throwable failure) {
        engine.events().retried(attempt, failure);
    }

    /** Tells who listens: {@link DatabaseListener#leaked}. */
    public void tellLeaked(Leak leak) {
        engine.events().leaked(leak);
    }

    /** The state of this moment. */
    public DataSourceStatistics statistics() {
        return engine.statistics();
    }

    /**
     * Closes this data source, and the database if no other uses it: then waiting threads get a {@link
     * DataSourceClosedException}, and the transaction that holds the writer may end within the write timeout. Once
     * closed it stays so; to close it again does nothing.
     */
    @Override
    public void close() throws SQLException {
        closed = true;
        hold.release();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("this data source is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("nothing is logged to a writer; see System.Logger", "0A000");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "there is no login; how long to wait for the writer is " + Setting.WRITE_TIMEOUT.key(), "0A000");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("nothing is logged to java.util.logging; see System.Logger", "0A000");
    }

    @Override
    public String toString() {
        return "SqliteDataSource[" + engine.files() + "]";
    }
}
