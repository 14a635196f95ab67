package io.signalbox.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The workloads in plain JDBC on one connection, whose statements stay prepared. For one thread at a time. */
final class JdbcWork {

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    JdbcWork(Connection connection) {
        this.connection = connection;
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    int findById(long id) throws SQLException {
        PreparedStatement statement = prepare("select id, name, email, note from users where id = ?");
        statement.setLong(1, id);
        try (ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getString(2).length()
                    + result.getString(3).length()
                    + result.getString(4).length();
        }
    }

    int login(String name) throws SQLException {
        PreparedStatement statement = prepare(
                "select u.id, u.name, u.email, u.note, r.name from users u"
                        + " left join users_roles g on g.user_id = u.id left join roles r on r.id = g.role_id where u.name = ?");
        statement.setString(1, name);
        int length = 0;
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                length += result.getString(2).length()
                        + result.getString(4).length()
                        + result.getString(5).length();
            }
        }
        return length;
    }

    void append(long id) throws SQLException {
        begin();
        try {
            PreparedStatement read = prepare("select note from users where id = ?");
            read.setLong(1, id);
            String note;
            try (ResultSet result = read.executeQuery()) {
                result.next();
                note = result.getString(1);
            }
            PreparedStatement write = prepare("update users set note = ? where id = ?");
            write.setString(1, note + Workload.MARK);
            write.setLong(2, id);
            write.executeUpdate();
            end("commit");
        } catch (SQLException e) {
            end("rollback");
            throw e;
        }
    }

    void register(String name) throws SQLException {
        begin();
        try {
            long id = insertUser(name);
            PreparedStatement role = prepare("insert into users_roles(user_id, role_id) values(?, 1)");
            role.setLong(1, id);
            role.executeUpdate();
            end("commit");
        } catch (SQLException e) {
            end("rollback");
            throw e;
        }
    }

    private long insertUser(String name) throws SQLException {
        PreparedStatement user = prepare("insert into users(name, email, note) values(?, ?, '') returning id");
        user.setString(1, name);
        user.setString(2, name + "@example.org");
        try (ResultSet result = user.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    long report() throws SQLException {
        long sum = 0;
        try (ResultSet result = prepare("select r.name, count(*) from users_roles g join roles r on r.id = g.role_id"
                        + " group by r.name")
                .executeQuery()) {
            while (result.next()) {
                sum += result.getLong(2);
            }
        }
        return sum;
    }

    /** Users that bring their ids along, so many a statement; their number is a multiple of that. */
    void importUsers(List<ImportedUser> users, int rows) throws SQLException {
        begin();
        try {
            PreparedStatement insert = prepare(
                    "insert into users(id, name, email, note) values(?, ?, ?, ?)" + ", (?, ?, ?, ?)".repeat(rows - 1));
            for (int first = 0; first < users.size(); first += rows) {
                for (int row = 0; row < rows; row++) {
                    users.get(first + row).bind(insert, 4 * row);
                }
                insert.executeUpdate();
            }
            end("commit");
        } catch (SQLException e) {
            end("rollback");
            throw e;
        }
    }

    private void begin() throws SQLException {
        prepare("begin immediate").execute();
    }

    private void end(String sql) throws SQLException {
        prepare(sql).execute();
    }
}
