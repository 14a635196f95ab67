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
 * statement, where two batches of that text in a row have had that number; else sixteen, so that not every number is compiled.
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

    /** Of a batch: fewer save little, and one that fails has been executed twice. */
    static final int FEWEST = 8;

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

    /** A statement of one row, and what was made of it: one of sixteen, and one of as many as a batch has had twice. */
    static final class Text {
        private final String sql;
        private final @Nullable String row; // null where it is not one that can be written for several
        private String ofSixteen = "";
        private String ofWhole = "";
        private int whole;
        private int wholeBatch;
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
            if (rows == ROWS) {
                ofSixteen = ofSixteen.isEmpty() ? times(rows) : ofSixteen;
                return ofSixteen;
            }
            if (rows != whole) {
                whole = rows;
                ofWhole = times(rows);
            }
            return ofWhole;
        }

        private String times(int rows) {
            return sql + ("," + row).repeat(rows - 1);
        }

        /** In how many rows at a time a batch goes. */
        int rowsAtATime(int batch, int width) {
            boolean again = batch == latestBatch || batch == wholeBatch;
            latestBatch = batch;
            wholeBatch = again ? batch : wholeBatch;
            return again ? evenly(batch, width) : ROWS;
        }

        private static int evenly(int batch, int width) {
            int most = Math.max(ROWS, VALUES / Math.max(1, width));
            int statements = (batch + most - 1) / most;
            return batch / statements;
        }

        /** It was compiled in vain: the next goes by sixteen. */
        void undone() {
            latestBatch = 0;
            wholeBatch = 0;
        }
    }

    /** {@link PhysicalConnection#insertRows}. */
    int insert(String sql, List<@Nullable Object[]> rows, StatementRun.User user) throws SQLException {
        if (rows.size() < FEWEST) {
            return 0;
        }
        Text text = texts.computeIfAbsent(sql, Text::new);
        int atATime = text.rowsAtATime(rows.size(), rows.get(0).length);
        return text.isForOneOnly() || rows.size() < atATime ? 0 : insert(text, atATime, rows, user);
    }

    private int insert(Text text, int atATime, List<@Nullable Object[]> rows, StatementRun.User user)
            throws SQLException {
        String ofMany = compiledFor(text, atATime);
        savepoint.execute();
        boolean all;
        try {
            all = inserted(ofMany, atATime, rows, user);
        } catch (SQLException e) {
            text.undone();
            undoOr(text.sql, e);
            return 0;
        }
        if (!all) {
            text.undone();
            rollback.execute();
        }
        release.execute();
        return all ? rows.size() / atATime * atATime : 0;
    }

    /** What is compiled for another number makes room in the cache. */
    private String compiledFor(Text text, int rows) throws SQLException {
        String before = text.ofWhole;
        String ofMany = text.of(rows);
        if (!before.equals(text.ofWhole)) {
            connection.forget(before);
        }
        return ofMany;
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

    private void undoOr(String sql, SQLException failure) throws SQLException {
        try {
            rollback.execute();
            release.execute();
        } catch (SQLException e) { // the transaction is gone, and its savepoints
            failure.addSuppressed(e);
            throw failure instanceof StatementStoppedException stopped
                    ? new StatementStoppedException(stopped.reason(), sql, stopped) // as the application wrote it
                    : failure;
        }
    }
}
