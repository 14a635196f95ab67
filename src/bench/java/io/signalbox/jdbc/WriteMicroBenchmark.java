package io.signalbox.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A transaction that writes, without a sync. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriteMicroBenchmark {

    /** Statements of the driver's that stay prepared. */
    @State(Scope.Thread)
    public static class Prepared {
        private PreparedStatement begin;
        private PreparedStatement update;
        private PreparedStatement commit;

        @Setup
        public void prepare(MicroDatabase database) throws SQLException {
            begin = database.driver.prepareStatement("begin immediate");
            update = database.driver.prepareStatement(MicroDatabase.UPDATE);
            commit = database.driver.prepareStatement("commit");
        }
    }

    /** For comparison: the driver alone. */
    @Benchmark
    public int driver(Prepared prepared) throws SQLException {
        prepared.begin.execute();
        int count = MicroDatabase.write(prepared.update);
        prepared.commit.execute();
        return count;
    }

    /** The queue, BEGIN IMMEDIATE, a statement and the commit. */
    @Benchmark
    public int transaction(MicroDatabase database) throws SQLException {
        try (SqliteConnection connection = database.dataSource.getConnection()) {
            connection.setAutoCommit(false);
            int count;
            try (PreparedStatement statement = connection.prepareStatement(MicroDatabase.UPDATE)) {
                count = MicroDatabase.write(statement);
            }
            connection.commit();
            return count;
        }
    }
}
