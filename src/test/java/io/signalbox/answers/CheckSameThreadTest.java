package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.jdbc.ConfigurationException;
import io.signalbox.jdbc.SqliteConfiguration;
import io.signalbox.jdbc.ThreadConfinementException;
import io.signalbox.migration.Migrations;
import io.signalbox.session.WrongThreadException;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code sqlite3.connect('your.db', check_same_thread=False)}. The plain driver is always so: it has no such check. Here the check is
 * always on, of the connection and of the EntityManager.
 */
class CheckSameThreadTest {

    @RegisterExtension
    final TestDatabase test = TestDatabase.of(Migrations.of("classpath:db/answers/flask"));

    /** Off, with what was prepared once and is shared: one request binds its values, and stores those of another. */
    @Test
    void offOneRequestStoresTheValuesOfAnother(@TempDir Path directory) throws Exception {
        try (Connection connection = Plain.open(directory)) {
            Plain.execute(connection, Plain.USERS);
            try (PreparedStatement c = connection.prepareStatement(Plain.REGISTER)) {
                Plain.bind(c, "Tania", "tania@example.org", "tania", "hers");
                Actor.does("thread 22640", () -> Plain.bind(c, "Bob", "bob@example.org", "bob", "his"))
                        .result();
                c.executeUpdate();
            }
            assertThat(Plain.number(connection, "select count(*) from users where username = 'tania'"))
                    .isZero();
            assertThat(Plain.number(connection, "select count(*) from users where username = 'bob'"))
                    .isOne();
        }
    }

    /** Off: two transactions on one connection are one. What one rolls back the other has lost, and its commit says nothing. */
    @Test
    void offOneThreadRollsBackWhatAnotherCommits(@TempDir Path directory) throws Exception {
        try (Connection connection = Plain.open(directory)) {
            Plain.execute(connection, Plain.USERS);
            connection.setAutoCommit(false);
            Plain.execute(connection, "insert into users(name) values ('Tania')");
            Actor.does("thread 22640", () -> {
                        Plain.execute(connection, "insert into users(name) values ('Bob')");
                        connection.rollback();
                    })
                    .result();
            assertThatCode(connection::commit).doesNotThrowAnyException();
            assertThat(Plain.number(connection, "select count(*) from users")).isZero();
        }
    }

    /** On: the connection refuses the other thread, and the transaction of the first is whole. */
    @Test
    void onTheConnectionRefusesTheOtherThread() throws Exception {
        Database db = test.database();
        try (Connection connection = db.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            Plain.execute(connection, "insert into users(name) values ('Tania')");
            assertThat(Actor.does("thread 22640", connection::rollback).failure())
                    .isInstanceOf(ThreadConfinementException.class)
                    .hasMessageContaining("this connection is in the midst of a transaction of thread '"
                            + Thread.currentThread().getName() + "' and cannot be used by thread 'thread 22640'");
            connection.commit();
        }
        assertThat(db.query("SELECT name FROM users").column("name")).containsExactly("Tania");
    }

    /** On: so does the EntityManager; the one that all threads may have means each thread's own. */
    @Test
    void onTheEntityManagerRefusesTheOtherThread() throws Exception {
        Database db = test.database();
        db.writeWithoutResult(mine -> {
            insert(mine, "Tania");
            assertThat(Actor.does("thread 22640", () -> insert(mine, "Bob")).failure())
                    .isInstanceOf(WrongThreadException.class)
                    .hasMessageContaining("'thread 22640'");
        });
        EntityManager shared = db.sharedEntityManager();
        Actor.does("thread 22640", () -> db.writeWithoutResult(em -> insert(shared, "Bob")))
                .result();
        assertThat(db.query("SELECT name FROM users ORDER BY id").column("name"))
                .containsExactly("Tania", "Bob");
    }

    private static void insert(EntityManager em, String name) {
        em.createNativeQuery("insert into users(name) values (?)")
                .setParameter(1, name)
                .executeUpdate();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:sqlite:app.db?check_same_thread=False", "jdbc:sqlite:app.db?check_same_thread=0"})
    void toTurnItOffIsRefusedWithItsConsequence(String url) {
        assertThatThrownBy(() -> SqliteConfiguration.parse(url, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "check_same_thread in the URL: refused: two threads on one connection commit and roll"
                                + " back each other's work");
        assertThatThrownBy(() ->
                        SqliteConfiguration.parse("jdbc:sqlite:app.db", Map.of("signalbox.check_same_thread", "false")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("hand the data source or the shared EntityManager to all threads");
    }

    @Test
    void toSayThatItIsOnIsRight() {
        assertThat(SqliteConfiguration.parse("jdbc:sqlite:app.db?check_same_thread=True", Map.of()))
                .isEqualTo(SqliteConfiguration.parse("jdbc:sqlite:app.db", Map.of()));
    }
}
