package io.signalbox.jdbc;

import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values that were set for the parameters of a statement; they stay until others are set. */
final class Parameters {

    private static final Object UNSET = new Object();

    private @Nullable Object[] values = new @Nullable Object[4];
    private int count;

    void set(int index, @Nullable Object value) throws SQLException {
        if (index < 1) {
            throw AbstractStatement.invalid("the index of a parameter must be 1 or more", index);
        }
        if (index > values.length) {
            values = Arrays.copyOf(values, Math.max(index, 2 * values.length));
        }
        while (count < index) {
            values[count++] = UNSET;
        }
        values[index - 1] = value;
    }

    void clear() {
        Arrays.fill(values, null);
        count = 0;
    }

    /**
     * The values of one execution.
     *
     * @throws SQLException if one was not set
     */
    @Nullable
    Object[] values(String sql) throws SQLException {
        for (int i = 0; i < count; i++) {
            if (values[i] == UNSET) {
                throw new SQLNonTransientException(
                        "parameter " + (i + 1) + " of the statement was not set: " + sql, "07001");
            }
        }
        return Arrays.copyOf(values, count);
    }
}
