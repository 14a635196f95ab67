package io.signalbox.jdbc;

import io.signalbox.sqlite.BackupException;
import io.signalbox.sqlite.BackupOptions;
import io.signalbox.sqlite.BackupReport;
import io.signalbox.sqlite.CheckReport;
import io.signalbox.sqlite.CheckpointMode;
import io.signalbox.sqlite.CheckpointResult;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.RestoreReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
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
        refuseWhenClosed();
        return new LazyConnection(engine, readOnly);
    }

    private void refuseWhenClosed() throws DataSourceClosedException {
        if (closed) {
            throw new DataSourceClosedException("the data source of " + engine.files() + " is closed");
        }
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

    /** {@link #backupTo(Path, BackupOptions)} to a file that does not exist yet. */
    public BackupReport backupTo(Path target) throws SQLException {
        return backupTo(target, BackupOptions.DEFAULTS);
    }

    /**
     * Copies the database as it is at this moment, page by page, while others read and write: it waits for nobody, and nobody waits for
     * it. The copy is made beside its place, on a connection of its own; its integrity, its foreign keys and how many rows each table
     * has are verified; then it is forced to disk and gets its name, in one step. It is one file, which its owner alone can read.
     *
     * <p>Until it has its end the log of the database grows, for what it reads has to stay there.
     *
     * @throws BackupException if it cannot be made, the target exists and is not to be replaced, or the copy is not whole
     * @throws io.signalbox.sqlite.StatementStoppedException if the thread was interrupted or the database closed meanwhile
     */
    public BackupReport backupTo(Path target, BackupOptions options) throws SQLException {
        return maintenance().backup(target, options);
    }

    /**
     * Copies what is in the database at this moment into a new file, without the pages that are free. All else is as with {@link
     * #backupTo(Path, BackupOptions)}, but rows of a table without an INTEGER PRIMARY KEY may get other rowids.
     */
    public BackupReport vacuumInto(Path target) throws SQLException {
        return maintenance().vacuumInto(target, false);
    }

    /**
     * Replaces what is in the database by what is in a backup, which is verified before and stays as it is. Waits for the writer and for
     * all who read, each within its timeout, and keeps both until it is done; saves the present state as {@link #backupTo(Path)} does;
     * then copies the backup into the database in one transaction, for other processes may have the file open. An interrupt
     * stops it until that transaction begins, and not from then on.
     *
     * @param saved where the present state is saved; null for a free name beside the database
     * @param precondition called when nobody else can read or write, before anything is done; what it throws ends it
     * @throws BackupException if the backup is not whole, its pages have another size than the database's, the present state cannot
     *     be saved, or another process has written meanwhile; the database is as it was then
     * @throws CommitOutcomeUnknownException if it is done, but the log could not be synced
     */
    public RestoreReport restoreFrom(Path backup, @Nullable Path saved, Runnable precondition) throws SQLException {
        return maintenance().restore(backup, saved, precondition);
    }

    /**
     * Has SQLite analyze the tables whose statistics are out of date: now and then, daily for instance. Waits for the writer, and keeps
     * it for a short time.
     *
     * @return the statements that were executed
     */
    public List<String> optimize() throws SQLException {
        return maintenance().optimize();
    }

    /**
     * Reads all of the database, and looks at what is around it: its integrity and foreign keys, the pragmas of the connections, the size
     * of database, log and disk, the version of SQLite, and set-ups that are asking for trouble: a network file system, a file that
     * others may read, hard links, another process. It reads one snapshot on a connection of its own; for the pragmas it waits, last, for
     * the writer and a reader, and keeps each for an instant.
     *
     * @throws SQLException if it could not be done; what is wrong with the database is no exception but a finding
     * @throws io.signalbox.sqlite.StatementStoppedException if the thread was interrupted or the database closed meanwhile
     */
    public CheckReport check() throws SQLException {
        return maintenance().check();
    }

    private Maintenance maintenance() throws DataSourceClosedException {
        refuseWhenClosed();
        return engine.maintenance();
    }

    /** The canonical path of the database; of one in memory, the temporary file that it is. */
    public Path path() {
        return engine.files().database();
    }

    /** The settings it was opened with. */
    public SqliteConfiguration configuration() {
        return engine.configuration();
    }

    /**
     * Copies the log into the database, while nobody writes; waits for the writer as a transaction does, and for no reader.
     *
     * @throws SQLException if the writer was not free in time, or a sync failed
     */
    public CheckpointResult checkpoint(CheckpointMode mode) throws SQLException {
        return engine.checkpoint(mode);
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
