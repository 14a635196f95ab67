package io.signalbox.jdbc;

import io.signalbox.sqlite.ResultCode;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.Optional;

/**
 * Turns the driver's exceptions, whose SQLState is null and whose code is cut down, into the subclasses of {@link
 * SQLException} that JDBC has for them, with the extended code and a SQLState.
 */
final class SqlErrors {

    private SqlErrors() {}

    static SQLException translate(SQLException exception) {
        Optional<ResultCode> code = ResultCode.of(exception);
        if (code.isEmpty()) {
            return exception;
        }
        SQLException translated = translated(code.get(), message(code.get(), exception));
        translated.initCause(exception);
        return translated;
    }

    private static String message(ResultCode code, SQLException exception) {
        String message = String.valueOf(exception.getMessage());
        return message.contains(code.toString()) ? message : "[" + code + "] " + message;
    }

    private static SQLException translated(ResultCode code, String message) {
        int vendor = code.extended();
        return switch (code.primary()) {
            case ResultCode.CONSTRAINT ->
                new SQLIntegrityConstraintViolationException(message, constraintState(code), vendor);
            case ResultCode.BUSY, ResultCode.LOCKED, ResultCode.PROTOCOL ->
                new SQLTransientException(message, "40001", vendor);
            case ResultCode.INTERRUPT -> new SQLTimeoutException(message, "57014", vendor);
            case ResultCode.TOOBIG, ResultCode.MISMATCH, ResultCode.RANGE ->
                new SQLDataException(message, "22000", vendor);
            case ResultCode.ERROR -> new SQLSyntaxErrorException(message, "42000", vendor);
            case ResultCode.READONLY -> new SQLNonTransientException(message, "25006", vendor);
            case ResultCode.FULL -> new SQLNonTransientException(message, "53100", vendor);
            case ResultCode.IOERR -> new SQLNonTransientException(message, "58030", vendor);
            case ResultCode.CORRUPT, ResultCode.NOTADB -> new SQLNonTransientException(message, "XX001", vendor);
            default -> new SQLException(message, "HY000", vendor);
        };
    }

    private static String constraintState(ResultCode code) {
        return switch (code.extended()) {
            case ResultCode.CONSTRAINT_UNIQUE, ResultCode.CONSTRAINT_PRIMARYKEY, ResultCode.CONSTRAINT_ROWID -> "23505";
            case ResultCode.CONSTRAINT_FOREIGNKEY -> "23503";
            case ResultCode.CONSTRAINT_NOTNULL -> "23502";
            case ResultCode.CONSTRAINT_CHECK -> "23514";
            default -> "23000";
        };
    }
}
