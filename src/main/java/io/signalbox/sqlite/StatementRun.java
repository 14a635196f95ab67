package io.signalbox.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4Statement;

/**
 * One execution of a compiled statement, and its result.
 *
 * <p>The driver's own prepared statement has one result set for its whole life, which is opened again by the next
 * execution. Were statements cached as they are, a result set that somebody kept would come to life again under another
 * user. So each execution is a driver's statement of its own, over the compiled statement that the cache keeps.
 */
public final class StatementRun extends JDBC4Statement {

    /** Who executed. */
    public interface User {

        /** The connection that the user got the statement from. */
        Connection connection() throws SQLException;

        /** The statement that the user knows. */
        @Nullable
        Statement statement();

        /** The result set was closed by whoever reads it. */
        void resultClosed() throws SQLException;

        /** The next row could not be had, which may have ended the transaction; returns what is to be thrown. */
        SQLException resultFailed(SQLException failure);

        /** How long the statement may run, in nanoseconds; {@link Long#MAX_VALUE} for no limit. */
        default long nanosAllowed() {
            return Watch.NEVER;
        }

        /** The connection itself, which ends what it has read. */
        static User of(Connection connection) {
            return new User() {
                @Override
                public Connection connection() {
                    return connection;
                }

                @Override
                public @Nullable Statement statement() {
                    return null;
                }

                @Override
                public void resultClosed() {
                    // whoever reads here ends the run
                }

                @Override
                public SQLException resultFailed(SQLException failure) {
                    return failure;
                }
            };
        }
    }

    private final PhysicalConnection connection;
    private final PreparedSql prepared;
    private final User user;
    private final Watch.Budget budget;
    private boolean large; // its values are
    private @Nullable RunResult result;
    private long changedRows = -1;
    private boolean ended;

    StatementRun(PhysicalConnection connection, PreparedSql prepared, User user) {
        super(connection);
        this.connection = connection;
        this.prepared = prepared;
        this.user = user;
        this.budget = new Watch.Budget(user.nanosAllowed());
        this.sql = prepared.sql();
        this.pointer = prepared.pointer();
    }

    /** True if the statement gives rows, or would if there were any. */
    boolean returnsRows() throws SQLException {
        return columns() > 0;
    }

    private int columns() throws SQLException {
        return pointer.safeRunInt(DB::column_count);
    }

    /** Each costs a call with an object that the native side makes: only for who asks by name. */
    String[] columnNames() throws SQLException {
        return pointer.safeRun(DB::column_names);
    }

    void refuseUnless(Wanted wanted) throws SQLException {
        if (wanted != Wanted.EITHER && returnsRows() != (wanted == Wanted.ROWS)) {
            throw new SQLNonTransientException(
                    wanted == Wanted.ROWS
                            ? "executeQuery of a statement that gives no rows: use executeUpdate"
                            : "executeUpdate of a statement that gives rows: use executeQuery",
                    "07005");
        }
    }

    void execute(@Nullable Object[] values, long maxRows) throws SQLException {
        DB db = getDatabase();
        large = PreparedSql.areLarge(values);
        boolean counts = prepared.text().countsChanges();
        long before = counts ? -1 : db.total_changes();
        resultsWaiting = watched(values);
        int columns = columns();
        if (columns > 0) {
            result = new RunResult(this, user, columns, resultsWaiting, maxRows);
            connection.reading.add(this);
        } else {
            changedRows = counts || before != db.total_changes() ? db.changes() : 0;
        }
    }

    private boolean watched(@Nullable Object[] values) throws SQLException {
        Watch watch = connection.watch;
        try {
            watch.begin(budget, prepared.sql());
            return getDatabase().execute(this, values);
        } catch (SQLException e) {
            throw watch.explained(e, prepared.sql());
        } finally {
            watch.end(budget);
        }
    }

    /** Steps to the next row. */
    boolean next(RunResult stepping) throws SQLException {
        Watch watch = connection.watch;
        try {
            watch.begin(budget, prepared.sql());
            return stepping.step();
        } catch (SQLException e) {
            throw watch.explained(e, prepared.sql());
        } finally {
            watch.end(budget);
        }
    }

    String sql() {
        return prepared.sql();
    }

    /** True if there is a row in hand. */
    boolean isBeingRead() {
        RunResult present = result;
        return present != null && present.isBeingRead();
    }

    /** The result set; null where the statement gives no rows. */
    public @Nullable ResultSet result() {
        return result;
    }

    /** How many rows were inserted, updated or deleted; -1 where there is a result set. */
    public long updateCount() {
        return changedRows;
    }

    /** Ends the result set and gives the compiled statement back to the cache; once. */
    public void end() throws SQLException {
        if (!ended) {
            ended = true;
            connection.reading.remove(this);
            if (result != null) {
                result.end();
            }
            if (!prepared.isFinalized()) {
                pointer.safeRunInt(DB::reset);
                if (large) {
                    prepared.forgetValues();
                }
                connection.keep(prepared);
            }
        }
    }

    /** Closes the compiled statement for good, after an error. */
    void discard() throws SQLException {
        ended = true;
        connection.reading.remove(this);
        prepared.close();
    }

    @Override
    public void close() throws SQLException {
        if (!ended) {
            user.resultClosed();
        }
    }

    @Override
    public boolean isClosed() {
        return ended;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return user.connection();
    }
}
