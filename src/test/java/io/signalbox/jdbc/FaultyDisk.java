package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What {@link FaultyDiskIT} runs in a process whose disk fails on demand; it prints what came of it, line by line. */
final class FaultyDisk {

    private FaultyDisk() {}

    /** The database, the file that makes the disk fail, how it is to fail, and when: at a statement or at the commit. */
    public static void main(String[] arguments) throws IOException, SQLException {
        Path fault = Path.of(arguments[1]);
        // a cache of ten pages, so that a large statement has to write before the commit
        try (SqliteDataSource dataSource = SqliteDataSource.open("jdbc:sqlite:" + arguments[0] + "?cache_size=10");
                Connection connection = dataSource.getConnection()) {
            execute(connection, "create table t(id integer primary key, name text, ballast blob)");
            connection.setAutoCommit(false);
            execute(connection, "insert into t(name) values('before')");
            if (arguments[3].equals("commit")) {
                Files.writeString(fault, arguments[2]);
                report("commit", connection::commit);
            } else {
                Files.writeString(fault, arguments[2]);
                report("statement", () -> execute(connection, "insert into t(ballast) values(zeroblob(1000000))"));
                Files.delete(fault);
                report("later", () -> execute(connection, "insert into t(name) values('after')"));
                connection.rollback();
            }
            System.out.println("held " + dataSource.statistics().writer().held());
            Files.deleteIfExists(fault);
            report("read", () -> System.out.println("names " + names(dataSource)));
            report("next", () -> {
                execute(connection, "insert into t(name) values('next')");
                connection.commit();
            });
        }
    }

    private interface Call {
        void run() throws SQLException;
    }

    private static void report(String what, Call call) {
        try {
            call.run();
            System.out.println(what + " done");
        } catch (SQLException e) {
            System.out.println(what + " " + e.getClass().getSimpleName() + " " + e.getSQLState() + " "
                    + (e.getErrorCode() & 0xff));
        }
    }

    private static List<String> names(SqliteDataSource dataSource) throws SQLException {
        try (Connection reader = dataSource.getReadOnlyConnection()) {
            return texts(reader, "select name from t");
        }
    }
}
