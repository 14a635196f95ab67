package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a borrower leaves on a connection, the next who gets it finds nothing of it. There is one reader and one writer. */
@Timeout(50)
class LeftoversTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?readers=1");

    /** How the physical connection is come by. */
    enum Kind {
        READER {
            @Override
            Connection begin(TestDataSource test) throws SQLException {
                return test.readTransaction();
            }
        },
        WRITER {
            @Override
            Connection begin(TestDataSource test) throws SQLException {
                return test.transaction();
            }
        },
        READER_IN_AUTOCOMMIT {
            @Override
            Connection begin(TestDataSource test) throws SQLException {
                return test.connect();
            }
        };

        abstract Connection begin(TestDataSource test) throws SQLException;
    }

    private interface Borrower {
        void use(Connection connection) throws SQLException;
    }

    private void borrow(Kind kind, Borrower borrower) throws SQLException {
        try (Connection connection = kind.begin(test)) {
            borrower.use(connection);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }

    private List<String> find(Kind kind, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        borrow(kind, connection -> found.addAll(texts(connection, query)));
        return found;
    }

    @ParameterizedTest
    @EnumSource
    void aTemporaryTable(Kind kind) throws SQLException {
        for (String sql : List.of(
                "create temp table left_over(a)",
                "create table temp.left_over(a)",
                "create table if not exists \"temp\".left_over(a)",
                "create temporary view left_over as select 1",
                "create temp trigger left_over after insert on t begin select raise(abort, 'boo'); end")) {
            borrow(kind, connection -> execute(connection, sql));
            assertThat(find(kind, "select name from temp.sqlite_master"))
                    .as(sql)
                    .isEmpty();
        }
        test.execute("insert into t(name) values('a')");
    }

    @ParameterizedTest
    @EnumSource
    void aChangedPragma(Kind kind) throws SQLException {
        String before = find(kind, "pragma cache_size").get(0);
        for (String sql : List.of("pragma cache_size = 7", "pragma main.cache_size(7)", "pragma 'cache_size' = 7")) {
            borrow(kind, connection -> execute(connection, sql));
            assertThat(find(kind, "pragma cache_size")).as(sql).containsExactly(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void deferredForeignKeys(Kind kind) throws SQLException {
        borrow(kind, connection -> execute(connection, "pragma defer_foreign_keys = on"));
        assertThat(find(kind, "pragma defer_foreign_keys")).containsExactly("0");
    }

    @ParameterizedTest
    @EnumSource
    void anAttachedDatabase(Kind kind) throws SQLException {
        borrow(kind, connection -> execute(connection, "attach ':memory:' as left_over"));
        for (Kind next : Kind.values()) {
            assertThat(find(next, "select name from pragma_database_list")).doesNotContain("left_over");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResultSetThatIsStillBeingRead(Kind kind) throws SQLException {
        test.execute("insert into t(name) values('a'), ('b'), ('c')");
        Connection forgetful = kind.begin(test);
        ResultSet open = forgetful.createStatement().executeQuery("select name from t order by id");
        assertThat(open.next()).isTrue();
        forgetful.close();
        assertThat(open.isClosed()).isTrue();
        test.execute("insert into t(name) values('d')");
        assertThat(find(kind, "select name from t order by id"))
                .as("what is committed, and no older snapshot")
                .containsExactly("a", "b", "c", "d");
    }

    @ParameterizedTest
    @EnumSource
    void anOpenStatement(Kind kind) throws SQLException {
        String sql = "select name from t where name > ? order by id";
        test.execute("insert into t(name) values('a'), ('b')");
        Connection forgetful = kind.begin(test);
        PreparedStatement open = forgetful.prepareStatement(sql);
        open.setString(1, "a");
        open.executeQuery();
        forgetful.close();
        assertThatThrownBy(open::executeQuery).isInstanceOf(SQLException.class);
        borrow(kind, connection -> {
            try (PreparedStatement same = connection.prepareStatement(sql)) {
                assertThatThrownBy(same::executeQuery)
                        .as("the value of the one before")
                        .isInstanceOf(SQLNonTransientException.class)
                        .hasMessageContaining("1 parameter, and 0 were set");
                same.setString(1, "");
                assertThat(texts(same.executeQuery())).containsExactly("a", "b");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin",
                "begin immediate",
                "commit",
                "rollback",
                "end",
                "savepoint s",
                "release s",
                "rollback to s",
                "\uFEFF/* */ begin",
                "select 1; begin"
            })
    void aTransactionOfItsOwnText(String sql) throws SQLException {
        for (Kind kind : Kind.values()) {
            borrow(kind, connection -> {
                texts(connection, "select 1");
                assertThatThrownBy(() -> execute(connection, sql))
                        .isInstanceOf(SQLNonTransientException.class)
                        .hasMessageContaining(sql);
            });
            assertThat(find(kind, "select 1")).containsExactly("1");
        }
    }

    @Test
    void aTransactionThatWasNeitherCommittedNorRolledBack() throws SQLException {
        Connection forgetful = test.transaction();
        execute(forgetful, "insert into t(name) values('a')");
        forgetful.close();
        assertThat(find(Kind.WRITER, "select name from t")).isEmpty();
    }

    @Test
    void anInterruptOfTheOneBefore() throws Exception {
        for (Kind kind : Kind.values()) {
            Connection gone = kind.begin(test);
            Statement statement = gone.createStatement();
            texts(gone, "select 1");
            if (!gone.getAutoCommit()) {
                gone.commit();
            }
            borrow(kind, connection -> {
                ResultSet open = connection.createStatement().executeQuery("select 1 union all select 2");
                assertThat(open.next()).isTrue();
                statement.cancel();
                assertThat(open.next()).isTrue();
            });
            gone.close();
        }
    }

    @Test
    void aWriterThatWasRetiredIsReplacedForWhoeverWaits() throws Exception {
        Connection holder = test.transaction();
        execute(holder, "create temp table left_over(a)");
        Actor<List<String>> next = Actor.start("next", () -> find(Kind.WRITER, "select name from temp.sqlite_master"));
        Actor.until("it waits", () -> test.writer().waiting() == 1);
        holder.commit();
        holder.close();
        assertThat(next.result()).isEmpty();
    }
}
