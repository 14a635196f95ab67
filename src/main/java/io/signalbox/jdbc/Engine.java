package io.signalbox.jdbc;

import io.signalbox.jdbc.ConnectionUse.Kind;
import io.signalbox.sqlite.Access;
import io.signalbox.sqlite.Checkpoint;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.Pragmas;
import io.signalbox.sqlite.WalSync;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * One database in this JVM: its writer with the queue, and its readers. All data sources on one database share one.
 *
 * <p>Safe for use by any number of threads.
 */
final class Engine implements LeaseSource {

    /** Of those who wait for the writer or for a reader. */
    static final Overtaking.Rules OVERTAKING = new Overtaking.Rules(8, Duration.ofNanos(250_000), Duration.ofMillis(1));

    private final SqliteConfiguration configuration;
    private final DatabaseFiles files;
    private final OpenedLog log;
    private final Writer writer;
    private final ReaderPool readers;
    private final Background background;
    private final Background checkpointing;
    private final Checkpointer checkpointer;
    private final Optimizer optimizer;
    private final SnapshotAges snapshots;
    private final EndedThreads endedThreads;
    private final Leftovers leftovers;
    private final Maintenance maintenance;
    private final Events events;
    private final Syncs syncs;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean open = true;

    Engine(SqliteConfiguration configuration, DatabaseFiles files) throws SQLException {
        this(configuration, files, OVERTAKING, System::nanoTime, UnaryOperator.identity());
    }

    /**
     * Opens the database.
     *
     * @param clock nanoseconds, by which the ages of snapshots are told
     * @param seam makes the force that is used of the one of the log's file
     */
    Engine(
            SqliteConfiguration configuration,
            DatabaseFiles files,
            Overtaking.Rules overtaking,
            LongSupplier clock,
            UnaryOperator<WalSync.Force> seam)
            throws SQLException {
        this.configuration = configuration;
        this.files = files;
        this.events = Events.withServices(files.database());
        this.leftovers = new Leftovers(events);
        this.syncs = new Syncs(events);
        this.maintenance = new Maintenance(configuration, files, this);
        // the writer first: it creates the database and puts it in WAL mode, which a read-only connection cannot
        PhysicalPool writing = pool("writer", 1, this::openWriter);
        try {
            this.log = OpenedLog.open(configuration, files, writing, seam, syncs);
        } catch (Throwable t) {
            writing.close();
            throw t;
        }
        this.writer = new Writer(
                new WriteQueue(
                        new WriteQueue.Rules(overtaking, configuration.writeQueueLimit(), configuration.diagnostics())),
                writing,
                log.sync());
        try {
            this.readers = openReaders(overtaking, clock);
        } catch (Throwable t) {
            log.close(writer::close, () -> {});
            throw t;
        }
        this.background = new Background("background " + files.database().getFileName());
        this.checkpointing = new Background("checkpoint " + files.database().getFileName());
        this.checkpointer = new Checkpointer(log.checkpoints(), forCheckpoints(), readers, events, clock);
        this.optimizer = new Optimizer(this, readers);
        this.endedThreads = new EndedThreads(writer, readers);
        this.snapshots =
                new SnapshotAges(events, readers, configuration.maxSnapshotAge(), configuration.oldSnapshots(), clock);
    }

    /** Starts what is done in the background. */
    void start() {
        snapshots.start(background);
        background.every(EndedThreads.INTERVAL, endedThreads::sweep);
        checkpointer.start(checkpointing::after);
        optimizer.start(background::after);
    }

    /** Looks for snapshots that are too old; in the background, else, now and then. */
    void checkSnapshots() {
        snapshots.check();
    }

    /** Gives back what threads that have ended still hold; in the background, else, now and then. */
    void sweepEndedThreads() {
        endedThreads.sweep();
    }

    private Checkpointer.WriterSource forCheckpoints() {
        return new Checkpointer.WriterSource() {
            @Override
            public WriterLease lease(String statement) throws SQLException {
                return writer(Deadline.after(configuration.writeTimeout()), statement);
            }

            @Override
            public Optional<Lease> leaseIfFree(String statement) throws SQLException {
                return writerIfFree(statement);
            }
        };
    }

    private ReaderPool openReaders(Overtaking.Rules overtaking, LongSupplier clock) throws SQLException {
        int size = configuration.readers();
        PhysicalPool pool = pool("readers", size + 1, () -> open(Access.READ_ONLY, configuration.readerPragmas()));
        ReaderPool.Rules rules = new ReaderPool.Rules(size, overtaking, configuration.diagnostics());
        return new ReaderPool(rules, pool, writer.queue(), clock);
    }

