package io.signalbox.jdbc;

import io.signalbox.WritingLoad;
import io.signalbox.WritingLoad.Shares;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A fresh engine with two tables: one for the rows that threads insert, and one of many rows for them to read. */
final class LoadedEngine implements AutoCloseable {

    private final Path directory = Files.createTempDirectory("signalbox-test-");
    private final Path file = directory.resolve("test.db");
    private final Engine engine;

    /** What a transaction does. */
    enum Transactions {
        /** It inserts a row: as short as a transaction can be. */
        OF_A_ROW("insert into t(thread) values(?)"),
        /** It reads for some milliseconds, and inserts what it found: what happens beside it hardly counts. */
        OF_SOME_MILLISECONDS("insert into t(thread) select ? + 0 * sum(number) from numbers");

        private final String insert;

        Transactions(String insert) {
            this.insert = insert;
        }
    }

    /** With the rules that a data source gives its queue. */
    LoadedEngine(Durability durability) throws SQLException, IOException {
        this.engine = new Engine(configuration(durability), DatabaseFiles.at(file));
        createTables();
    }

    LoadedEngine(Durability durability, int maxOvertakes, Duration patience) throws SQLException, IOException {
        this.engine = new Engine(
                configuration(durability),
                DatabaseFiles.at(file),
                new Overtaking.Rules(maxOvertakes, patience),
                System::nanoTime,
                UnaryOperator.identity());
        createTables();
    }

    private SqliteConfiguration configuration(Durability durability) {
        return SqliteConfiguration.parse(
                "jdbc:sqlite:" + file, Map.of("signalbox.durability", durability, "signalbox.write_timeout", "10m"));
    }

    private void createTables() throws SQLException {
        execute("create table t(id integer primary key, thread integer)");
        execute("create table numbers(number integer)");
        execute("insert into numbers with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)"
                + " select i from n");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = new LazyConnection(engine, false)) {
            connection.createStatement().execute(sql);
        }
    }

    /** Each thread runs so many of them, and goes on for as long as the time given. */
    Shares run(int threads, int transactions, Duration time, Transactions what) throws Exception {
        return WritingLoad.run(threads, transactions, time, new WritingLoad.Target() {
            @Override
            public void write(int thread, int number) throws SQLException {
                LoadedEngine.this.write(thread, what.insert);
            }

            @Override
            public void holdTheWriter(Runnable meanwhile) throws SQLException {
                Lease writer = engine.writer(Deadline.after(Duration.ofMinutes(1)), "none");
                meanwhile.run();
                writer.release();
            }

            @Override
            public WriteQueueStatistics statistics() {
                return engine.statistics().writer();
            }
        });
    }

    private void write(int thread, String sql) throws SQLException {
        try (Connection connection = new LazyConnection(engine, false)) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setInt(1, thread);
                insert.executeUpdate();
            }
            connection.commit();
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        engine.close();
        Files.delete(file);
        Files.deleteIfExists(directory.resolve("test.db.lock"));
        Files.delete(directory);
    }
}
