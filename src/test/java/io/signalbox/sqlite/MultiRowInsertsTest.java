package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiRowInsertsTest {

    private static final String INSERT = "insert into t (id, name) values (?, ?)";

    @TempDir
    Path directory;

    private PhysicalConnection connection;

    @BeforeEach
    void begin() throws SQLException, IOException {
        connection = PhysicalConnection.open(
                DatabaseFiles.at(directory.resolve("test.db")), Access.READ_WRITE, new Pragmas(Map.of()), 8, null);
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
        "8, 4, 8",
        "100, 60, 14", // of sixteen at most
        "100, 100, 14",
        "100, 0, 100"
    })
    void theyHaveAThousandValuesAtMost(int rows, int width, int atATime) {
        MultiRowInserts.Text text = new MultiRowInserts.Text(INSERT);
        assertThat(text.rowsAtATime(rows, width)).isEqualTo(MultiRowInserts.ROWS);
        assertThat(text.rowsAtATime(rows, width)).isEqualTo(atATime);
        assertThat(text.rowsAtATime(rows + 1, width)).isEqualTo(MultiRowInserts.ROWS);
        assertThat(text.rowsAtATime(rows, width)).as("what is compiled").isEqualTo(atATime);
        text.undone();
        assertThat(text.rowsAtATime(rows, width)).isEqualTo(MultiRowInserts.ROWS);
    }

    @Test
    void batchesOfTwoTextsInTurnsEachHaveTheirs() throws SQLException {
        connection.executeUpdate("create table other(id integer primary key)");
        for (int expected : List.of(32, 37)) {
            assertThat(insert(rows(37))).isEqualTo(expected);
            assertThat(connection.insertRows("insert into other (id) values (?)", ids(20), connection.itself))
                    .isEqualTo(expected == 32 ? 16 : 20);
            connection.executeUpdate("delete from t");
            connection.executeUpdate("delete from other");
        }
    }

    private static List<@Nullable Object[]> ids(int count) {
        return rows(count).stream().map(row -> new @Nullable Object[] {row[0]}).toList();
    }

    @Test
    void oneThatIsCompiledForAnotherNumberTakesThePlaceOfTheLast() throws SQLException {
        for (int count : List.of(20, 20, 30, 30)) {
            insert(rows(count));
            connection.executeUpdate("delete from t");
        }
        connection.executeUpdate("drop table t"); // what is not in the cache cannot be compiled any more
        connection.compiled(INSERT + ",(?, ?)".repeat(29)).close();
        connection.compiled(INSERT + ",(?, ?)".repeat(15)).close();
        assertThatThrownBy(() -> connection.compiled(INSERT + ",(?, ?)".repeat(19)))
                .hasMessageContaining("no such table");
    }

    @Test
    void whereSomeFailTheNextGoBySixteen() throws SQLException {
        insert(rows(20));
        assertThat(insert(rows(20))).as("they are there").isZero();
        connection.executeUpdate("delete from t");
        assertThat(insert(rows(20))).isEqualTo(16);
    }

    @Test
    void whereOneIsStoppedTheStatementIsNamedAsItWasWritten() throws SQLException {
        connection.executeUpdate("create view many as with recursive n(x) as"
                + " (select 1 union all select x + 1 from n limit 1000000) select count(*) as c from n");
        connection.executeUpdate("create trigger slow after insert on t begin select c from many; end");
        assertThatThrownBy(() -> connection.insertRows(INSERT, rows(20), impatient()))
                .isInstanceOf(StatementStoppedException.class)
                .hasMessage(INSERT + " was stopped: its query timeout passed");
        assertThat(connection.inTransaction()).isTrue(); // SQLite's is gone, which is told at its end
    }

    private StatementRun.User impatient() {
        StatementRun.User itself = connection.itself;
        return new StatementRun.User() {
            @Override
            public Connection connection() throws SQLException {
                return itself.connection();
            }

            @Override
            public @Nullable Statement statement() {
                return itself.statement();
            }

            @Override
            public void resultClosed() throws SQLException {
                itself.resultClosed();
            }

            @Override
            public SQLException resultFailed(SQLException failure) {
                return itself.resultFailed(failure);
            }

            @Override
            public long nanosAllowed() {
                return 1;
            }
        };
    }

    @Test
    void manyTextsAreForgotten() throws SQLException {
        insert(rows(37));
        connection.executeUpdate("delete from t");
        for (int i = 0; i < 64; i++) {
            connection.insertRows("insert or ignore into t" + i + " (id) values (?)", rows(8), connection.itself);
        }
        assertThat(insert(rows(37))).isEqualTo(32);
    }

    @Test
    void fewerAreNotWorthIt() throws SQLException {
        assertThat(insert(rows(7))).isZero();
        assertThat(insert(rows(7))).isZero();
        assertThat(insert(rows(15))).as("the first time").isZero();
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
