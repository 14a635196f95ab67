package io.signalbox.sqlite;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
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

    private final StatementCache statements;
    private final StatementRun.User itself = new StatementRun.User() {
        @Override
        public Connection connection() {
            return PhysicalConnection.this;
        }

        @Override
        public void resultClosed() {
            // whoever reads here ends the run
        }
    };
    private final int busyTimeoutMillis;
    private final ControlStatement begin = new ControlStatement(this, "BEGIN");
    private final ControlStatement beginImmediate = new ControlStatement(this, "BEGIN IMMEDIATE");
    private final ControlStatement commit = new ControlStatement(this, "COMMIT");
    private final ControlStatement rollback = new ControlStatement(this, "ROLLBACK");
    private boolean inTransaction;
    private volatile boolean interrupted;
    private @Nullable String retiredBecause;

    private PhysicalConnection(DatabaseFiles files, Access access, Pragmas pragmas, int statementCacheSize)
            throws SQLException {
        super("jdbc:sqlite:" + files.database(), files.uri(), properties(access));
        this.statements = new StatementCache(statementCacheSize);
        this.busyTimeoutMillis = Integer.parseInt(pragmas.values().getOrDefault(Pragma.BUSY_TIMEOUT, "0"));
    }

    /**
     * Opens a connection, in WAL mode and with the pragmas given.
     *
     * @param statementCacheSize how many idle prepared statements it keeps
     * @throws SQLException if SQLite cannot open the file, or did not take a pragma
     */
    public static PhysicalConnection open(DatabaseFiles files, Access access, Pragmas pragmas, int statementCacheSize)
            throws SQLException {
        try {
            files.createLockFile();
        } catch (IOException e) {
            throw new SQLNonTransientConnectionException(
                    "cannot create the lock file of " + files + ": make its directory writable", e);
        }
        PhysicalConnection connection = new PhysicalConnection(files, access, pragmas, statementCacheSize);
        try {
            connection.configure(access, pragmas);
            return connection;
        } catch (Throwable t) {
            connection.close();
            throw t;
        }
    }

    private static Properties properties(Access access) {
        Properties properties = new Properties();
        properties.setProperty("open_mode", Integer.toString(access.flags()));
        properties.setProperty("jdbc.get_generated_keys", "false");
        return properties;
    }

    private void configure(Access access, Pragmas pragmas) throws SQLException {
        setBusyTimeout(busyTimeoutMillis); // first: to change to WAL may have to wait for another process
        if (access == Access.READ_WRITE) {
            changeToWal();
        }
        pragmas.apply(this);
        getConnectionConfig().setAutoCommit(false); // sends no SQL; from here on the driver begins nothing
    }

    private void changeToWal() throws SQLException {
        try (Statement statement = createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            String mode = Pragmas.readBack(statement, "journal_mode");
            if (!mode.equalsIgnoreCase("wal")) {
                throw new SQLNonTransientConnectionException("the file system does not support SQLite's WAL mode"
                        + " (journal_mode stays " + mode + "): put the database on a local disk");
            }
            // opens the log: who has not opened it does not remove it at its close
            Pragmas.readBack(statement, "schema_version");
        }
    }

    /** Begins a transaction whose snapshot is taken by its first statement. */
    public void begin() throws SQLException {
        begin.execute();
        inTransaction = true;
    }

    /**
     * Begins a transaction that holds the write lock, without waiting.
     *
     * @return false if another process has the write lock
     */
    public boolean tryBeginImmediate() throws SQLException {
        setBusyTimeout(0); // SQLite's own wait cannot be interrupted and would pin a virtual thread's carrier
        try {
            beginImmediate.execute();
            inTransaction = true;
            return true;
        } catch (SQLException e) {
            if (ResultCode.isPrimary(e, ResultCode.BUSY)) {
                return false;
            }
            throw e;
        } finally {
            setBusyTimeout(busyTimeoutMillis);
        }
    }

    /** Commits. */
    public void commitTransaction() throws SQLException {
        commit.execute();
        inTransaction = false;
    }

    /** Rolls back, and does nothing where no transaction is open. */
    public void rollbackTransaction() throws SQLException {
        if (inTransaction) {
            inTransaction = false;
            rollback.execute();
        }
    }

    /**
     * Asks SQLite whether the transaction is still open, after a failure that may have rolled it back (<a
     * href="https://www.sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction">Response To Errors Within
     * A Transaction</a>). The driver does not tell; a BEGIN does: inside a transaction it is refused.
     */
    public boolean askInTransaction() throws SQLException {
        if (!inTransaction) {
            return false;
        }
        try {
            begin.execute();
        } catch (SQLException e) {
            return true;
        }
        rollbackTransaction(); // the one that was begun to ask
        return false;
    }

    /** True between a begin and its end, as far as is known without asking. */
    public boolean inTransaction() {
        return inTransaction;
    }

    /** What an execution wants of its statement. */
    public enum Wanted {
        ROWS,
        COUNT,
        EITHER
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
        StatementRun run = new StatementRun(this, prepared, user);
        boolean done = false;
        try {
            refuseTheOther(wanted, run);
            run.execute(values, maxRows);
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

    private static void refuseTheOther(Wanted wanted, StatementRun run) throws SQLException {
        if (wanted != Wanted.EITHER && run.returnsRows() != (wanted == Wanted.ROWS)) {
            throw new SQLNonTransientException(
                    wanted == Wanted.ROWS
                            ? "executeQuery of a statement that gives no rows: use executeUpdate"
                            : "executeUpdate of a statement that gives rows: use executeQuery",
                    "07005");
        }
    }

    /** The rowid of the last row that this connection inserted. */
    public long lastInsertRowId() throws SQLException {
        return number("SELECT last_insert_rowid()");
    }

    /**
     * A number that has another value once any other connection, of this process or another, has committed (<a
     * href="https://www.sqlite.org/pragma.html#pragma_data_version">PRAGMA data_version</a>). Inside a transaction it is
     * the one of the snapshot, which asking takes.
     */
    public long dataVersion() throws SQLException {
        return number("PRAGMA data_version");
    }

    private long number(String sql) throws SQLException {
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

    /** Executes a statement once more, for what it does and not for what it gives. */
    public void executeAgain(String sql, @Nullable Object[] values) throws SQLException {
        execute(sql, values, 0, Wanted.EITHER, itself).end();
    }

    /** How many parameters a statement has. */
    public int parameterCount(String sql) throws SQLException {
        try (JDBC4PreparedStatement statement = new JDBC4PreparedStatement(this, sql)) {
            return statement.getParameterCount();
        }
    }

    private PreparedSql compiled(String sql) throws SQLException {
        PreparedSql cached = statements.take(sql);
        return cached != null ? cached : compile(sql);
    }

    private PreparedSql compile(String sql) throws SQLException {
        SqlText text = SqlText.of(sql);
        Optional<String> refusal = text.refusal();
        if (refusal.isPresent()) {
            throw new SQLNonTransientException(refusal.get() + ": " + sql, "42000");
        }
        JDBC4PreparedStatement statement = new JDBC4PreparedStatement(this, sql);
        return new PreparedSql(sql, text, statement.pointer);
    }

    /** True of a statement that SQLite, or sense, forbids inside a transaction: VACUUM, ATTACH, a pragma. */
    public static boolean standsAlone(String sql) {
        return SqlText.of(sql).standsAlone();
    }

    void keep(PreparedSql statement) throws SQLException {
        if (!isClosed()) {
            statement.forgetValues();
            statements.give(statement);
        }
    }

    /** Stops the statement that runs, if one does; for any thread. */
    public void interrupt() throws SQLException {
        interrupted = true;
        getDatabase().interrupt();
    }

    /** Closes it; a second caller waits for the first, so that what comes after a close never overtakes it. */
    @Override
    public void close() throws SQLException {
        synchronized (getDatabase()) {
            if (interrupted && !isFinished()) {
                forgetInterrupt();
            }
            super.close();
        }
    }

    /**
     * An interrupt that met no statement waits for one, and would stop the checkpoint with which the last connection closes;
     * a statement that begins ends it.
     */
    private void forgetInterrupt() {
        try {
            number("SELECT 1");
        } catch (SQLException e) {
            // the close goes on; at worst the log stays for the next open
        }
    }

    /** True once it is closed. */
    public boolean isFinished() {
        synchronized (getDatabase()) { // the driver calls it closed before SQLite has closed it
            return getDatabase().isClosed();
        }
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
