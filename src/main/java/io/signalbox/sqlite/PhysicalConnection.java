package io.signalbox.sqlite;

import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * One connection to SQLite, with its prepared statements and transaction statements of its own.
 *
 * <p>The driver's transaction handling is switched off for good: it begins at {@code setAutoCommit(false)} and again
 * inside {@code commit()}, so that with IMMEDIATE an idle connection holds the only write lock and a commit can fail
 * with SQLITE_BUSY after the data is durable. Here a transaction begins and ends with {@link #begin}, {@link
 * #tryBeginImmediate}, {@link #commitTransaction} and {@link #rollbackTransaction}, and with nothing else.
 *
 * <p>For one thread at a time.
 */
public final class PhysicalConnection extends JDBC4Connection {

    private final Access access;
    private final Customization customization;
    private final StatementCache statements;
    final StatementRun.User itself = StatementRun.User.of(this);
    private final int busyTimeoutMillis;
    final Watch watch = new Watch();
    final Set<StatementRun> reading = ConcurrentHashMap.newKeySet();
    private final TransactionControl control;
    private @Nullable List<Executed> record;
    private final Changes changes = new Changes(this);
    private final MultiRowInserts inserts = new MultiRowInserts(this);
    private volatile boolean finished;
    private @Nullable String retiredBecause;

    PhysicalConnection(
            String name, String fileName, Access access, int busyTimeoutMillis, int cache, Customization customization)
            throws SQLException {
        super("jdbc:sqlite:" + name, fileName, access.properties());
        this.access = access;
        this.control = new TransactionControl(this, access, watch);
        this.customization = customization;
        this.statements = new StatementCache(cache);
        this.busyTimeoutMillis = busyTimeoutMillis;
    }

    /** Opens an empty private database in memory. */
    public static PhysicalConnection inMemory() throws SQLException {
        return new PhysicalConnection(":memory:", ":memory:", Access.READ_WRITE, 0, 0, new Customization(null));
    }

    /**
     * Opens a connection, in WAL mode and with the pragmas given.
     *
     * @param statementCacheSize how many idle prepared statements it keeps
     * @param customizer what the application adds; null for nothing
     * @throws SQLException if SQLite cannot open the file, did not take a pragma, or the customizer is refused
     */
    public static PhysicalConnection open(
            DatabaseFiles files,
            Access access,
            Pragmas pragmas,
            int statementCacheSize,
            @Nullable ConnectionCustomizer customizer)
            throws SQLException {
        files.prepare();
        PhysicalConnection connection = new PhysicalConnection(
                files.database().toString(),
                files.uri(),
                access,
                Integer.parseInt(pragmas.values().getOrDefault(Pragma.BUSY_TIMEOUT, "0")),
                statementCacheSize,
                new Customization(customizer));
        try {
            connection.configure(access, pragmas, access == Access.READ_WRITE);
            return connection;
        } catch (Throwable t) {
            connection.close();
            throw t;
        }
    }

    void configure(Access access, Pragmas pragmas, boolean wal) throws SQLException {
        SqliteVersion.refuseOlder(libversion());
        setBusyTimeout(busyTimeoutMillis); // first: to change to WAL may have to wait for another process
        if (wal) {
            Pragmas.changeToWal(this);
        }
        pragmas.apply(this);
        SqlFunctions.register(this);
        customization.opened(this, access, pragmas);
        ProgressHandler.setHandler(this, Watch.INSTRUCTIONS, watch);
        getConnectionConfig().setAutoCommit(false); // sends no SQL; from here on the driver begins nothing
    }

    /**
     * Begins a transaction, whose snapshot is taken here and now where it is read-only, and else by its first statement.
     */
    public void begin() throws SQLException {
        control.begin();
    }

    /**
     * Begins a transaction that holds the write lock, without waiting.
     *
     * @return false if another process has the write lock
     */
    public boolean tryBeginImmediate() throws SQLException {
        setBusyTimeout(0); // SQLite's own wait cannot be interrupted and would pin a virtual thread's carrier
        try {
            changes.begin();
            return control.tryBeginImmediate();
        } finally {
            setBusyTimeout(busyTimeoutMillis);
        }
    }

    /** False if the transaction that writes has changed nothing so far: its commit leaves nothing to be synced. */
    public boolean hasChanged() throws SQLException {
        return changes.any();
    }

    /** Commits. */
    public void commitTransaction() throws SQLException {
        control.commit();
    }

    /** Rolls back, and does nothing where no transaction is open. */
    public void rollbackTransaction() throws SQLException {
        control.rollback();
    }

    /**
     * Asks SQLite whether the transaction is still open, after a failure that may have rolled it back (<a
     * href="https://www.sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction">Response To Errors Within
     * A Transaction</a>). The driver does not tell; a BEGIN does: inside a transaction it is refused. Where SQLite says
     * something else, nobody knows: the answer is no, which loses the transaction, and the connection is retired.
     */
    public boolean askInTransaction() {
        return control.ask();
    }

    /** True between a begin and its end, as far as is known without asking. */
    public boolean inTransaction() {
        return control.inTransaction();
    }

    /** Sets, releases or rolls back to a savepoint. */
    public void executeSavepoint(String sql) throws SQLException {
        control.executeSavepoint(sql);
    }

    /**
     * Ends what is read here, for good; for any thread. The statement that runs is stopped, and whatever comes is refused,
     * with a {@link StatementStoppedException} that says why. The transaction is rolled back at once, which gives its
     * snapshot up, unless a result set is being read: its reader has a row in hand, and ends it with the next.
     */
    public void expire(Reason why) throws SQLException {
        watch.expire(why);
        control.rollbackUnless(() -> reading.stream().anyMatch(StatementRun::isBeingRead));
    }

    /** True after {@link #expire}. */
    public boolean isExpired() {
        return watch.isExpired();
    }

    /** The statements whose result sets are open; for any thread. */
    public List<String> openResults() {
        return reading.stream().map(StatementRun::sql).toList();
    }

    /**
     * Executes a statement.
     *
     * @param values what to bind, from the first parameter on: null, Integer, Long, Float, Double, String or byte[]
     * @param maxRows the most rows that its result set gives; 0 for all
     * @param wanted refused before anything runs where the statement gives the other
     * @param user told when the result set is closed
     * @return the execution; to be ended where it has a result set
     */
    public StatementRun execute(
            String sql, @Nullable Object[] values, long maxRows, Wanted wanted, StatementRun.User user)
            throws SQLException {
        PreparedSql prepared = compiled(sql);
        if (prepared.text().leavesState()) {
            retire("a statement left something on it: " + sql);
        }
        changes.executes(prepared.text());
        StatementRun run = new StatementRun(this, prepared, user);
        boolean done = false;
        try {
            run.refuseUnless(wanted);
            prepared.refuseOtherThan(values.length);
            run.execute(values, maxRows);
            if (record != null) {
                record.add(new Executed(sql, Collections.unmodifiableList(Arrays.asList(values.clone()))));
            }
            if (run.result() == null) {
                run.end();
            }
            done = true;
            return run;
        } finally {
            if (!done) {
                run.discard();
            }
        }
    }

    /** The rowid of the last row that this connection inserted. */
    public long lastInsertRowId() throws SQLException {
        return number("SELECT last_insert_rowid()");
    }

    /**
     * A number that is another once any other connection has committed (<a
     * href="https://www.sqlite.org/pragma.html#pragma_data_version">PRAGMA data_version</a>); in a transaction it is the snapshot's.
     */
    public long dataVersion() throws SQLException {
        return number("PRAGMA data_version");
    }

    long number(String sql) throws SQLException {
        StatementRun run = execute(sql, new @Nullable Object[0], 0, Wanted.ROWS, itself);
        try {
            return Objects.requireNonNull(run.result()).getLong(1);
        } finally {
            run.end();
        }
    }

    /** Executes a statement without parameters and rows. */
    public void executeUpdate(String sql) throws SQLException {
        execute(sql, new @Nullable Object[0], 0, Wanted.COUNT, itself);
    }

    /**
     * Adds what is executed from now on to a list; null for none.
     *
     * @return the list before
     */
    public @Nullable List<Executed> record(@Nullable List<Executed> executed) {
        List<Executed> before = record;
        record = executed;
        return before;
    }

    /**
     * Inserts rows several at a time, as far as a statement for each would do the same, but for when immediate foreign keys are checked.
     *
     * @param sql an INSERT of one row
     * @param rows what to bind for each
     * @return how many of them, from the first on, are inserted; the others are to be executed one by one. 0 where the statement is none
     *     for that, or one of them failed or was ignored: then nothing has happened
     * @throws SQLException if SQLite has rolled the transaction back
     */
    public int insertRows(String sql, List<@Nullable Object[]> rows, StatementRun.User user) throws SQLException {
        return record == null && inTransaction() ? inserts.insert(sql, rows, user) : 0;
    }

    /** How many parameters a statement has. */
    public int parameterCount(String sql) throws SQLException {
        try (JDBC4PreparedStatement statement = new JDBC4PreparedStatement(this, sql)) {
            return statement.getParameterCount();
        }
    }

    PreparedSql compiled(String sql) throws SQLException {
        PreparedSql cached = statements.take(sql);
        return cached != null ? cached : compile(sql);
    }

    private PreparedSql compile(String sql) throws SQLException {
        SqlText text = SqlText.of(sql);
        text.refuse(sql, access);
        JDBC4PreparedStatement statement = new JDBC4PreparedStatement(this, sql);
        return new PreparedSql(sql, text, statement.pointer, statement.getParameterCount());
    }

    /** True of a statement that SQLite, or sense, forbids inside a transaction: VACUUM, ATTACH, a pragma. */
    public static boolean standsAlone(String sql) {
        return SqlText.of(sql).standsAlone();
    }

    /** True of a statement that leaves something on its connection: a temporary table, an attached database, a pragma. */
    public static boolean leavesState(String sql) {
        return SqlText.leavesState(sql);
    }

    void forget(String sql) throws SQLException {
        statements.forget(sql);
    }

    void keep(PreparedSql statement) throws SQLException {
        if (!isClosed()) {
            statements.give(statement);
        }
    }

    /** Stops the statement that runs, if one does; for any thread. */
    public void cancel() {
        watch.cancel();
    }

    /**
     * Sets when the time of the present transaction is over, on the clock of {@link System#nanoTime}; {@link
     * Long#MAX_VALUE} for never. Its statements are stopped then; its commit is not.
     *
     * @return what was set before
     */
    public long endTransactionAt(long nanoTime) {
        return watch.endTransactionAt(nanoTime);
    }

    /** Closes it; a second caller waits for the first, so that what comes after a close never overtakes it. */
    @Override
    public void close() throws SQLException {
        synchronized (getDatabase()) {
            if (!isClosed()) {
                customization.closed(this);
                ProgressHandler.clearHandler(this);
            }
            super.close();
            finished = true;
        }
    }

    /** True once it is closed; the driver says so of a connection that has only begun to. */
    public boolean isFinished() {
        return finished;
    }

    /** Marks the connection as one that nobody may use again; its pool closes it at the next check-in. */
    public void retire(String reason) {
        retiredBecause = reason;
    }

    /** Why the connection is not to be used again. */
    public Optional<String> retiredBecause() {
        return Optional.ofNullable(retiredBecause);
    }
}
