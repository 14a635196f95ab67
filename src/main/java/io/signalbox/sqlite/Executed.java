package io.signalbox.sqlite;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that was executed, and the values of its parameters.
 *
 * @param sql its text
 * @param values what was bound, from the first parameter on
 */
public record Executed(String sql, List<@Nullable Object> values) {

    /** Executes it once more, for what it does and not for what it gives. */
    public void again(PhysicalConnection connection) throws SQLException {
        connection
                .execute(sql, values.toArray(), 0, Wanted.EITHER, connection.itself)
                .end();
    }
}
