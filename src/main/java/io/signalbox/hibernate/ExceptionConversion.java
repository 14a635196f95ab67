package io.signalbox.hibernate;

import io.signalbox.jdbc.ConstraintViolatedException;
import io.signalbox.jdbc.ForeignLockTimeoutException;
import io.signalbox.jdbc.ReaderTimeoutException;
import io.signalbox.jdbc.SnapshotConflictException;
import io.signalbox.jdbc.SqlErrors;
import io.signalbox.jdbc.TransactionRolledBackException;
import io.signalbox.jdbc.WriteQueueFullException;
import io.signalbox.jdbc.WriterInterruptedException;
import io.signalbox.jdbc.WriterTimeoutException;
import io.signalbox.sqlite.ResultCode;
import java.sql.BatchUpdateException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.util.Set;
import java.util.function.Supplier;
import org.hibernate.JDBCException;
import org.hibernate.QueryTimeoutException;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.hibernate.exception.DataException;
import org.hibernate.exception.GenericJDBCException;
import org.hibernate.exception.JDBCConnectionException;
import org.hibernate.exception.LockTimeoutException;
import org.hibernate.exception.SQLGrammarException;
import org.hibernate.exception.SnapshotIsolationException;
import org.hibernate.exception.spi.SQLExceptionConversionDelegate;
import org.jspecify.annotations.Nullable;

/** What the exceptions of the data source, or of the driver itself, are to Hibernate. The whole table is {@code errors.md}. */
final class ExceptionConversion implements SQLExceptionConversionDelegate {

    private static final Set<Integer> LOCKS = Set.of(ResultCode.BUSY, ResultCode.LOCKED, ResultCode.PROTOCOL);

    /** A disk, a file or memory is at fault, and neither the statement nor the transaction. */
    private static final Set<Integer> RESOURCES = Set.of(
            ResultCode.NOMEM,
            ResultCode.IOERR,
            ResultCode.CORRUPT,
            ResultCode.FULL,
            ResultCode.CANTOPEN,
            ResultCode.NOTADB);

    private final SQLExceptionConversionDelegate stock;
    private final Supplier<ConstraintNames.Names> names;

    ExceptionConversion(SQLExceptionConversionDelegate stock, Supplier<ConstraintNames.Names> names) {
        this.stock = stock;
        this.names = names;
    }

    @Override
    public @Nullable JDBCException convert(SQLException exception, String message, String sql) {
        JDBCException converted = converted(SqlErrors.translate(reason(exception)), exception, message, sql);
        return converted != null ? converted : stock.convert(exception, message, sql);
    }

    /** What a failed batch failed with. */
    private static SQLException reason(SQLException exception) {
        return exception instanceof BatchUpdateException && exception.getCause() instanceof SQLException cause
                ? cause
                : exception;
    }

    private @Nullable JDBCException converted(
            SQLException reason, SQLException exception, @Nullable String message, @Nullable String sql) {
        if (isConflict(reason)) {
            return new SnapshotIsolationException(message, exception, sql);
        }
        if (reason instanceof SQLTransactionRollbackException) { // no lock was waited for, as Hibernate would say
            return new GenericJDBCException(message, exception, sql);
        }
        if (isLockTimeout(reason)) {
            return new LockTimeoutException(message, exception, sql);
        }
        if (reason instanceof ConstraintViolatedException violated) {
            return new ConstraintViolationException(message, exception, sql, kind(violated), name(violated));
        }
        if (reason instanceof SQLTimeoutException) {
            return new QueryTimeoutException(message, exception, sql);
        }
        if (reason instanceof SQLSyntaxErrorException) {
            return new SQLGrammarException(message, exception, sql);
        }
        if (reason instanceof SQLDataException) {
            return new DataException(message, exception, sql);
        }
        return RESOURCES.contains(primaryCode(reason)) ? new JDBCConnectionException(message, exception, sql) : null;
    }

    private static int primaryCode(SQLException exception) {
        return exception.getErrorCode() & 0xff;
    }

    private static boolean isConflict(SQLException exception) {
        return exception instanceof SnapshotConflictException
                || (exception.getErrorCode() == ResultCode.BUSY_SNAPSHOT
                        && !(exception instanceof TransactionRolledBackException));
    }

    private static boolean isLockTimeout(SQLException exception) {
        return exception instanceof WriterTimeoutException
                || exception instanceof WriteQueueFullException
                || exception instanceof WriterInterruptedException
                || exception instanceof ForeignLockTimeoutException
                || exception instanceof ReaderTimeoutException
                || LOCKS.contains(primaryCode(exception));
    }

    private static ConstraintKind kind(ConstraintViolatedException violated) {
        return switch (violated.kind()) {
            case UNIQUE -> ConstraintKind.UNIQUE;
            case FOREIGN_KEY -> ConstraintKind.FOREIGN_KEY;
            case NOT_NULL -> ConstraintKind.NOT_NULL;
            case CHECK -> ConstraintKind.CHECK;
            case OTHER -> ConstraintKind.OTHER;
        };
    }

    /** SQLite knows the names of few constraints: else the entity's, or the table with its columns, {@code users(email)}. */
    private @Nullable String name(ConstraintViolatedException violated) {
        return violated.constraint()
                .or(() -> violated.table()
                        .map(table -> names.get()
                                .of(table, violated.columns())
                                .orElse(table + "(" + String.join(", ", violated.columns()) + ")")))
                .orElse(null);
    }
}
