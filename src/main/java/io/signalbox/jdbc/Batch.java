package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.StatementRun;
import io.signalbox.sqlite.Wanted;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements, each with its values, that are executed together: the same one with different values, or different ones. */
final class Batch {

    private final List<String> texts = new ArrayList<>();
    private final List<@Nullable Object[]> values = new ArrayList<>();

    void add(String sql, @Nullable Object[] of) {
        texts.add(sql);
        values.add(of);
    }

    Execution execution() {
        return new Execution(List.copyOf(texts), List.copyOf(values));
    }

    /** One execution of it. */
    static final class Execution {
        private final List<String> texts;
        private final List<@Nullable Object[]> values;
        private final long[] counts;
        private int done;
        private boolean begun;

        private Execution(List<String> texts, List<@Nullable Object[]> values) {
            this.texts = texts;
            this.values = values;
            this.counts = new long[texts.size()];
        }

        String first() {
            return texts.get(0);
        }

        long[] on(PhysicalConnection physical, StatementRun.User user) throws SQLException {
            begun = true;
            done = isOfOneText() ? physical.insertRows(first(), values, user) : 0;
            Arrays.fill(counts, 0, done, 1);
            for (; done < counts.length; done++) {
                counts[done] = physical.execute(texts.get(done), values.get(done), 0, Wanted.COUNT, user)
                        .updateCount();
            }
            return counts;
        }

        /** Of a prepared statement, which is the same for all. */
        @SuppressWarnings("ReferenceEquality")
        private boolean isOfOneText() {
            return texts.stream().allMatch(text -> text == first());
        }

        /** What is to be thrown for a failure. */
        SQLException failed(SQLException e) {
            if (!begun) {
                return e; // no entry has failed: the batch waited in vain for the writer, for instance
            }
            BatchUpdateException failure = new BatchUpdateException(
                    "entry " + done + " of the batch failed: " + e.getMessage(),
                    e.getSQLState(),
                    e.getErrorCode(),
                    Arrays.copyOf(counts, done),
                    e);
            failure.setNextException(e); // where Spring looks for what it was
            return failure;
        }
    }
}
