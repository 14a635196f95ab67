package io.signalbox.jdbc;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a statement, or a commit with deferred foreign keys, violates a constraint. It tells as much as SQLite does:
 * table and columns of a unique, primary key or not-null constraint, the name or the expression of a check constraint, the
 * name of an index on expressions, and of a foreign key only that it was one.
 */
public final class ConstraintViolatedException extends SQLIntegrityConstraintViolationException {

    private static final long serialVersionUID = 1L;

    /** The kinds of constraints. */
    public enum Kind {
        /** A unique constraint or index, or a primary key. */
        UNIQUE("23505"),
        /** A foreign key, {@code ON DELETE RESTRICT} included. */
        FOREIGN_KEY("23503"),
        /** A column that is not null. */
        NOT_NULL("23502"),
        /** A check constraint. */
        CHECK("23514"),
        /** What a trigger raised, or a virtual table. */
        OTHER("23000");

        private final String sqlState;

        Kind(String sqlState) {
            this.sqlState = sqlState;
        }
    }

    private final Kind kind;
    private final String table;
    private final List<String> columns;
    private final @Nullable String constraint;

    private ConstraintViolatedException(
            String message,
            int vendorCode,
            Kind kind,
            String table,
            List<String> columns,
            @Nullable String constraint,
            SQLException cause) {
        super(message, kind.sqlState, vendorCode, cause);
        this.kind = kind;
        this.table = table;
        this.columns = columns;
        this.constraint = constraint;
    }

    /**
     * From SQLite's own words.
     *
     * @param message the driver's message, which has SQLite's at its end, in parentheses
     */
    static ConstraintViolatedException of(Kind kind, String message, int vendorCode, SQLException cause) {
        String subject = subject(message);
        if (kind == Kind.CHECK) {
            return new ConstraintViolatedException(message, vendorCode, kind, "", List.of(), subject, cause);
        }
        if (subject.startsWith("index '") && subject.endsWith("'")) {
            String index = subject.substring("index '".length(), subject.length() - 1);
            return new ConstraintViolatedException(message, vendorCode, kind, "", List.of(), index, cause);
        }
        if ((kind == Kind.UNIQUE || kind == Kind.NOT_NULL) && subject.contains(".")) {
            String table = subject.substring(0, subject.indexOf('.'));
            List<String> columns = Arrays.stream(subject.split(", "))
                    .map(column -> column.startsWith(table + ".") ? column.substring(table.length() + 1) : column)
                    .toList();
            return new ConstraintViolatedException(message, vendorCode, kind, table, columns, null, cause);
        }
        return new ConstraintViolatedException(message, vendorCode, kind, "", List.of(), null, cause);
    }

    private static String subject(String message) {
        String words = " constraint failed: ";
        int begin = message.indexOf(words);
        int end = message.endsWith(")") ? message.length() - 1 : message.length();
        return begin < 0 ? "" : message.substring(begin + words.length(), end);
    }

    /** What kind of constraint it is. */
    public Kind kind() {
        return kind;
    }

    /** The table; empty where SQLite does not tell. */
    public Optional<String> table() {
        return Optional.of(table).filter(name -> !name.isEmpty());
    }

    /** The columns, in the constraint's order; empty where SQLite does not tell. */
    public List<String> columns() {
        return columns;
    }

    /** The name of a check constraint, or its expression where it has none; the name of an index on expressions. */
    public Optional<String> constraint() {
        return Optional.ofNullable(constraint);
    }
}
