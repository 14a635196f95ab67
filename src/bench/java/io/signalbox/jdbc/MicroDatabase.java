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
import java.util.List;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A row to read and to write, through this library and through the driver alone. No commit is synced. */
@State(Scope.Benchmark)
public class MicroDatabase {

    static final String QUERY = "select name from t where id = ?";
    static final String UPDATE = "update t set name = ? where id = ?";

    private final String settings;
    private Path directory;
    private Engines.Hold hold;
    Engine engine;
    SqliteDataSource dataSource;
    Connection driver;

    public MicroDatabase() {
        this("");
    }

    MicroDatabase(String settings) {
        this.settings = settings;
    }

    /** One whose statements are compiled each time. */
    public static class Uncached extends MicroDatabase {
        public Uncached() {
            super("&statement_cache=0");
        }
    }

    @Setup
    public void open() throws SQLException, IOException {
        directory = Files.createTempDirectory("signalbox-bench-");
        String url = "jdbc:sqlite:" + directory.resolve("micro.db");
        SqliteConfiguration configuration = SqliteConfiguration.parse(url + "?durability=CRASH_SAFE" + settings);
        dataSource = SqliteDataSource.open(configuration);
        hold = Engines.hold(configuration);
        engine = hold.engine();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table t(id integer primary key, name text)");
            statement.execute("insert into t values(1, 'one')");
        }
        driver = DriverManager.getConnection(url + "?synchronous=NORMAL");
    }

    @TearDown
    public void close() throws SQLException, IOException {
        driver.close();
        hold.release();
        dataSource.close();
        for (String name : List.of("micro.db", "micro.db-wal", "micro.db-shm", "micro.db.lock")) {
            Files.deleteIfExists(directory.resolve(name));
        }
        Files.delete(directory);
    }

    static String read(PreparedStatement statement) throws SQLException {
        statement.setInt(1, 1);
        try (ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getString(1);
        }
    }

    static int write(PreparedStatement statement) throws SQLException {
        statement.setString(1, "two");
        statement.setInt(2, 1);
        return statement.executeUpdate();
    }
}
