package io.signalbox;

import io.signalbox.hibernate.EntityManagers;
import io.signalbox.jdbc.DataSourceStatistics;
import io.signalbox.jdbc.DatabaseListener;
import io.signalbox.jdbc.SqliteDataSource;
import io.signalbox.migration.Migrations;
import io.signalbox.session.Reading;
import io.signalbox.session.SessionTransactions;
import io.signalbox.session.ThreadSessions;
import io.signalbox.session.TransactionOptions;
import io.signalbox.session.Transactions;
import io.signalbox.session.Work;
import io.signalbox.sqlite.BackupOptions;
import io.signalbox.sqlite.BackupReport;
import io.signalbox.sqlite.CheckReport;
import io.signalbox.sqlite.CheckpointMode;
import io.signalbox.sqlite.CheckpointResult;
import io.signalbox.sqlite.Finding;
import io.signalbox.sqlite.RestoreReport;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.SchemaValidationException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A persistence unit on a SQLite database that every thread of the application shares.
 *
 * <pre>{@code
 * try (Database db = Database.open("app")) {
 *     long id = db.write(em -> {
 *         Track track = new Track("main line");
 *         em.persist(track);
 *         return track.getId();
 *     });
 *     String name = db.read(em -> em.find(Track.class, id).getName());
 * }
 * }</pre>
 *
 * <p>Open one for the life of the application. Units of work are those of {@link Transactions}; the EntityManagers are
 * those of {@link ThreadSessions}. Safe for use by any number of threads.
 */
public final class Database implements Transactions, AutoCloseable {

    private final EntityManagerFactory factory;
    private final boolean ownsFactory;
    private final SqliteDataSource dataSource;
    private final ThreadSessions sessions;
    private final Transactions transactions;

    private Database(EntityManagerFactory factory, boolean ownsFactory) {
        EntityManagers entityManagers = EntityManagers.of(factory);
        this.factory = factory;
        this.ownsFactory = ownsFactory;
        this.dataSource = entityManagers
                .dataSource()
                .orElseThrow(() -> new IllegalArgumentException("the persistence unit is not on a SQLite database: its"
                        + " jakarta.persistence.jdbc.url must begin with jdbc:sqlite:"));
        this.sessions = new ThreadSessions(entityManagers);
        this.transactions = new SessionTransactions(sessions);
    }

    /**
     * Opens a unit of {@code META-INF/persistence.xml}.
     *
     * @throws jakarta.persistence.PersistenceException if there is no such unit, its database cannot be opened, or a {@code
     *     signalbox.*} property is wrong or unknown: then the message lists all that are, and a {@link
     *     io.signalbox.jdbc.ConfigurationException} is among the causes
     */
    public static Database open(String unit) {
        return open(unit, Map.of());
    }

    /** {@link #open(String)} with properties that come before those of the unit. */
    public static Database open(String unit, Map<String, ?> properties) {
        return owning(Persistence.createEntityManagerFactory(unit, properties));
    }

    /** Opens a unit that is configured in code; throws what {@link #open(String)} throws. */
    public static Database open(PersistenceConfiguration configuration) {
        return owning(configuration.createEntityManagerFactory());
    }

    /**
     * The database of a factory that somebody else made, a framework for instance, and that somebody else closes.
     *
     * @throws IllegalArgumentException if the factory is not Hibernate's, or its unit not on a SQLite database of ours
     */
    public static Database of(EntityManagerFactory factory) {
        return new Database(factory, false);
    }

