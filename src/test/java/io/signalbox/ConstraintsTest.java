package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.signalbox.jdbc.ConstraintViolatedException;
import io.signalbox.jdbc.ConstraintViolatedException.Kind;
import java.sql.Connection;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of a violated constraint, on the real database, in JDBC and in JPA. */
class ConstraintsTest {

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks();

    @BeforeEach
    void create() throws SQLException {
        execute("create table parent(id integer primary key, a text, b text, c integer not null default 1, d integer,"
                + " unique(a, b), constraint positive check (c > 0), check (length(a) < 9)) strict");
        execute("create unique index parent_abs on parent(abs(d))");
        execute("create table child(parent_id integer not null references parent(id) on delete restrict)");
        execute("create table grandchild(parent_id integer references parent(id))");
        execute("create trigger no_z before insert on parent when new.a = 'z'"
                + " begin select raise(abort, 'no z, please'); end");
        execute("insert into parent(id, a, b, d) values(1, 'x', 'y', 5)");
        execute("insert into child values(1)");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = test.database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private ConstraintViolatedException violated(String sql) {
        return catchThrowableOfType(ConstraintViolatedException.class, () -> execute(sql));
    }

    private void assertViolated(String sql, Kind kind, String table, String... columns) {
        ConstraintViolatedException violated = violated(sql);
        assertThat(violated.kind()).isEqualTo(kind);
        assertThat(violated.table()).hasValue(table);
        assertThat(violated.columns()).containsExactly(columns);
        assertThat(violated.constraint()).isEmpty();
    }

    @Test
    void aUniqueConstraintTellsItsTableAndColumns() {
        assertViolated("insert into parent(a, b) values('x', 'y')", Kind.UNIQUE, "parent", "a", "b");
        assertViolated("insert into parent(id, a) values(1, 'n')", Kind.UNIQUE, "parent", "id");
        assertThat(violated("insert into parent(id, a) values(1, 'n')").getErrorCode())
                .isEqualTo(1555);
    }

    @Test
    void anIndexOnExpressionsTellsItsName() {
        ConstraintViolatedException violated = violated("insert into parent(d) values(-5)");
        assertThat(violated.kind()).isEqualTo(Kind.UNIQUE);
        assertThat(violated.constraint()).hasValue("parent_abs");
        assertThat(violated.table()).isEmpty();
        assertThat(violated.columns()).isEmpty();
    }

    @Test
    void aNotNullConstraintTellsItsColumn() {
        assertViolated("insert into parent(a, c) values('n', null)", Kind.NOT_NULL, "parent", "c");
    }

    @Test
    void aCheckConstraintTellsItsNameOrItsExpression() {
        assertThat(violated("insert into parent(a, c) values('n', 0)").constraint())
                .hasValue("positive");
        ConstraintViolatedException nameless = violated("insert into parent(a) values('much too long')");
        assertThat(nameless.kind()).isEqualTo(Kind.CHECK);
        assertThat(nameless.constraint()).hasValue("length(a) < 9");
    }

    @Test
    void aForeignKeyTellsThatItIsOneAlsoWhereDeletesAreRestricted() throws SQLException {
        execute("insert into parent(id, a) values(2, 'two')");
        execute("insert into grandchild values(2)");
        for (String sql : List.of(
                "insert into child values(7)",
                "delete from parent where id = 2",
                "delete from parent where id = 1",
                "update parent set id = 9 where id = 1")) {
            ConstraintViolatedException violated = violated(sql);
            assertThat(violated.kind()).as(sql).isEqualTo(Kind.FOREIGN_KEY);
            assertThat(violated.getSQLState()).isEqualTo("23503");
            assertThat(violated.table()).isEmpty();
        }
    }

    @Test
    void whatATriggerRaisesIsAnother() {
        ConstraintViolatedException violated = violated("insert into parent(a) values('z')");
        assertThat(violated.kind()).isEqualTo(Kind.OTHER);
        assertThat(violated.getSQLState()).isEqualTo("23000");
        assertThat((Throwable) violated).hasMessageContaining("no z, please");
    }

    @Test
    void aValueOfTheWrongTypeIsADataException() {
        SQLException wrong = catchThrowableOfType(
                SQLDataException.class, () -> execute("insert into parent(c) values('not a number')"));
        assertThat(wrong.getSQLState()).isEqualTo("22018");
        assertThat((Throwable) wrong).hasMessageContaining("parent.c");
    }

    @Test
    void hibernateIsToldTheKindAndAName() {
        assertHibernate("insert into parent(a, b) values('x', 'y')", ConstraintKind.UNIQUE, "parent(a, b)");
        assertHibernate("insert into parent(a, c) values('n', null)", ConstraintKind.NOT_NULL, "parent(c)");
        assertHibernate("insert into parent(a, c) values('n', 0)", ConstraintKind.CHECK, "positive");
        assertHibernate("delete from parent where id = 1", ConstraintKind.FOREIGN_KEY, null);
        assertHibernate("insert into parent(a) values('z')", ConstraintKind.OTHER, null);
    }

    private void assertHibernate(String sql, ConstraintKind kind, String name) {
        ConstraintViolationException thrown = catchThrowableOfType(
                ConstraintViolationException.class,
                () -> test.database()
                        .writeWithoutResult(em -> em.createNativeQuery(sql).executeUpdate()));
        assertThat(thrown.getKind()).as(sql).isEqualTo(kind);
        assertThat(thrown.getConstraintName()).as(sql).isEqualTo(name);
    }
}
