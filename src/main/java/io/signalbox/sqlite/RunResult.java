package io.signalbox.sqlite;

import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.jdbc4.JDBC4ResultSet;

/**
 * The result set of one execution. It tells its user when it is closed, and when a row could not be had: to read can fail in
 * such a way (no memory, an I/O error) that SQLite rolls the whole transaction back.
 */
final class RunResult extends JDBC4ResultSet {

    private final StatementRun run;
    private final StatementRun.User user;

    RunResult(StatementRun run, StatementRun.User user, int columns, boolean hasRows, long maxRows) {
        super(run);
        this.run = run;
        this.user = user;
        this.colsMeta = new String[columns]; // of which the driver wants to know the length only
        this.emptyResultSet = !hasRows;
        this.maxRows = maxRows;
        this.open = true;
        this.closeStmt = true; // when it is closed, the driver closes the run, which tells the user
    }

    @Override
    public int findColumn(String name) throws SQLException {
        if (open && cols == null) {
            cols = run.columnNames();
        }
        return super.findColumn(name);
    }

    @Override
    public boolean next() throws SQLException {
        try {
            return run.next(this);
        } catch (SQLException e) {
            throw open ? user.resultFailed(e) : e;
        }
    }

    /** The driver's step, which the run watches over. */
    boolean step() throws SQLException {
        return super.next();
    }

    boolean isBeingRead() {
        return open && !emptyResultSet && !pastLastRow;
    }

    @Override
    public @Nullable Statement getStatement() {
        return user.statement();
    }

    /** JDBC has a closed result set throw; the driver's method, which declares no exception, does not. */
    @Override
    public @Nullable SQLWarning getWarnings() {
        if (!open) {
            throw RunResult.<RuntimeException>undeclared(
                    new SQLNonTransientException("the result set is closed", "24000"));
        }
        return null;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // who calls by the interface is told of it there
    private static <X extends Exception> X undeclared(SQLException exception) throws X {
        throw (X) exception;
    }

    /** Closes it and tells nobody. */
    void end() throws SQLException {
        closeStmt = false;
        close();
    }
}
