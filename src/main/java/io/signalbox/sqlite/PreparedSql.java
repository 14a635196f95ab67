package io.signalbox.sqlite;

import java.sql.SQLException;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;

/** A statement that SQLite has compiled, and the text it was compiled from. */
record PreparedSql(String sql, SqlText text, SafeStmtPtr pointer) {

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
