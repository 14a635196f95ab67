package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.StatementRun;
import io.signalbox.sqlite.Wanted;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A statement that belongs to a logical connection: it knows its text and its values, and gets a compiled statement of
 * whatever the connection is bound to for each execution.
 */
class LogicalStatement extends AbstractStatement implements StatementRun.User {

    private static final @Nullable Object[] NO_VALUES = {};

    final LazyConnection connection;
    private @Nullable Batch batch;
    private @Nullable StatementRun run;
    private @Nullable KeptRows kept;
    private @Nullable Deadline end;
    private long updateCount = -1;
    private @Nullable Long generatedKey;

    LogicalStatement(LazyConnection connection) {
        this.connection = connection;
    }

    // --- executing

    final StatementRun run(String sql, @Nullable Object[] values, Wanted wanted, boolean keys) throws SQLException {
        checkOpen();
        endResult();
        generatedKey = null;
        updateCount = -1;
        end = endOfExecution();
        StatementRun executed =
                connection.binding().execute(this, sql, false, physical -> runOn(physical, sql, values, wanted, keys));
        StatementRun open = run;
        return open != null
                ? open
                : executed; // the rows of a write in autocommit were kept and are read from elsewhere
    }

    private StatementRun runOn(
            PhysicalConnection physical, String sql, @Nullable Object[] values, Wanted wanted, boolean keys)
            throws SQLException {
        connection.checkOpen(); // it may have been aborted while it waited
        StatementRun executed = physical.execute(sql, values, getLargeMaxRows(), wanted, this);
        if (executed.result() != null) {
            run = executed;
            connection.binding().resultOpened(this, sql);
        } else {
            updateCount = executed.updateCount();
            generatedKey = keys && updateCount > 0 ? physical.lastInsertRowId() : null;
        }
        return executed;
    }

    private @Nullable Deadline endOfExecution() throws SQLException {
        int seconds = getQueryTimeout();
        return seconds == 0 ? null : Deadline.after(Duration.ofSeconds(seconds));
    }

    /** When the present execution is to end, the wait for its connection included; null for no limit. */
    @Nullable
    Deadline end() {
        return end;
    }

    @Override
    public long nanosAllowed() {
        return end == null ? Long.MAX_VALUE : end.remaining();
    }

    final ResultSet query(String sql, @Nullable Object[] values) throws SQLException {
        ResultSet result = run(sql, values, Wanted.ROWS, false).result();
        if (result == null) {
            throw new SQLNonTransientException("the statement gave no rows", "07005");
        }
        return result;
    }

    final void addToBatch(String sql, @Nullable Object[] values) throws SQLException {
        checkOpen();
        Batch present = batch == null ? new Batch() : batch;
        present.add(sql, values);
        batch = present;
    }

    @Override
    public final long[] executeLargeBatch() throws SQLException {
        checkOpen();
        endResult();
        Batch added = batch;
        batch = null;
        return added == null ? new long[0] : executed(added.execution());
    }

    private long[] executed(Batch.Execution execution) throws SQLException {
        end = endOfExecution();
        try {
            return connection.binding().execute(this, execution.first(), true, physical -> {
                connection.checkOpen();
                return execution.on(physical, this);
            });
        } catch (SQLException e) {
            throw execution.failed(e);
        }
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return Arrays.stream(executeLargeBatch()).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch = null;
    }

    // --- results

    @Override
    public final Connection connection() {
        return connection;
    }

    @Override
    public final Statement statement() {
        return this;
    }

    @Override
    public final SQLException resultFailed(SQLException failure) {
        return connection.binding().resultFailed(failure);
    }

    @Override
    public final void resultClosed() throws SQLException {
        endResult();
        if (isCloseOnCompletion()) {
            close();
        }
    }

    /**
     * Reads the open result to its end and puts its rows where they can be read from once what they came from is committed.
     * All that can fail here fails before that.
     */
    final void keepRows(String sql) throws SQLException {
        if (run != null && run.result() != null) {
            KeptRows rows = KeptRows.of(run.result());
            endResult();
            kept = rows;
            run = rows.open(this);
            connection.binding().resultOpened(this, sql);
        }
    }

    final void endResult() throws SQLException {
        StatementRun open = run;
        if (open == null) {
            return;
        }
        connection.binding().checkEnd();
        KeptRows rows = kept;
        run = null;
        kept = null;
        try {
            open.end();
            if (rows != null) {
                rows.close();
            }
        } finally {
            connection.binding().resultEnded(this);
        }
    }

    @Override
    public @Nullable ResultSet getResultSet() throws SQLException {
        checkOpen();
        return run == null ? null : run.result();
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        checkOpen();
        return updateCount;
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return Math.toIntExact(getLargeUpdateCount());
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return getMoreResults(CLOSE_CURRENT_RESULT);
    }

    @Override
    public boolean getMoreResults(int current) throws SQLException {
        checkOpen();
        endResult();
        updateCount = -1;
        return false;
    }

    /** The rowid of the last row that the last execution inserted, where keys were asked for. */
    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        checkOpen();
        LogicalStatement keys = new LogicalStatement(connection);
        keys.closeOnCompletion();
        return generatedKey == null
                ? keys.query("SELECT 1 AS GENERATED_KEY WHERE 0", NO_VALUES)
                : keys.query("SELECT ? AS GENERATED_KEY", new @Nullable Object[] {generatedKey});
    }

    @Override
    public Connection getConnection() throws SQLException {
        checkOpen();
        return connection;
    }

    /** Stops the execution that runs, or waits for its connection, if one does; for any thread. */
    @Override
    public void cancel() throws SQLException {
        checkOpen();
        connection.binding().cancel();
    }

    @Override
    void release() throws SQLException {
        endResult();
        batch = null;
    }

    @Override
    void checkOpen() throws SQLException {
        super.checkOpen();
        connection.checkOpen();
    }

    // --- texts

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        return query(sql, NO_VALUES);
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return execute(sql, NO_GENERATED_KEYS);
    }

    @Override
    public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        return run(sql, NO_VALUES, Wanted.EITHER, autoGeneratedKeys == RETURN_GENERATED_KEYS)
                        .result()
                != null;
    }

    @Override
    public boolean execute(String sql, int[] columnIndexes) throws SQLException {
        return execute(sql, RETURN_GENERATED_KEYS);
    }

    @Override
    public boolean execute(String sql, String[] columnNames) throws SQLException {
        return execute(sql, RETURN_GENERATED_KEYS);
    }

    @Override
    public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return run(sql, NO_VALUES, Wanted.COUNT, autoGeneratedKeys == RETURN_GENERATED_KEYS)
                .updateCount();
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return executeLargeUpdate(sql, NO_GENERATED_KEYS);
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return Math.toIntExact(executeLargeUpdate(sql, NO_GENERATED_KEYS));
    }

    @Override
    public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return Math.toIntExact(executeLargeUpdate(sql, autoGeneratedKeys));
    }

    @Override
    public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return executeUpdate(sql, RETURN_GENERATED_KEYS);
    }

    @Override
    public int executeUpdate(String sql, String[] columnNames) throws SQLException {
        return executeUpdate(sql, RETURN_GENERATED_KEYS);
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        addToBatch(sql, NO_VALUES);
    }
}
