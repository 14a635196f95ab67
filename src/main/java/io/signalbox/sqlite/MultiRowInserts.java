package io.signalbox.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Executes inserts of one row as inserts of several: what SQLite does once for each statement, such as to open the table and
 * its indexes and to end, it does for every sixteenth row then.
 *
 * <p>It goes by the result: where one of the statements fails or has inserted less, a schema or a trigger may say what becomes of
 * the others, and what was done is undone, for the statement itself to be executed row by row. What differs is when a foreign
 * key is checked that is not deferred: at the end of a statement, and so of sixteen rows.
 *
 * <p>For the thread that uses the connection, inside a transaction.
 */
final class MultiRowInserts {

    static final int ROWS = 16;

    /** Names, quoted or not, and parameters: nothing in which a sign could mean something else. */
    private static final Pattern OF_ONE_ROW = Pattern.compile(
            "\\s*insert\\s+into\\s+[\\w.$\"`]+\\s*\\([\\w\\s,$\"`]+\\)\\s*values\\s*(\\(\\s*\\?(?:\\s*,\\s*\\?)*\\s*\\))\\s*",
            Pattern.CASE_INSENSITIVE);

    private final PhysicalConnection connection;
    private final ControlStatement savepoint;
    private final ControlStatement rollback;
    private final ControlStatement release;
    private String latest = "";
    private @Nullable String latestOfMany;

    MultiRowInserts(PhysicalConnection connection) {
        this.connection = connection;
        this.savepoint = new ControlStatement(connection, "SAVEPOINT signalbox_rows");
        this.rollback = new ControlStatement(connection, "ROLLBACK TO signalbox_rows");
        this.release = new ControlStatement(connection, "RELEASE signalbox_rows");
    }

    /** {@link PhysicalConnection#insertRows}. */
    int insert(String sql, List<@Nullable Object[]> rows, StatementRun.User user) throws SQLException {
        String ofMany = rows.size() < ROWS ? null : ofMany(sql);
        if (ofMany == null) {
            return 0;
        }
        savepoint.execute();
        boolean all;
        try {
            all = inserted(ofMany, rows, user);
        } catch (SQLException e) {
            undoOr(e);
            return 0;
        }
        if (!all) {
            rollback.execute();
        }
        release.execute();
        return all ? rows.size() / ROWS * ROWS : 0;
    }

    /** False as soon as one inserted less. */
    private boolean inserted(String ofMany, List<@Nullable Object[]> rows, StatementRun.User user) throws SQLException {
        int width = rows.get(0).length;
        @Nullable Object[] values = new @Nullable Object[ROWS * width];
        for (int row = 0; row < rows.size() / ROWS * ROWS; row++) {
            if (rows.get(row).length != width) {
                return false;
            }
            System.arraycopy(rows.get(row), 0, values, row % ROWS * width, width);
            if (row % ROWS == ROWS - 1
                    && connection.execute(ofMany, values, 0, Wanted.COUNT, user).updateCount() != ROWS) {
                return false;
            }
        }
        return true;
    }

    private void undoOr(SQLException failure) throws SQLException {
        try {
            rollback.execute();
            release.execute();
        } catch (SQLException e) { // the transaction is gone, and its savepoints
            failure.addSuppressed(e);
            throw failure;
        }
    }

    private @Nullable String ofMany(String sql) {
        if (!sql.equals(latest)) {
            latest = sql;
            latestOfMany = rewritten(sql);
        }
        return latestOfMany;
    }

    /** The statement for {@value #ROWS} rows; null where it is not one that can be written so. */
    static @Nullable String rewritten(String sql) {
        Matcher matcher = OF_ONE_ROW.matcher(sql);
        return matcher.matches() ? sql + ("," + matcher.group(1)).repeat(ROWS - 1) : null;
    }
}
