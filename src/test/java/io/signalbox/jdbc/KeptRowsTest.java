package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of a write in autocommit: it is committed, and the writer free, before the first of them is read. */
@Timeout(50)
class KeptRowsTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.impatient("?readers=1&reader_timeout=1ms");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t(name) values('a'), ('b') returning name",
                "insert into t(id, name) select 1, 'a' union all select 2, 'b' returning name",
                "replace into t(id, name) values(1, 'a'), (2, 'b') returning name",
                "with x(n) as (values('a'), ('b')) insert into t(name) select n from x returning name"
            })
    void anInsertIsCommittedBeforeItsRowsAreRead(String sql) throws SQLException {
        try (Connection connection = test.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(test.names()).containsExactly("a", "b");
            assertThat(test.writer().held()).isFalse();
            assertThat(test.readersHeld()).isZero();
            assertThat(rows.getStatement()).isSameAs(statement);
            assertThat(texts(rows)).containsExactly("a", "b");
        }
    }

    @Test
    void soIsAnUpdateAndADelete() throws SQLException {
        test.execute("insert into t(name) values('a'), ('b')");
        try (Connection connection = test.connect();
                Statement statement = connection.createStatement()) {
            ResultSet updated = statement.executeQuery("update t set name = name || '2' returning name");
            assertThat(test.names()).containsExactly("a2", "b2");
            assertThat(texts(updated)).containsExactlyInAnyOrder("a2", "b2");
            ResultSet deleted = statement.executeQuery("delete from t where id = 1 returning name");
            assertThat(test.names()).containsExactly("b2");
            assertThat(texts(deleted)).containsExactly("a2");
        }
    }

    @Test
    void executeGivesThemToo() throws SQLException {
        try (Connection connection = test.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("insert into t(name) values('a') returning name"))
                    .isTrue();
            assertThat(test.names()).containsExactly("a");
            assertThat(texts(statement.getResultSet())).containsExactly("a");
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
        }
    }

    @Test
    void valuesKeepTheirStorageClassAndColumnsTheirNames() throws SQLException {
        test.execute("create table v(a, b, c, d, e, f)");
        try (Connection connection = test.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "insert into v values(null, 9007199254740993, 0.1, 'te''xt \u00e9', x'00ff', 3.0)"
                                + " returning a, b as \"the \"\"b\"\"\", c, d, e, f, typeof(a) || typeof(b) || typeof(c)"
                                + " || typeof(d) || typeof(e) || typeof(f) as types")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getObject(1)).isNull();
            assertThat(row.wasNull()).isTrue();
            assertThat(row.getLong("the \"b\"")).isEqualTo(9007199254740993L);
            assertThat(row.getDouble("c")).isEqualTo(0.1);
            assertThat(row.getString("d")).isEqualTo("te'xt \u00e9");
            assertThat(row.getBytes("e")).containsExactly(0x00, 0xff);
            assertThat(row.getObject("f")).isEqualTo(3.0);
            assertThat(row.getString("types")).isEqualTo("nullintegerrealtextblobreal");
            assertThat(row.next()).isFalse();
        }
    }

    @Test
    void noRowsKeepTheirColumns() throws SQLException {
        try (Connection connection = test.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("delete from t returning id, name as \"who\"")) {
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2);
            assertThat(rows.getMetaData().getColumnLabel(2)).isEqualTo("who");
            assertThat(rows.findColumn("who")).isEqualTo(2);
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void theyAreThereThoughEveryReaderIsTaken() throws SQLException {
        try (Connection connection = test.connect();
                Statement write = connection.createStatement();
                Connection reader = test.readTransaction()) {
            ResultSet[] rows = new ResultSet[1];
            connection.setAutoCommit(true);
            assertThat(texts(reader, "select name from t")).isEmpty();
            write.addBatch("insert into t(name) values('of a batch, which asks no reader')");
            write.executeBatch();
            assertThatThrownBy(() -> write.executeQuery("insert into t(name) values('a') returning name"))
                    .as("whether it is a write, a reader has to tell")
                    .isInstanceOf(ReaderTimeoutException.class);
            reader.commit();
            rows[0] = write.executeQuery("insert into t(name) values('a') returning name");
            assertThat(texts(reader, "select count(*) from t")).containsExactly("2");
            assertThat(texts(rows[0])).containsExactly("a");
            reader.commit();
        }
    }

    @Test
    void moreThanCanBeKeptIsRefusedAndNotWritten() throws SQLException {
        test.execute("create table wide("
                + String.join(
                        ", ", IntStream.range(0, 100).mapToObj(i -> "c" + i).toList())
                + ")");
        String many = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2501)"
                + " insert into wide(c0) select i from n returning *";
        try (Connection connection = test.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery(many))
                    .isInstanceOf(SQLNonTransientException.class)
                    .hasMessageContaining("use a transaction");
            assertThat(texts(connection, "select count(*) from wide")).containsExactly("0");
            assertThat(statement.executeQuery(many.replace("2501", "2500")).next())
                    .isTrue();
            assertThat(texts(connection, "select count(*) from wide")).containsExactly("2500");
        }
    }

    @Test
    void maxRowsLimitsWhatIsReadAndNotWhatIsWritten() throws SQLException {
        try (Connection connection = test.connect();
                Statement statement = connection.createStatement()) {
            statement.setMaxRows(1);
            assertThat(texts(statement.executeQuery("insert into t(name) values('a'), ('b') returning name")))
                    .containsExactly("a");
        }
        assertThat(test.names()).containsExactly("a", "b");
    }

    @Test
    void theyEndWithTheirStatementAndTheirConnection() throws SQLException {
        try (Connection connection = test.connect();
                Statement statement = connection.createStatement()) {
            ResultSet first = statement.executeQuery("insert into t(name) values('a') returning name");
            ResultSet second = statement.executeQuery("insert into t(name) values('b') returning name");
            assertThat(first.isClosed()).isTrue();
            assertThat(second.next()).isTrue();
            connection.setAutoCommit(false);
            assertThat(second.isClosed()).isTrue();
            connection.setAutoCommit(true);
            ResultSet third = statement.executeQuery("insert into t(name) values('c') returning name");
            connection.close();
            assertThat(third.isClosed()).isTrue();
        }
        assertThat(test.names()).containsExactly("a", "b", "c");
    }

    @Test
    void anErrorInItsRowsLeavesNothing() throws SQLException {
        try (Connection connection = test.connect()) {
            assertThatThrownBy(() -> execute(
                            connection, "insert into t(name) values('a') returning abs(-9223372036854775807 - id)"))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(test.names()).isEmpty();
    }
}
