package io.signalbox.sqlite;

import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;

/** A statement that SQLite has compiled, and the text it was compiled from. */
record PreparedSql(String sql, SqlText text, SafeStmtPtr pointer, int parameters) {

    /** Characters or bytes: an idle statement keeps no value that is larger. */
    static final int LARGE = 1024;

    /** Nor values that are larger together. */
    static final int LARGE_TOGETHER = 32 * LARGE;

    /** To bind too few values would leave the others NULL, and too many are a mistake as well. */
    void refuseOtherThan(int values) throws SQLException {
        if (values != parameters) {
            throw new SQLNonTransientException(
                    "the statement has " + parameters + (parameters == 1 ? " parameter" : " parameters") + ", and "
                            + values + " were set: " + sql,
                    "07001");
        }
    }

    static boolean areLarge(@Nullable Object[] values) {
        int together = 0;
        for (Object value : values) {
            int size = size(value);
            together += size;
            if (size > LARGE || together > LARGE_TOGETHER) {
                return true;
            }
        }
        return false;
    }

    private static int size(@Nullable Object value) {
        if (value instanceof CharSequence text) {
            return text.length();
        }
        return value instanceof byte[] bytes ? bytes.length : 0;
    }

    /**
     * Forgets the bound values, which SQLite copied. Not for each execution: a statement whose plan might depend
     * on a value, as that of an outer join may, is compiled again at its next one, as if the schema had changed (<a
     * href="https://www.sqlite.org/c3ref/prepare.html">Compiling An SQL Statement</a>), which takes longer than many a query.
     */
    void forgetValues() throws SQLException {
        pointer.safeRunInt(DB::clear_bindings);
    }

    /** True if the driver finalised it, as it does after most errors. */
    boolean isFinalized() {
        return pointer.isClosed();
    }

    void close() throws SQLException {
        pointer.close();
    }
}
