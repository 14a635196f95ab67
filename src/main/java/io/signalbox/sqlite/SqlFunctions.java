package io.signalbox.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/**
 * Functions of SQL that SQLite lacks and a connection can be given: {@code regexp(pattern, text)}, which the operator REGEXP
 * calls, with Java's patterns; and {@code casefold(text)}, for comparison without regard to case in any script ({@code
 * lower} and {@code upper} of SQLite know only ASCII). Both give null for null.
 *
 * <p>Every connection of the data source has them. With another pool, register them on each connection that it opens.
 */
public final class SqlFunctions {

    private SqlFunctions() {}

    /**
     * Gives a connection the functions.
     *
     * @throws SQLException if the connection is not one of the driver, or closed
     */
    public static void register(Connection connection) throws SQLException {
        SQLiteConnection driver = connection.unwrap(SQLiteConnection.class);
        Function.create(driver, "regexp", new Regexp(), 2, Function.FLAG_DETERMINISTIC);
        Function.create(driver, "casefold", new Casefold(), 1, Function.FLAG_DETERMINISTIC);
    }

    private static final class Casefold extends Function {
        @Override
        protected void xFunc() throws SQLException {
            String text = value_text(0);
            if (text == null) {
                result();
            } else {
                result(text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
            }
        }
    }

    /** Keeps the last pattern: a query has one for all rows, mostly. */
    private static final class Regexp extends Function {
        private @Nullable Pattern last;

        @Override
        protected void xFunc() throws SQLException {
            String pattern = value_text(0);
            String text = value_text(1);
            if (pattern == null || text == null) {
                result();
            } else {
                result(compiled(pattern).matcher(text).find() ? 1 : 0);
            }
        }

        private Pattern compiled(String pattern) throws SQLException {
            Pattern known = last;
            if (known == null || !known.pattern().equals(pattern)) {
                try {
                    known = Pattern.compile(pattern);
                } catch (PatternSyntaxException e) {
                    throw new SQLException("the pattern of a regexp is wrong: " + e.getMessage(), e);
                }
                last = known;
            }
            return known;
        }
    }
}
