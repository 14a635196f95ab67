package io.signalbox.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * "How to share single SQLite connection in multi-threaded Python application": the four exceptions that the question saw, or what the
 * plain driver has in their place. Each thread does one step, and the next thread the next: what the question saw "with no discernible
 * pattern" has one.
 */
class SharedConnectionTest {

    private static final String SELECT = "SELECT SectorGroup FROM Investment WHERE InvestmentID = ?";
    private static final String UPDATE = "UPDATE Investment SET SectorGroup = ? WHERE InvestmentID = ?";

    private Connection connection;

    @BeforeEach
    void connect(@TempDir Path directory) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("mydb"));
        Plain.execute(connection, "CREATE TABLE Investment (InvestmentID INTEGER PRIMARY KEY, SectorGroup TEXT)");
        Plain.execute(connection, "INSERT INTO Investment VALUES (1, 'Energy'), (2, 'Banks')");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private Actor<Void> thread(String name, String sql) {
        return Actor.does(name, () -> Plain.execute(connection, sql));
    }

    /** OperationalError: cannot start a transaction within a transaction. */
    @Test
    void twoThreadsBeginOnOneConnection() throws Exception {
        thread("Thread-1", "BEGIN").result();
        assertThat(thread("Thread-2", "BEGIN").failure())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("cannot start a transaction within a transaction");
    }

    /** OperationalError: cannot commit - no transaction is active. */
    @Test
    void oneThreadCommitsWhatAnotherHasBegun() throws Exception {
        thread("Thread-1", "BEGIN").result();
        thread("Thread-2", "COMMIT").result();
        assertThat(thread("Thread-1", "COMMIT").failure())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("cannot commit - no transaction is active");
    }

    /** What no exception tells: the transaction is the connection's, so one thread's ROLLBACK takes the other's update with it. */
    @Test
    void oneThreadRollsBackWhatAnotherHasWritten() throws Exception {
        connection.setAutoCommit(false);
        thread("Thread-1", "UPDATE Investment SET SectorGroup = 'EnergyX' WHERE InvestmentID = 1")
                .result();
        Actor.does("Thread-2", connection::rollback).result();
        Actor.does("Thread-1", connection::commit).result();
        connection.setAutoCommit(true);
        assertThat(Plain.number(connection, "SELECT count(*) FROM Investment WHERE SectorGroup LIKE '%X'"))
                .as("updates, of one that was committed")
                .isZero();
    }

    /**
     * InterfaceError: Error binding parameter 0 - probably unsupported type. Python has one statement for equal SQL, and two threads
     * bind to it at once; here they do one after the other, and no exception tells: a thread gets the row that another asked for.
     */
    @Test
    void twoThreadsBindTheParametersOfOneStatement() throws Exception {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            Actor.does("Thread-1", () -> select.setInt(1, 1)).result();
            Actor.does("Thread-2", () -> select.setInt(1, 2)).result();
            String group = Actor.on("Thread-1", () -> {
                try (ResultSet row = select.executeQuery()) {
                    return row.getString(1);
                }
            });
            assertThat(group).as("of investment 1").isEqualTo("Banks");
        }
    }

    /** IndexError: tuple index out of range, at {@code rows[0][0]}: the row was there, and was another thread's to reset. */
    @Test
    void oneThreadEndsTheResultThatAnotherReads() throws Exception {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, 1);
            ResultSet rows = Actor.on("Thread-1", select::executeQuery);
            Actor.does("Thread-2", () -> select.executeQuery().close()).result();
            assertThat(Actor.on("Thread-1", rows::next)).as("there is a row").isFalse();
        }
    }

    /** And a lock around each statement repairs none of this: between the SELECT and the UPDATE of one comes the UPDATE of another. */
    @Test
    void aLockAroundEachStatementLosesAnUpdate() throws Exception {
        String first = Actor.on("Thread-1", () -> sectorGroup(1));
        String second = Actor.on("Thread-2", () -> sectorGroup(1));
        Actor.does("Thread-1", () -> update(1, first + "X")).result();
        Actor.does("Thread-2", () -> update(1, second + "X")).result();
        assertThat(sectorGroup(1)).as("after two threads have added an X").isEqualTo("EnergyX");
    }

    /**
     * "I mistakenly assumed that check_same_thread along with the default compilation option of serialized made this possible". All of
     * this is in serialized mode, which keeps SQLite's memory whole, and nobody's transaction.
     */
    @Test
    void allOfThisIsInSerializedMode() throws Exception {
        assertThat(Plain.number(connection, "SELECT sqlite_compileoption_used('THREADSAFE=1')"))
                .isOne();
    }

    private synchronized String sectorGroup(int id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, id);
            try (ResultSet rows = select.executeQuery()) {
                return rows.getString(1);
            }
        }
    }

    private synchronized void update(int id, String group) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setString(1, group);
            update.setInt(2, id);
            update.executeUpdate();
        }
    }
}
