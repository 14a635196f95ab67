package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The columns of a result are found by their names, which nobody asks SQLite for before. */
class ColumnNamesTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.fresh();

    @BeforeEach
    void insert() throws SQLException {
        test.execute("insert into t(name) values('a')");
    }

    @Test
    void byAnyNameInAnyCaseAndByItsNumber() throws SQLException {
        try (SqliteConnection connection = test.readTransaction();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id, name, name as \"Who\", 1 as who from t")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(2)).isEqualTo("a");
            assertThat(rows.getString("NAME")).isEqualTo("a");
            assertThat(rows.findColumn("who")).as("the first of two").isEqualTo(3);
            assertThat(rows.getMetaData().getColumnLabel(3)).isEqualTo("Who");
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(4);
            assertThatThrownBy(() -> rows.getString("whom")).hasMessageContaining("whom");
            assertThatThrownBy(() -> rows.getString(5)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void alsoWhereThereIsNoRowAndAfterTheLastButNotOnceItIsClosed() throws SQLException {
        try (SqliteConnection connection = test.readTransaction();
                Statement statement = connection.createStatement()) {
            ResultSet none = statement.executeQuery("select name from t where false");
            assertThat(none.findColumn("name")).isEqualTo(1);
            assertThat(none.next()).isFalse();
            assertThat(none.findColumn("name")).isEqualTo(1);
            none.close();
            assertThatThrownBy(() -> none.findColumn("name")).isInstanceOf(SQLException.class);
            ResultSet rows = statement.executeQuery("select name from t");
            while (rows.next()) {
                assertThat(rows.getString(1)).isEqualTo("a");
            }
            assertThat(rows.findColumn("name")).isEqualTo(1);
        }
    }

    /** The compiled statement is the same, and SQLite compiles it again when it is executed. */
    @Test
    void asTheyAreWhenItIsExecuted() throws SQLException {
        try (SqliteConnection connection = test.connect();
                PreparedStatement statement = connection.prepareStatement("select * from t")) {
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.findColumn("name")).isEqualTo(2);
            }
            test.execute("alter table t rename column name to title");
            test.execute("alter table t add column note text default 'new'");
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.findColumn("title")).isEqualTo(2);
                assertThat(rows.getString("note")).isEqualTo("new");
                assertThatThrownBy(() -> rows.findColumn("name")).isInstanceOf(SQLException.class);
            }
        }
    }
}
