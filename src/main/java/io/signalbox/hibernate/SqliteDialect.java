package io.signalbox.hibernate;

import io.signalbox.jdbc.ForeignLockTimeoutException;
import io.signalbox.jdbc.ReaderTimeoutException;
import io.signalbox.jdbc.SnapshotConflictException;
import io.signalbox.jdbc.WriteQueueFullException;
import io.signalbox.jdbc.WriterInterruptedException;
import io.signalbox.jdbc.WriterTimeoutException;
import java.sql.SQLException;
import org.hibernate.community.dialect.SQLiteDialect;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.exception.LockTimeoutException;
import org.hibernate.exception.SnapshotIsolationException;
import org.hibernate.exception.spi.SQLExceptionConversionDelegate;

/**
 * The community's dialect of SQLite, with the data source's own exceptions told apart: to wait in vain for the writer, for
 * another process's lock or for a reader, or to find too many waiting, is a {@link LockTimeoutException}, which JPA has as
 * {@link jakarta.persistence.LockTimeoutException}; to write on a snapshot that is out of date is a {@link
 * SnapshotIsolationException}, which JPA has as {@link jakarta.persistence.OptimisticLockException}.
 */
public class SqliteDialect extends SQLiteDialect {

    /** For a database whose version is not known. */
    public SqliteDialect() {}

    /** For the database that Hibernate asked. */
    public SqliteDialect(DialectResolutionInfo info) {
        super(info);
    }

    @Override
    public SQLExceptionConversionDelegate buildSQLExceptionConversionDelegate() {
        SQLExceptionConversionDelegate stock = super.buildSQLExceptionConversionDelegate();
        return (exception, message, sql) -> {
            if (isLockTimeout(exception)) {
                return new LockTimeoutException(message, exception, sql);
            }
            if (exception instanceof SnapshotConflictException) {
                return new SnapshotIsolationException(message, exception, sql);
            }
            return stock.convert(exception, message, sql);
        };
    }

    private static boolean isLockTimeout(SQLException exception) {
        return exception instanceof WriterTimeoutException
                || exception instanceof WriteQueueFullException
                || exception instanceof WriterInterruptedException
                || exception instanceof ForeignLockTimeoutException
                || exception instanceof ReaderTimeoutException;
    }
}
