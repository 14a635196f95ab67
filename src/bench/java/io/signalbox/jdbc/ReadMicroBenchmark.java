package io.signalbox.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a connection costs before it does anything, a statement on it, and a transaction that reads. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadMicroBenchmark {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** A reader that is held. */
    @State(Scope.Thread)
    public static class Held {
        private Connection connection;

        @Setup
        public void open(MicroDatabase database) throws SQLException {
            connection = database.dataSource.getReadOnlyConnection();
            connection.setAutoCommit(false);
        }

        @TearDown
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** The same where nothing is cached. */
    @State(Scope.Thread)
    public static class HeldUncached {
        private Connection connection;

        @Setup
        public void open(MicroDatabase.Uncached database) throws SQLException {
            connection = database.dataSource.getReadOnlyConnection();
            connection.setAutoCommit(false);
        }

        @TearDown
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** A statement of the driver's that stays prepared. */
    @State(Scope.Thread)
    public static class Prepared {
        private PreparedStatement statement;

        @Setup
        public void prepare(MicroDatabase database) throws SQLException {
            statement = database.driver.prepareStatement(MicroDatabase.QUERY);
        }
    }

    /** For comparison: the driver alone. */
    @Benchmark
    public String driver(Prepared prepared) throws SQLException {
        return MicroDatabase.read(prepared.statement);
    }

    /** The lazy connection: no reader is taken. */
    @Benchmark
    public void openedAndClosed(MicroDatabase database) throws SQLException {
        try (SqliteConnection connection = database.dataSource.getReadOnlyConnection()) {
            connection.setAutoCommit(false);
        }
    }

    /** The reader's check-out and check-in. */
    @Benchmark
    public void readerTaken(MicroDatabase database) throws SQLException {
        database.engine.reader(Deadline.after(TIMEOUT), MicroDatabase.QUERY).release();
    }

    /** The statement cache: the reader is held. */
    @Benchmark
    public String statementCached(Held held) throws SQLException {
        return statement(held.connection);
    }

    /** What the cache spares. */
    @Benchmark
    public String statementCompiled(HeldUncached held) throws SQLException {
        return statement(held.connection);
    }

    /** All of it: the reader's check-out, BEGIN, a statement, the end, and the check-in. */
    @Benchmark
    public String transaction(MicroDatabase database) throws SQLException {
        try (SqliteConnection connection = database.dataSource.getReadOnlyConnection()) {
            connection.setAutoCommit(false);
            String name = statement(connection);
            connection.commit();
            return name;
        }
    }

    private static String statement(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MicroDatabase.QUERY)) {
            return MicroDatabase.read(statement);
        }
    }
}
