package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.Table;
import io.signalbox.TestDatabase;
import io.signalbox.migration.Migrations;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * "I ran into the SqLite threading problem when writing a simple WSGI server": users, roles and users_roles behind one connection and a
 * lock. "If anyone thinks the code above is fundamentally flawed, please react, as my purpose is to learn."
 */
class LockableCursorTest {

    private static final String DEFAULT_USER = "admin@example.org";
    private static final String DEFAULT_ROLE = "guest";
    private static final String ROLES_OF = "SELECT r.id, r.name FROM roles r JOIN users_roles ur ON ur.role_id = r.id"
            + " JOIN users u ON u.id = ur.user_id WHERE u.email_address = ? ORDER BY r.name";

    @RegisterExtension
    final TestDatabase test = TestDatabase.of(Migrations.of("classpath:db/answers/wsgi"));

    private Connection connection;
    private LockableCursor cs;

    /** The question's set-up: tables, the default user and the default role, each in a statement of its own. */
    @BeforeEach
    void connect(@TempDir Path directory) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("wsgi.db"));
        cs = new LockableCursor(connection);
        cs.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, email_address, password, token)");
        cs.execute("INSERT INTO users (email_address, password) VALUES (\"%s\", \"%s\")"
                .formatted(DEFAULT_USER, "secret"));
        cs.execute("CREATE TABLE roles (id INTEGER PRIMARY KEY, name)");
        cs.execute("INSERT INTO roles (name) VALUES (\"%s\")".formatted(DEFAULT_ROLE));
        cs.execute("CREATE TABLE users_roles (id INTEGER PRIMARY KEY, user_id, role_id)");
        assign(id("users", "email_address", DEFAULT_USER), id("roles", "name", DEFAULT_ROLE));
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private Object id(String table, String column, String value) throws SQLException {
        return cs.one("SELECT id FROM %s WHERE %s = \"%s\"".formatted(table, column, value))
                .get("id");
    }

    private void assign(Object userId, Object roleId) throws SQLException {
        cs.execute("INSERT INTO users_roles (user_id, role_id) VALUES (%s, %s)".formatted(userId, roleId));
    }

    /** It works, while nobody else is about: two queries for a role, and one more for each further one. */
    @Test
    void theQuestionsExampleWorksForOneThread() throws Exception {
        List<Map<String, Object>> userIdsRoleIds = cs.all("SELECT role_id FROM users_roles WHERE user_id == 1");
        assertThat(userIdsRoleIds).containsExactly(Map.of("role_id", 1));
        assertThat(cs.one("SELECT name FROM roles WHERE id == "
                        + userIdsRoleIds.get(0).get("role_id")))
                .containsEntry("name", DEFAULT_ROLE);
    }

    /** Flaw 1: what is between two statements is nobody's. Two requests grant a role that is not there yet; it is there twice. */
    @Test
    void betweenTwoStatementsComesAnotherThreads() throws Exception {
        String lookup = "SELECT id FROM users_roles WHERE user_id == 1 AND role_id == 2";
        assertThat(Actor.on("request-1", () -> cs.all(lookup))).isEmpty();
        assertThat(Actor.on("request-2", () -> cs.all(lookup))).isEmpty();
        Actor.does("request-1", () -> assign(1, 2)).result();
        Actor.does("request-2", () -> assign(1, 2)).result();
        assertThat(cs.all(lookup)).hasSize(2);
    }

    /** Flaw 2: {@code isolation_level = None}: each statement is a transaction, so a failure in between leaves a user without a role. */
    @Test
    void whatFailsInBetweenLeavesHalfOfIt() throws Exception {
        cs.execute("INSERT INTO users (email_address, password) VALUES (\"jo@example.org\", \"secret\")");
        assertThatThrownBy(() -> assign(2, "(SELECT id FROM rolls)")).hasMessageContaining("no such table: rolls");
        assertThat(cs.all("SELECT id FROM users")).hasSize(2);
        assertThat(cs.all("SELECT id FROM users_roles WHERE user_id == 2")).isEmpty();
    }

    /** Flaw 3: {@code format}. Who logs in with this address is the first user there is. */
    @Test
    void whatIsFormattedIsSql() throws Exception {
        assertThat(id("users", "email_address", "nobody\" OR \"a\" = \"a")).isEqualTo(1);
    }

    /** Flaw 4: whoever begins a transaction begins it for all. */
    @Test
    void aTransactionOfOneThreadIsEverybodys() throws Exception {
        Actor.does("request-1", () -> cs.execute("BEGIN")).result();
        Actor.does("request-2", () -> assign(1, 2)).result();
        Actor.does("request-1", () -> cs.execute("ROLLBACK")).result();
        assertThat(cs.all("SELECT id FROM users_roles WHERE role_id == 2")).isEmpty();
    }

    // The same here: 'all' and 'one' are query, and a unit of work is as many statements as it needs.

    private static int execute(EntityManager em, String sql, Object... parameters) {
        var query = em.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query.executeUpdate();
    }

    /** Creates the default user and the default role and assigns it, where that was not done yet. */
    private static void seed(EntityManager em) {
        execute(
                em,
                "INSERT INTO users (email_address, password) VALUES (?, ?) ON CONFLICT DO NOTHING",
                DEFAULT_USER,
                "secret");
        execute(em, "INSERT INTO roles (name) VALUES (?) ON CONFLICT DO NOTHING", DEFAULT_ROLE);
        grant(em, DEFAULT_USER, DEFAULT_ROLE);
    }

    private static int grant(EntityManager em, String email, String role) {
        return execute(
                em,
                "INSERT INTO users_roles (user_id, role_id) SELECT u.id, r.id FROM users u, roles r"
                        + " WHERE u.email_address = ? AND r.name = ? ON CONFLICT DO NOTHING",
                email,
                role);
    }

    @Test
    void allRequestsSetUpAtOnceAndItIsDoneOnce() throws Exception {
        Database db = test.database();
        Together.does(16, "request", i -> db.writeWithoutResult(LockableCursorTest::seed));
        assertThat(db.query("SELECT email_address, password FROM users").rows())
                .singleElement()
                .satisfies(row ->
                        assertThat(row.asMap()).isEqualTo(Map.of("email_address", DEFAULT_USER, "password", "secret")));
        assertThat(db.query("SELECT name FROM roles").column("name")).containsExactly(DEFAULT_ROLE);
        assertThat(db.query("SELECT user_id, role_id FROM users_roles").size()).isEqualTo(1);
    }

    @Test
    void theRolesOfTheUserWhoIsLoggedInAreOneQueryAndRowsAreMaps() throws Exception {
        Database db = test.database();
        db.writeWithoutResult(LockableCursorTest::seed);
        Together.does(32, "request", i -> {
            Table userRoles = db.query(ROLES_OF, DEFAULT_USER);
            assertThat(userRoles.rows())
                    .singleElement()
                    .satisfies(role -> assertThat(role.asMap()).isEqualTo(Map.of("id", 1L, "name", DEFAULT_ROLE)));
        });
        assertThat(db.query(ROLES_OF, "nobody\" OR \"a\" = \"a").isEmpty()).isTrue();
    }

    @Test
    void aRoleThatAllRequestsGrantAtOnceIsGrantedOnce() throws Exception {
        Database db = test.database();
        db.writeWithoutResult(LockableCursorTest::seed);
        db.writeWithoutResult(em -> execute(em, "INSERT INTO roles (name) VALUES ('editor')"));
        Together.does(16, "request", i -> db.write(em -> grant(em, DEFAULT_USER, "editor")));
        assertThat(db.query(ROLES_OF, DEFAULT_USER).column("name")).containsExactly("editor", DEFAULT_ROLE);
    }

    @Test
    void aUserIsThereWithARoleOrNotAtAll() {
        Database db = test.database();
        db.writeWithoutResult(LockableCursorTest::seed);
        assertThatThrownBy(() -> db.writeWithoutResult(em -> {
                    execute(
                            em,
                            "INSERT INTO users (email_address, password) VALUES (?, ?)",
                            "jo@example.org",
                            "secret");
                    execute(em, "INSERT INTO users_roles (user_id, role_id) SELECT 2, id FROM rolls");
                }))
                .hasMessageContaining("no such table: rolls");
        assertThat(db.query("SELECT email_address FROM users").column("email_address"))
                .containsExactly(DEFAULT_USER);
    }
}
