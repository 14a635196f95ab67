package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.migration.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code dbcon()} in each request: "You probably won't need to close it because the thread will be killed right away". */
class ConnectionPerRequestTest {

    @RegisterExtension
    final TestDatabase test = TestDatabase.of(Migrations.of("classpath:db/answers/flask"));

    /** What the request inserts, and forgets: Python begins a transaction for it, too. */
    private static void dbcon(Connection db) throws SQLException {
        db.setAutoCommit(false);
        Plain.execute(
                db, "INSERT INTO users(name,email,username,password) VALUES('Bob','bob@example.org','bob','his')");
    }

    /** The thread is gone; its connection has nobody to close it, and keeps the write lock. */
    @Test
    void aConnectionThatNobodyClosesKeepsEveryWriterOut(@TempDir Path directory) throws Exception {
        Deque<Connection> open = new ArrayDeque<>();
        try {
            for (int i = 0; i < 2; i++) {
                open.push(
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("your.db") + "?busy_timeout=1"));
            }
            Plain.execute(open.peek(), Plain.USERS);
            Actor.does("request-1", () -> dbcon(open.getLast())).result();
            assertThat(Actor.does("request-2", () -> dbcon(open.getFirst())).failure())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("[SQLITE_BUSY] The database file is locked (database is locked)");
        } finally {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        }
    }

    /** The next request has the writer at once, nothing of what was not committed is there, and it is reported. */
    @Test
    void hereItKeepsNobodyOut() throws Exception {
        Database db = test.database();
        Actor.does("request-1", () -> dbcon(db.dataSource().getConnection())).result();
        Actor.does("request-2", () -> {
                    try (Connection connection = db.dataSource().getConnection()) {
                        dbcon(connection);
                        connection.commit();
                    }
                })
                .result();
        assertThat(db.query("SELECT id, name FROM users").column("name")).containsExactly("Bob");
        Actor.until("it is reported", () -> db.statistics().leaks() > 0);
    }
}
