package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.TestDatabase;
import io.signalbox.migration.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * "I've converted to connection per thread. That caused the testing code to terminate threads early with Database is locked even
 * though I have no lengthy write operations." First a longer timeout seemed to help; then it was to close each connection.
 */
class ConnectionPerThreadTest {

    private static final int A_LONG_TIMEOUT = 3_600_000;
    private static final String SELECT = "SELECT SectorGroup FROM Investment WHERE InvestmentID = 1";

    @RegisterExtension
    final TestDatabase test = TestDatabase.of(Migrations.of("classpath:db/answers/investment"), Investment.class)
            .with("signalbox.durability", "CRASH_SAFE");

    private static Connection connection(Path directory, int timeout) throws SQLException {
        Connection connection =
                DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("mydb") + "?busy_timeout=" + timeout);
        Plain.execute(
                connection,
                "CREATE TABLE IF NOT EXISTS Investment (InvestmentID INTEGER PRIMARY KEY, SectorGroup TEXT)");
        Plain.execute(connection, "INSERT OR IGNORE INTO Investment VALUES (1, 'Energy'), (2, 'Banks')");
        return connection;
    }

    /** Two threads read and then write, each on a connection of its own: one is refused at once, however long its timeout. */
    @Test
    void noTimeoutHelpsWhoReadsFirstAndThenWrites(@TempDir Path directory) throws Exception {
        try (Connection one = connection(directory, A_LONG_TIMEOUT);
                Connection two = connection(directory, A_LONG_TIMEOUT)) {
            for (Connection connection : List.of(one, two)) {
                Plain.execute(connection, "BEGIN");
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery(SELECT)) {
                    assertThat(rows.getString(1)).isEqualTo("Energy");
                }
            }
            Plain.execute(one, "UPDATE Investment SET SectorGroup = 'EnergyX' WHERE InvestmentID = 1");
            assertThat(Actor.does(
                                    "Thread-2",
                                    () -> Plain.execute(
                                            two,
                                            "UPDATE Investment SET SectorGroup = 'EnergyX' WHERE InvestmentID = 1"))
                            .failure())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("database is locked");
            Plain.execute(two, "ROLLBACK");
            Plain.execute(one, "COMMIT");
        }
    }

    /** "Include threads that only read from the database": a result set that is read half keeps every writer out. */
    @Test
    void aThreadThatOnlyReadsAndDoesNotCloseKeepsWritersOut(@TempDir Path directory) throws Exception {
        try (Connection reads = connection(directory, 1);
                Connection writes = connection(directory, 1);
                Statement left = reads.createStatement()) {
            ResultSet rows = left.executeQuery("SELECT * FROM Investment");
            assertThat(rows.next()).isTrue();
            assertThat(Actor.does(
                                    "Thread-2",
                                    () -> Plain.execute(
                                            writes, "UPDATE Investment SET SectorGroup = 'X' WHERE InvestmentID = 2"))
                            .failure())
                    .hasMessageContaining("database is locked");
        }
    }

    /** Each thread has an EntityManager of its own, which holds a connection while it needs one; nobody sets a timeout. */
    @Test
    void whoReadsFirstAndThenWritesWaitsForItsTurn() throws Exception {
        Database db = test.database();
        db.writeWithoutResult(em -> Investment.create(em, 2));
        Together.does(16, "Thread", i -> {
            for (int n = 0; n < 100; n++) {
                db.write(em -> Investment.append(em, 1));
            }
        });
        assertThat(db.<List<String>, RuntimeException>read(Investment::sectorGroups))
                .containsExactly(null, "X".repeat(1_600));
        assertThat(db.statistics().transactions().foreignWaits()).isZero();
    }

    /** What a thread forgets to close keeps nobody out, and is given back and reported when the thread has ended. */
    @Test
    void aThreadThatOnlyReadsAndDoesNotCloseKeepsNobodyOut() throws Exception {
        Database db = test.database();
        db.writeWithoutResult(em -> Investment.create(em, 2));
        Actor.does("forgets", () -> {
                    Connection left = db.dataSource().getConnection();
                    left.setReadOnly(true);
                    left.setAutoCommit(false);
                    assertThat(left.createStatement()
                                    .executeQuery("SELECT * FROM Investment")
                                    .next())
                            .isTrue();
                    Actor.does("writes", () -> db.write(em -> Investment.append(em, 0)))
                            .result();
                })
                .result();
        Actor.until("it is given back", () -> db.statistics().readersHeld() == 0);
        Actor.until("it is reported", () -> db.statistics().leaks() > 0);
    }
}
