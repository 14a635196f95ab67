package io.signalbox.sqlite;

import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;

/** A statement that SQLite has compiled, and the text it was compiled from. */
record PreparedSql(String sql, SqlText text, SafeStmtPtr pointer, int parameters) {

    /** To bind too few values would leave the others NULL, and too many are a mistake as well. */
    void refuseOtherThan(int values) throws SQLException {
        if (values != parameters) {
            throw new SQLNonTransientException(
                    "the statement has " + parameters + (parameters == 1 ? " parameter" : " parameters") + ", and "
                            + values + " were set: " + sql,
                    "07001");
        }
    }

    /** Forgets the bound values, which SQLite copied. */
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
