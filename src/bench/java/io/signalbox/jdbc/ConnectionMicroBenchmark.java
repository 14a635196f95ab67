package io.signalbox.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a connection costs before it does anything, and what it adds to a statement of the driver's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConnectionMicroBenchmark {

    private static final String QUERY = "select name from t where id = ?";

    private Path directory;
    private SqliteDataSource dataSource;
    private Connection bare;
    private PreparedStatement prepared;
    private SqliteConnection bound;

    @Setup
    public void open() throws SQLException, IOException {
        directory = Files.createTempDirectory("signalbox-bench-");
        Path file = directory.resolve("micro.db");
        dataSource = SqliteDataSource.open("jdbc:sqlite:" + file);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table t(id integer primary key, name text)");
            statement.execute("insert into t values(1, 'one')");
        }
        bare = DriverManager.getConnection("jdbc:sqlite:" + file);
        prepared = bare.prepareStatement(QUERY);
        bound = dataSource.getReadOnlyConnection();
        bound.setAutoCommit(false);
    }

    @TearDown
    public void close() throws SQLException, IOException {
        bound.close();
        bare.close();
        dataSource.close();
        Files.delete(directory.resolve("micro.db"));
        Files.deleteIfExists(directory.resolve("micro.db.lock"));
        Files.delete(directory);
    }

    /** The lazy connection: no reader is taken. */
    @Benchmark
    public void openedAndClosed() throws SQLException {
        try (SqliteConnection connection = dataSource.getReadOnlyConnection()) {
            connection.setAutoCommit(false);
        }
    }

    /** The statement cache: the reader is held. */
    @Benchmark
    public String statementInATransaction() throws SQLException {
        return nameOf(bound);
    }

    /** The reader's check-out, BEGIN, a statement, the end, and its check-in. */
    @Benchmark
    public String transaction() throws SQLException {
        try (SqliteConnection connection = dataSource.getReadOnlyConnection()) {
            connection.setAutoCommit(false);
            String name = nameOf(connection);
            connection.commit();
            return name;
        }
    }

    /** For comparison: a statement of the driver's that stays prepared. */
    @Benchmark
    public String driver() throws SQLException {
        return execute(prepared);
    }

    private static String nameOf(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            return execute(statement);
        }
    }

    private static String execute(PreparedStatement statement) throws SQLException {
        statement.setInt(1, 1);
        try (ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getString(1);
        }
    }
}
