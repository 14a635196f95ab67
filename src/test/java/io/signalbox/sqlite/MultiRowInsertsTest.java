package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiRowInsertsTest {

    private static final String INSERT = "insert into t (id, name) values (?, ?)";

    private final PhysicalConnection connection = inMemory();

    private static PhysicalConnection inMemory() {
        try {
            return PhysicalConnection.inMemory();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void begin() throws SQLException {
        connection.executeUpdate("create table t(id integer primary key, name text unique)");
        connection.begin();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static List<@Nullable Object[]> rows(int count) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            rows.add(new @Nullable Object[] {i, "name " + i});
        }
        return rows;
    }

    private int insert(List<@Nullable Object[]> rows) throws SQLException {
        return connection.insertRows(INSERT, rows, connection.itself);
    }

    private long present() throws SQLException {
        return connection.number("select count(*) from t");
    }

    @Test
    void theyGoInSixteenAtATimeAndTheRestIsLeft() throws SQLException {
        assertThat(insert(rows(37))).isEqualTo(32);
        assertThat(present()).isEqualTo(32);
        assertThat(connection.number("select sum(name = 'name ' || id) from t")).isEqualTo(32);
    }

    @Test
    void asManyAsTheLastTimeGoInOneStatement() throws SQLException {
        insert(rows(37));
        connection.executeUpdate("delete from t");
        assertThat(insert(rows(37))).isEqualTo(37);
        assertThat(connection.number("select sum(name = 'name ' || id) from t")).isEqualTo(37);
    }

    @ParameterizedTest
    @CsvSource({
        // rows, values of a row, rows a statement
        "100, 4, 100",
        "250, 4, 250",
        "251, 4, 125",
        "1000, 4, 250",
        "1001, 4, 200",
        "15, 4, 15",
        "1, 4, 1",
        "100, 60, 14", // of sixteen at most
        "100, 100, 14",
        "100, 0, 100"
    })
    void theyHaveAThousandValuesAtMost(int rows, int width, int atATime) {
        MultiRowInserts.Text text = new MultiRowInserts.Text(INSERT);
        assertThat(text.rowsAtATime(rows, width)).isEqualTo(MultiRowInserts.ROWS);
        assertThat(text.rowsAtATime(rows, width)).isEqualTo(atATime);
        assertThat(text.rowsAtATime(rows + 1, width)).isEqualTo(MultiRowInserts.ROWS);
    }

    @Test
    void manyTextsAreForgotten() throws SQLException {
        insert(rows(37));
        connection.executeUpdate("delete from t");
        for (int i = 0; i < 64; i++) {
            connection.insertRows("insert into other" + i + " (id) values (?)", rows(1), connection.itself);
        }
        assertThat(insert(rows(37))).isEqualTo(32);
    }

    @Test
    void fewerAreNotWorthIt() throws SQLException {
        assertThat(insert(rows(15))).isZero();
        assertThat(present()).isZero();
    }

    @Test
    void whereOneFailsNothingHasHappened() throws SQLException {
        connection.executeUpdate("insert into t values (20, 'another')");
        assertThat(insert(rows(37))).isZero();
        assertThat(present()).isEqualTo(1);
        connection.commitTransaction();
    }

    @Test
    void soItIsWhereOneIsShort() throws SQLException {
        List<@Nullable Object[]> rows = rows(32);
        rows.set(3, new @Nullable Object[] {4});
        rows.set(4, new @Nullable Object[] {5, "name 5", 6});
        assertThat(insert(rows)).isZero();
        assertThat(present()).isZero();
    }

    /** It may have to be done again, statement by statement. */
    @Test
    void whatIsRecordedIsExecutedAsItIs() throws SQLException {
        connection.record(new ArrayList<>());
        assertThat(insert(rows(32))).isZero();
    }

    @Test
    void outsideOfATransactionTooForThereNothingCouldBeUndone() throws SQLException {
        connection.rollbackTransaction();
        assertThat(insert(rows(32))).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t(a,b) values (?,?)",
                "INSERT INTO \"T\".`u` ( \"a\" , b )  VALUES ( ? , ? ) ",
                "insert into t (a) values (?)"
            })
    void aPlainInsertIsWrittenForSixteen(String sql) {
        String group = sql.substring(sql.toLowerCase(Locale.ROOT).indexOf("values") + 6)
                .strip();
        assertThat(new MultiRowInserts.Text(sql).of(16)).isEqualTo(sql + ("," + group).repeat(15));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert or ignore into t(a) values (?)",
                "replace into t(a) values (?)",
                "insert into t values (?)",
                "insert into t(a) values (?) returning id",
                "insert into t(a) values (?) on conflict do nothing",
                "insert into t(a) values (?1)",
                "insert into t(a) values (:a)",
                "insert into t(a, b) values (?, 1)",
                "insert into t(a, b) values (?, upper(?))",
                "insert into t(a) values (?), (?)",
                "insert into t(a) values (?);",
                "insert into t(a) select ?",
                "insert into t(a) /* a comment */ values (?)",
                "insert into \"a b\"(a) values (?)",
                "update t set a = ?"
            })
    void nothingElseIs(String sql) {
        assertThat(new MultiRowInserts.Text(sql).isForOneOnly()).isTrue();
    }
}
