package io.signalbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The database that every measurement begins with, and what is asked of it at the end; with the plain driver. */
final class Fixture {

    static final int ROLES = 5;

    private static final List<String> SCHEMA = List.of(
            "create table users (id integer primary key, name text not null unique, email text not null, note text not null)",
            "create table roles (id integer primary key, name text not null unique)",
            "create table users_roles (id integer primary key, user_id integer not null references users(id),"
                    + " role_id integer not null references roles(id), unique (user_id, role_id))",
            "create index users_roles_role on users_roles(role_id)");

    private Fixture() {}

    static String nameOf(long id) {
        return "user" + id;
    }

    /** Makes it: so many users, each with two roles. */
    static void create(Path file, int users) throws IOException, SQLException {
        delete(file);
        try (Connection connection = open(file);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma synchronous=off");
            statement.execute("pragma cache_size=-262144");
            statement.execute("pragma journal_mode=wal");
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
            statement.execute(counted(ROLES) + "insert into roles select n, 'role' || n from counted");
            statement.execute(counted(users)
                    + "insert into users select n, 'user' || n, 'user' || n || '@example.org', ''" + " from counted");
            statement.execute(
                    counted(users) + "insert into users_roles(user_id, role_id)" + " select n, 1 + (n + granted) % "
                            + ROLES + " from counted, (select 0 as granted union all select 1)");
            // with samples of its rows (STAT4) each execution with other parameters would be compiled anew
            statement.execute("pragma analysis_limit=1000");
            statement.execute("analyze");
        }
    }

    private static String counted(int to) {
        return "with recursive counted(n) as (select 1 union all select n + 1 from counted where n < " + to + ") ";
    }

    private static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    /** A copy, as SQLite makes it: on disk when this returns, so that nothing is measured while it is still being written. */
    static void copy(Path template, Path file) throws IOException, SQLException {
        delete(file);
        try (Connection connection = open(template);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("backup to '" + file + "'");
        }
    }

    static void delete(Path file) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm", "-journal", ".lock")) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
    }

    /** How much a workload has left; once the stack is closed. */
    static long left(Path file, String counting) throws SQLException {
        try (Connection connection = open(file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(counting)) {
            result.next();
            return result.getLong(1);
        }
    }
}
