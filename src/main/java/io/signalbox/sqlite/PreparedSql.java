package io.signalbox.sqlite;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;

/**
 * A statement that SQLite has compiled, and the text it was compiled from.
 *
 * @param countsChanges whether SQLite counts what it changes; of any other statement, DDL for instance, {@code
 *     sqlite3_changes} would tell the count of the one before
 */
record PreparedSql(String sql, SafeStmtPtr pointer, boolean countsChanges) {

    private static final Set<String> CHANGING = Set.of("insert", "update", "delete", "replace", "with");

    PreparedSql(String sql, SafeStmtPtr pointer) {
        this(sql, pointer, CHANGING.contains(firstWord(sql)));
    }

    private static String firstWord(String sql) {
        String text = sql.stripLeading();
        int end = 0;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end).toLowerCase(Locale.ROOT);
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
