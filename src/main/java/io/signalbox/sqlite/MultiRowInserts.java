package io.signalbox.sqlite;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Executes inserts of one row as inserts of several: what SQLite and the driver do once for each statement, such as to open the
 * table and its indexes and to end, they do for so many rows then. As many as the batch has, up to {@value #VALUES} values a
 * statement, where the last batch of that text had the same number; else sixteen, so that not every number is compiled.
 *
 * <p>It goes by the result: where one of the statements fails or has inserted less, a schema or a trigger may say what becomes of
 * the others, and what was done is undone, for the statement itself to be executed row by row. What differs is when a foreign
 * key is checked that is not deferred: at the end of a statement, and so of several rows.
 *
 * <p>For the thread that uses the connection, inside a transaction.
 */
final class MultiRowInserts {

    /** Of a batch whose number of rows is new. */
    static final int ROWS = 16;

    /** Of a statement, at most, unless sixteen rows have more. */
    static final int VALUES = 1000;

    private static final int TEXTS = 64;

    /** Names, quoted or not, and parameters: nothing in which a sign could mean something else. */
    private static final Pattern OF_ONE_ROW = Pattern.compile(
            "\\s*insert\\s+into\\s+[\\w.$\"`]+\\s*\\([\\w\\s,$\"`]+\\)\\s*values\\s*(\\(\\s*\\?(?:\\s*,\\s*\\?)*\\s*\\))\\s*",
            Pattern.CASE_INSENSITIVE);

    private final PhysicalConnection connection;
    private final ControlStatement savepoint;
    private final ControlStatement rollback;
    private final ControlStatement release;

    private final Map<String, Text> texts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Text> eldest) {
            return size() > TEXTS;
        }
    };

    MultiRowInserts(PhysicalConnection connection) {
        this.connection = connection;
        this.savepoint = new ControlStatement(connection, "SAVEPOINT signalbox_rows");
        this.rollback = new ControlStatement(connection, "ROLLBACK TO signalbox_rows");
        this.release = new ControlStatement(connection, "RELEASE signalbox_rows");
    }

    /** A statement of one row, and the last that was made of it. */
    static final class Text {
        private final String sql;
        private final @Nullable String row; // null where it is not one that can be written for several
        private String many = "";
        private int manyRows;
        private int latestBatch;

        Text(String sql) {
            Matcher matcher = OF_ONE_ROW.matcher(sql);
            this.sql = sql;
            this.row = matcher.matches() ? matcher.group(1) : null;
        }

        boolean isForOneOnly() {
            return row == null;
        }

        String of(int rows) {
            if (manyRows != rows) {
                manyRows = rows;
                many = sql + ("," + row).repeat(rows - 1);
            }
            return many;
        }

        /** In how many rows at a time a batch goes. */
        int rowsAtATime(int batch, int width) {
            boolean again = batch == latestBatch;
            latestBatch = batch;
            return again ? evenly(batch, width) : ROWS;
        }

        private static int evenly(int batch, int width) {
            int most = Math.max(ROWS, VALUES / Math.max(1, width));
            int statements = (batch + most - 1) / most;
            return batch / statements;
        }
    }

    /** {@link PhysicalConnection#insertRows}. */
    int insert(String sql, List<@Nullable Object[]> rows, StatementRun.User user) throws SQLException {
        Text text = texts.computeIfAbsent(sql, Text::new);
        int atATime = text.rowsAtATime(rows.size(), rows.get(0).length);
        if (text.isForOneOnly() || atATime < 2 || rows.size() < atATime) {
            return 0;
        }
        savepoint.execute();
        boolean all;
        try {
            all = inserted(text.of(atATime), atATime, rows, user);
        } catch (SQLException e) {
            undoOr(e);
            return 0;
        }
        if (!all) {
            rollback.execute();
        }
        release.execute();
        return all ? rows.size() / atATime * atATime : 0;
    }

    /** False as soon as one inserted less. */
    private boolean inserted(String ofMany, int atATime, List<@Nullable Object[]> rows, StatementRun.User user)
            throws SQLException {
        int width = rows.get(0).length;
        @Nullable Object[] values = new @Nullable Object[atATime * width];
        for (int row = 0; row < rows.size() / atATime * atATime; row++) {
            if (rows.get(row).length != width) {
                return false;
            }
            System.arraycopy(rows.get(row), 0, values, row % atATime * width, width);
            if (row % atATime == atATime - 1
                    && connection.execute(ofMany, values, 0, Wanted.COUNT, user).updateCount() != atATime) {
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
}
