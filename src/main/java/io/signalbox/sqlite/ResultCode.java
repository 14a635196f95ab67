package io.signalbox.sqlite;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * An extended result code of SQLite, such as {@code SQLITE_CONSTRAINT_UNIQUE} (2067).
 *
 * <p>Its low byte is the primary code. See <a href="https://www.sqlite.org/rescode.html">Result and Error Codes</a>.
 *
 * @param extended the code's number
 */
public record ResultCode(int extended) {

    public static final int ERROR = 1;
    public static final int PERM = 3;
    public static final int ABORT = 4;
    public static final int BUSY = 5;
    public static final int LOCKED = 6;
    public static final int NOMEM = 7;
    public static final int READONLY = 8;
    public static final int INTERRUPT = 9;
    public static final int IOERR = 10;
    public static final int CORRUPT = 11;
    public static final int FULL = 13;
    public static final int CANTOPEN = 14;
    public static final int PROTOCOL = 15;
    public static final int TOOBIG = 18;
    public static final int CONSTRAINT = 19;
    public static final int MISMATCH = 20;
    public static final int MISUSE = 21;
    public static final int AUTH = 23;
    public static final int RANGE = 25;
    public static final int NOTADB = 26;

    public static final int BUSY_RECOVERY = 261;
    public static final int BUSY_SNAPSHOT = 517;
    public static final int IOERR_FSYNC = 1034;
    public static final int IOERR_DIR_FSYNC = 1290;
    public static final int CONSTRAINT_CHECK = 275;
    public static final int CONSTRAINT_FOREIGNKEY = 787;
    public static final int CONSTRAINT_NOTNULL = 1299;
    public static final int CONSTRAINT_PRIMARYKEY = 1555;
    public static final int CONSTRAINT_TRIGGER = 1811;
    public static final int CONSTRAINT_UNIQUE = 2067;
    public static final int CONSTRAINT_ROWID = 2579;
    public static final int CONSTRAINT_DATATYPE = 3091;

    /** How the driver writes a code that it does not know: {@code [UNKNOWN_ERROR] ...:8714 (disk I/O error)}. */
    private static final Pattern UNKNOWN = Pattern.compile("\\[UNKNOWN_ERROR][^:]*:(\\d{1,9}) \\(.*", Pattern.DOTALL);

    /**
     * The result code behind an exception of the driver; empty where SQLite was not the one to complain. The driver's
     * own {@code getErrorCode()} is cut down to the primary code, and what is newer than the driver's list is in the message.
     */
    public static Optional<ResultCode> of(SQLException exception) {
        if (!(exception instanceof SQLiteException e)) {
            return Optional.empty();
        }
        if (e.getResultCode() != SQLiteErrorCode.UNKNOWN_ERROR) {
            return Optional.of(new ResultCode(e.getResultCode().code));
        }
        Matcher unknown = UNKNOWN.matcher(String.valueOf(e.getMessage()));
        return unknown.matches() ? Optional.of(new ResultCode(Integer.parseInt(unknown.group(1)))) : Optional.empty();
    }

    /** True if the exception carries this primary code. */
    public static boolean isPrimary(SQLException exception, int primary) {
        return of(exception).filter(code -> code.primary() == primary).isPresent();
    }

    /**
     * True if the exception says that a lock is another connection's and may be free in a moment: BUSY, also while the log is
     * being recovered, and PROTOCOL, which is a race for the locks of the log that was lost too often.
     */
    public static boolean isLocked(SQLException exception) {
        return isPrimary(exception, BUSY) || isPrimary(exception, PROTOCOL);
    }

    /** The primary code: what the codes of one family share. */
    public int primary() {
        return extended & 0xff;
    }

    /** SQLite's own name of the code, such as {@code SQLITE_BUSY_SNAPSHOT}. */
    @Override
    public String toString() {
        SQLiteErrorCode known = SQLiteErrorCode.getErrorCode(extended);
        return known == SQLiteErrorCode.UNKNOWN_ERROR
                ? String.format(Locale.ROOT, "SQLite result code %d", extended)
                : known.name();
    }
}
