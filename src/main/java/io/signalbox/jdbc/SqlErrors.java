package io.signalbox.jdbc;

import io.signalbox.jdbc.ConstraintViolatedException.Kind;
import io.signalbox.sqlite.ResultCode;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientException;
import java.util.Optional;

/**
 * Turns the driver's exceptions, whose SQLState is null and whose code is cut down, into the subclasses of {@link
 * SQLException} that JDBC has for them, with the extended code and a SQLState. The whole table is {@code errors.md}.
 */
public final class SqlErrors {

    private SqlErrors() {}

    /** The exception that stands for one of the driver; any other as it is. */
    public static SQLException translate(SQLException exception) {
        Optional<ResultCode> code = ResultCode.of(exception);
        if (code.isEmpty()) {
            return exception;
        }
        return translated(code.get(), message(code.get(), exception), exception);
    }

    private static String message(ResultCode code, SQLException exception) {
        String message = String.valueOf(exception.getMessage());
        return message.contains(code.toString()) ? message : "[" + code + "] " + message;
    }

    private static SQLException translated(ResultCode code, String message, SQLException cause) {
        int vendor = code.extended();
        return switch (code.primary()) {
            case ResultCode.CONSTRAINT ->
                code.extended() == ResultCode.CONSTRAINT_DATATYPE
                        ? new SQLDataException(message, "22018", vendor, cause)
                        : ConstraintViolatedException.of(kind(code, message), message, vendor, cause);
            case ResultCode.BUSY, ResultCode.LOCKED, ResultCode.PROTOCOL ->
                code.extended() == ResultCode.BUSY_SNAPSHOT
                        ? new SQLTransactionRollbackException(message, "40001", vendor, cause)
                        : new SQLTransientException(message, "40001", vendor, cause);
            case ResultCode.ABORT -> new SQLTransactionRollbackException(message, "40000", vendor, cause);
            case ResultCode.INTERRUPT -> new SQLTimeoutException(message, "57014", vendor, cause);
            case ResultCode.TOOBIG, ResultCode.MISMATCH, ResultCode.RANGE ->
                new SQLDataException(message, "22000", vendor, cause);
            case ResultCode.ERROR -> new SQLSyntaxErrorException(message, "42000", vendor, cause);
            case ResultCode.AUTH -> new SQLNonTransientException(message, "42501", vendor, cause);
            case ResultCode.READONLY -> new SQLNonTransientException(message, "25006", vendor, cause);
            case ResultCode.NOMEM -> new SQLNonTransientException(message, "53200", vendor, cause);
            case ResultCode.FULL -> new SQLNonTransientException(message, "53100", vendor, cause);
            case ResultCode.IOERR -> new SQLNonTransientException(message, "58030", vendor, cause);
            case ResultCode.CORRUPT, ResultCode.NOTADB -> new SQLNonTransientException(message, "XX001", vendor, cause);
            case ResultCode.CANTOPEN, ResultCode.PERM ->
                new SQLNonTransientConnectionException(message, "08001", vendor, cause);
            default -> new SQLNonTransientException(message, "HY000", vendor, cause);
        };
    }

    private static Kind kind(ResultCode code, String message) {
        return switch (code.extended()) {
            case ResultCode.CONSTRAINT_UNIQUE, ResultCode.CONSTRAINT_PRIMARYKEY, ResultCode.CONSTRAINT_ROWID ->
                Kind.UNIQUE;
            case ResultCode.CONSTRAINT_FOREIGNKEY -> Kind.FOREIGN_KEY;
            case ResultCode.CONSTRAINT_NOTNULL -> Kind.NOT_NULL;
            case ResultCode.CONSTRAINT_CHECK -> Kind.CHECK;
            // SQLite implements ON DELETE RESTRICT as a trigger
            case ResultCode.CONSTRAINT_TRIGGER ->
                message.contains("FOREIGN KEY constraint failed") ? Kind.FOREIGN_KEY : Kind.OTHER;
            default -> Kind.OTHER;
        };
    }
}