    private PhysicalPool pool(String name, int size, PhysicalPool.Opener opener) throws SQLException {
        return new PhysicalPool(files.database().getFileName() + " " + name, size, opener);
    }

    private PhysicalConnection openWriter() throws SQLException {
        PhysicalConnection connection = open(Access.READ_WRITE, configuration.writerPragmas());
        try {
            Checkpoint.inCommitsBeyond(connection, LogLimits.SAFETY * configuration.walLimit());
            return connection;
        } catch (Throwable t) {
            connection.close();
            throw t;
        }
    }

    private PhysicalConnection open(Access access, Pragmas pragmas) throws SQLException {
        return PhysicalConnection.open(
                files,
                access,
                pragmas,
                configuration.statementCache(),
                configuration.connectionCustomizer().orElse(null));
    }

    @Override
    public SqliteConfiguration configuration() {
        return configuration;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    DatabaseFiles files() {
        return files;
    }

    @Override
    public boolean isUsable() {
        return open && !log.sync().isFenced();
    }

    /** Throws if nobody may use it any more, though it is open. */
    void refuseWhenFenced() throws DatabaseFencedException {
        log.sync().refuseWhenFenced();
    }

    @Override
    public void awaitDurable() throws SQLException {
        log.sync().awaitRead();
    }

    @Override
    public WriterLease writer(Deadline deadline, String statement) throws SQLException {
        refuseWhenFenced();
        return events.observe(Kind.WRITER, statement)
                .acquire(observation -> writer.lease(deadline, statement, observation));
    }

    @Override
    public Optional<Lease> writerIfFree(String statement) throws SQLException {
        refuseWhenFenced();
        return writer.leaseIfFree(statement, events);
    }

    @Override
    public Lease isolated(Deadline deadline, String statement) throws SQLException {
        refuseWhenFenced();
        return writer.isolated(deadline, statement, events);
    }

    void expectIsolatedWork() {
        writer.expectIsolatedWork();
    }

    @Override
    public Lease reader(Deadline deadline, String statement) throws SQLException {
        refuseWhenFenced();
        return events.observe(Kind.READER, statement)
                .acquire(observation -> readers.lease(deadline, statement, observation));
    }

    @Override
    public void leftOpen(String sql) {
        leftovers.report(sql);
    }

    /** Who listens. */
    Events events() {
        return events;
    }

    /** Tells that it was opened; once, and under no lock. */
    void tellOpened() {
        if (told.compareAndSet(false, true)) {
            events.opened();
        }
    }

    /** Backup, restore and what else is done to the whole of it. */
    Maintenance maintenance() {
        return maintenance;
    }

    /** What copies the log into the database, in the background, else, now and then. */
    Checkpointer checkpointer() {
        return checkpointer;
    }

    /** What keeps the planner's statistics up to date, in the background, else, now and then. */
    Optimizer optimizer() {
        return optimizer;
    }

    DataSourceStatistics statistics() {
        return new DataSourceStatistics(
                writer.queue().statistics(),
                readers.statistics(),
                events.transactions(),
                syncs.statistics(),
                checkpointer.statistics(),
                events.leaks());
    }

    /**
     * Refuses who comes, wakes who waits, lets the transaction that holds the writer end within the write timeout, and
     * closes the connections, the writer last: {@link OpenedLog#close}.
     */
    void close() throws SQLException {
        events.defer(); // who closes keeps others from opening and closing meanwhile
        optimizer.atClose();
        open = false;
        maintenance.stop();
        readers.refuse();
        background.close();
        checkpointing.close();
        checkpointer.close();
        writer.refuse();
        // who closes from the midst of a transaction would wait for itself
        boolean own = isWriterHeldByCurrentThread();
        writer.queue().close(Deadline.after(own ? Duration.ZERO : configuration.writeTimeout()));
        maintenance.close();
        endedThreads.sweep();
        try {
            writer.holdForClose();
        } finally {
            closeReadersThenWriter();
        }
    }

    private void closeReadersThenWriter() throws SQLException {
        try {
            log.close(writer::close, readers::close);
        } finally {
            deleteTemporaryFiles();
        }
    }

    boolean isWriterHeldByCurrentThread() {
        return writer.queue().isHeldByCurrentThread();
    }

    private void deleteTemporaryFiles() throws SQLException {
        try {
            files.deleteTemporary();
        } catch (IOException e) {
            throw new SQLException("the temporary file of an in-memory database could not be deleted: " + files, e);
        }
    }
}
