package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch of inserts does what they do one by one, whatever the schema says of a row that is in the way. */
@Timeout(60)
class BatchTest {

    private static final int ROWS = 40;

    @RegisterExtension
    final TestDataSource test = TestDataSource.fresh();

    /**
     * What came of it.
     *
     * @param failure the code of the failure
     * @param rows what is in the table after the commit
     */
    private record Outcome(List<Long> counts, @Nullable Integer failure, List<String> rows) {}

    static Stream<Arguments> schemasAndRows() {
        List<String> conflicts = List.of("abort", "fail", "ignore", "replace", "rollback");
        List<String> schemas = new ArrayList<>();
        conflicts.forEach(conflict -> schemas.add("create table b$(name text unique on conflict " + conflict + ", n)"));
        List.of("ignore", "abort, 'no'", "fail, 'no'", "rollback, 'no'")
                .forEach(raise ->
                        schemas.add("create table b$(name text, n); create trigger refuses$ before insert on b$"
                                + " when exists (select 1 from b$ where name = new.name) begin select raise(" + raise
                                + "); end"));
        schemas.add("create table b$(name text, n); create trigger adds$ after insert on b$"
                + " when new.n % 2 = 0 begin insert into b$(name, n) values (new.name || 'x', 1); end");
        schemas.add(
                "create table stored$(name, n); create view b$ as select * from stored$;"
                        + " create trigger stores$ instead of insert on b$ begin insert into stored$ values (new.name, new.n); end");
        return schemas.stream()
                .flatMap(schema -> Stream.of(-1, 0, 5, 17, 31, 39).map(same -> Arguments.of(schema, same)));
    }

    /** Forty rows, one of which is the same as the one before it. */
    private static List<Object[]> rows(int same) {
        List<Object[]> rows = new ArrayList<>();
        rows.add(new Object[] {"first", 0});
        for (int i = 0; i < ROWS; i++) {
            rows.add(new Object[] {i == same ? rows.get(i)[0] : "name " + i, i});
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("schemasAndRows")
    void doesWhatTheyDoOneByOne(String schema, int same) throws SQLException {
        Outcome oneByOne = in(schema.replace("$", "1"), "b1", same, this::oneByOne);
        assertSame(in(schema.replace("$", "2"), "b2", same, this::batch), oneByOne);
        assertSame(in(schema.replace("$", "3"), "b3", same, this::batchAgain), oneByOne);
    }

    private static void assertSame(Outcome batch, Outcome oneByOne) {
        assertThat(batch.failure()).isEqualTo(oneByOne.failure());
        assertThat(batch.rows()).isEqualTo(oneByOne.rows());
        if (!oneByOne.rows().isEmpty()) { // else all was rolled back, and counts are of nothing
            assertThat(batch.counts()).isEqualTo(oneByOne.counts());
        }
    }

    /** Executes rows, adds their counts, and says what failed. */
    private interface Way {
        @Nullable
        Integer execute(PreparedStatement insert, List<Object[]> rows, List<Long> counts) throws SQLException;
    }

    private Outcome in(String schema, String table, int same, Way way) throws SQLException {
        for (String statement : schema.split(";(?= create)")) {
            test.execute(statement);
        }
        List<Long> counts = new ArrayList<>();
        Integer failure;
        try (SqliteConnection connection = test.transaction();
                PreparedStatement insert =
                        connection.prepareStatement("insert into " + table + " (name, n) values (?, ?)")) {
            failure = way.execute(insert, rows(same), counts);
            try {
                connection.commit();
            } catch (TransactionRolledBackException e) {
                assertThat(failure).isNotNull();
            }
        }
        try (SqliteConnection connection = test.connect()) {
            return new Outcome(counts, failure, texts(connection, "select name || ' ' || n from " + table));
        }
    }

    private @Nullable Integer oneByOne(PreparedStatement insert, List<Object[]> rows, List<Long> counts)
            throws SQLException {
        for (Object[] row : rows) {
            set(insert, row);
            try {
                counts.add(insert.executeLargeUpdate());
            } catch (SQLException e) {
                return e.getErrorCode();
            }
        }
        return null;
    }

    private @Nullable Integer batch(PreparedStatement insert, List<Object[]> rows, List<Long> counts)
            throws SQLException {
        for (Object[] row : rows) {
            set(insert, row);
            insert.addBatch();
        }
        try {
            Arrays.stream(insert.executeLargeBatch()).forEach(counts::add);
            return null;
        } catch (BatchUpdateException e) {
            Arrays.stream(e.getLargeUpdateCounts()).forEach(counts::add);
            return e.getErrorCode();
        }
    }

    /** One as large as the last goes in one statement. */
    private @Nullable Integer batchAgain(PreparedStatement insert, List<Object[]> rows, List<Long> counts)
            throws SQLException {
        batch(insert, rows, new ArrayList<>());
        insert.getConnection().rollback();
        return batch(insert, rows, counts);
    }

    private static void set(PreparedStatement insert, Object[] row) throws SQLException {
        for (int i = 0; i < row.length; i++) {
            insert.setObject(i + 1, row[i]);
        }
    }
}