    private static Database owning(EntityManagerFactory factory) {
        try {
            return new Database(factory, true);
        } catch (RuntimeException e) {
            factory.close();
            throw e;
        }
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T read(TransactionOptions options, Work<T, X> work)
            throws X {
        return transactions.read(options, work);
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T write(TransactionOptions options, Work<T, X> work)
            throws X {
        return transactions.write(options, work);
    }

    @Override
    public <T extends @Nullable Object, R extends @Nullable Object, X extends Exception> R writeThenRead(
            TransactionOptions options, Work<T, X> work, Reading<T, R> reading) throws X {
        return transactions.writeThenRead(options, work, reading);
    }

    /**
     * Runs a query of plain SQL and returns its whole result, which any thread may keep: column names, typed rows, the first column as
     * their index.
     *
     * <p>In a transaction of the calling thread, a unit of work or one that it has begun on {@link #entityManager}, it reads there and
     * sees what the transaction has changed, entities included unless the flush mode is COMMIT. Outside one it reads from a snapshot of
     * its own, and waits for no writer.
     *
     * <p>There is no limit of rows, and all are in memory: write a LIMIT, or read large results with {@code getResultStream()} of a
     * native query.
     *
     * @param sql one statement that only reads: SELECT, VALUES, WITH before one of these, EXPLAIN, or a pragma that tells something;
     *     {@code ?} stands for a value
     * @param parameters a value for each {@code ?}, bound and never made part of the text: null, a boolean, an integer, a float or a
     *     double, a String, a {@code byte[]}, or a UUID, LocalDate, LocalTime, LocalDateTime, Instant, OffsetDateTime or ZonedDateTime,
     *     which are bound as the dialect stores them. A BigDecimal and an enum are refused: how they are stored is the column's affair
     * @throws InvalidQueryException if it may do more than read, values are missing or too many or cannot be bound, or two columns have
     *     one name; a transaction goes on
     * @throws jakarta.persistence.PersistenceException if SQLite refuses it, or no reader was free in time, as JPA has it
     */
    public Table query(String sql, @Nullable Object @Nullable ... parameters) {
        TableQuery query = new TableQuery(sql, parameters);
        return read(query::run);
    }

    @Override
    public boolean isActive() {
        return transactions.isActive();
    }

    @Override
    public int attempt() {
        return transactions.attempt();
    }

    /** The calling thread's own EntityManager: {@link ThreadSessions#current}. */
    public EntityManager entityManager() {
        return sessions.current();
    }

    /** An EntityManager for all threads, which always means the caller's own: {@link ThreadSessions#shared}. */
    public EntityManager sharedEntityManager() {
        return sessions.shared();
    }

    /** Closes the calling thread's own EntityManager: {@link ThreadSessions#remove}. */
    public void remove() {
        sessions.remove();
    }

    /** The sessions of all threads. */
    public ThreadSessions sessions() {
        return sessions;
    }

    /**
     * Applies the scripts that are missing: {@link Migrations#apply}.
     *
     * @return how many were applied
     * @throws io.signalbox.migration.MigrationException if a script failed
     * @throws SQLException if the writer was not free in time
     */
    public int migrate(Migrations migrations) throws SQLException {
        return migrations.apply(dataSource);
    }

    /** A verified copy, made while others read and write: {@link SqliteDataSource#backupTo(Path)}. */
    public BackupReport backupTo(Path target) throws SQLException {
        return dataSource.backupTo(target);
    }

    /** {@link #backupTo(Path)}, told how: {@link SqliteDataSource#backupTo(Path, BackupOptions)}. */
    public BackupReport backupTo(Path target, BackupOptions options) throws SQLException {
        return dataSource.backupTo(target, options);
    }

    /** A copy without free pages: {@link SqliteDataSource#vacuumInto}. */
    public BackupReport vacuumInto(Path target) throws SQLException {
        return dataSource.vacuumInto(target);
    }

    /** {@link #restoreFrom(Path, Path)}, which saves the present state beside the database, as {@code NAME.before-restore-N}. */
    public RestoreReport restoreFrom(Path backup) throws SQLException {
        return restored(backup, null);
    }

    /**
     * Replaces what is in the database by what is in a backup: {@link SqliteDataSource#restoreFrom}. Refused while any thread has a
     * session open. Ids that a generator has taken in blocks stay its own: where entities have such, close this and open it
     * again before anything is persisted.
     *
     * @param saved where the present state is saved
     * @throws IllegalStateException if sessions are open; nothing was done then
     */
    public RestoreReport restoreFrom(Path backup, Path saved) throws SQLException {
        return restored(backup, saved);
    }

    private RestoreReport restored(Path backup, @Nullable Path saved) throws SQLException {
        refuseWhenSessionsAreOpen();
        RestoreReport report = dataSource.restoreFrom(backup, saved, this::refuseWhenSessionsAreOpen);
        factory.getCache().evictAll();
        return report;
    }

    private void refuseWhenSessionsAreOpen() {
        int open = sessions.open();
        if (open > 0) {
            throw new IllegalStateException(
                    open + " sessions are open, and what they have loaded would no longer be what is in"
                            + " the database: close them, that of this thread with remove(), then restore");
        }
    }

    /** Brings the statistics of the query planner up to date: {@link SqliteDataSource#optimize}. */
    public List<String> optimize() throws SQLException {
        return dataSource.optimize();
    }

    /**
     * What is to be said of the database: {@link SqliteDataSource#check}, and whether its tables are what the entities want.
     *
     * @throws SQLException if it could not be done; what is wrong with the database is no exception but a finding
     */
    public CheckReport check() throws SQLException {
        return dataSource.check().with(schemaFindings());
    }

    private List<Finding> schemaFindings() {
        try {
            factory.getSchemaManager().validate();
            return List.of();
        } catch (SchemaValidationException e) {
            return Stream.of(e.getFailures())
                    .map(failure -> new Finding(
                            Finding.Severity.ERROR,
                            "the schema is not what the entities want: " + failure.getMessage(),
                            "apply the migrations that are missing, or mend the mapping"))
                    .toList();
        }
    }

    /** The data source, for plain JDBC beside JPA; it is closed with the factory. */
    public SqliteDataSource dataSource() {
        return dataSource;
    }

    /** The factory of the persistence unit. */
    public EntityManagerFactory entityManagerFactory() {
        return factory;
    }

    /** Copies the log into the database: {@link SqliteDataSource#checkpoint}. */
    public CheckpointResult checkpoint(CheckpointMode mode) throws SQLException {
        return dataSource.checkpoint(mode);
    }

    /** Has a listener told of what happens from now on: {@link SqliteDataSource#addListener}. */
    public void addListener(DatabaseListener listener) {
        dataSource.addListener(listener);
    }

    /** The opposite of {@link #addListener}. */
    public void removeListener(DatabaseListener listener) {
        dataSource.removeListener(listener);
    }

    /** Counters, gauges and the percentiles of waits and holds, of this moment. */
    public DataSourceStatistics statistics() {
        return dataSource.statistics();
    }

    /** Closes the sessions, and the factory if this opened it. To close again does nothing. */
    @Override
    public void close() {
        sessions.close();
        if (ownsFactory && factory.isOpen()) {
            factory.close();
        }
    }
}
