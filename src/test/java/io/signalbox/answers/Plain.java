package io.signalbox.answers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The plain driver, as the questions use it. */
final class Plain {

    static final String USERS =
            "create table users(id integer primary key, name text, email text, username text, password text)";
    static final String REGISTER = "INSERT INTO users(name,email,username,password) VALUES(?,?,?,?)";

    private Plain() {}

    static Connection open(Path directory) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("database.db"));
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    static void bind(PreparedStatement register, String name, String email, String username, String password)
            throws SQLException {
        register.setString(1, name);
        register.setString(2, email);
        register.setString(3, username);
        register.setString(4, password);
    }
}
