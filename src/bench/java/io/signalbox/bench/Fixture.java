package io.signalbox.bench;

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
    static void create(Path file, int users) throws SQLException {
        try (Connection connection = open(file);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode=wal");
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
            connection.setAutoCommit(false);
            for (int role = 1; role <= ROLES; role++) {
                statement.execute("insert into roles values(" + role + ", 'role" + role + "')");
            }
            insertUsers(connection, users);
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("analyze");
        }
    }

    private static void insertUsers(Connection connection, int users) throws SQLException {
        try (PreparedStatement user = connection.prepareStatement("insert into users values(?, ?, ?, '')");
                PreparedStatement role =
                        connection.prepareStatement("insert into users_roles(user_id, role_id) values(?, ?)")) {
            for (int id = 1; id <= users; id++) {
                user.setInt(1, id);
                user.setString(2, nameOf(id));
                user.setString(3, nameOf(id) + "@example.org");
                user.executeUpdate();
                for (int granted = 0; granted < 2; granted++) {
                    role.setInt(1, id);
                    role.setInt(2, 1 + (id + granted) % ROLES);
                    role.executeUpdate();
                }
            }
        }
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
