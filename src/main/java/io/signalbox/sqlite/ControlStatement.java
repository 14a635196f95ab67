package io.signalbox.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/** BEGIN, COMMIT or ROLLBACK, compiled once. */
final class ControlStatement {

    private final SQLiteConnection connection;
    private final String sql;
    private @Nullable JDBC4PreparedStatement compiled;

    ControlStatement(SQLiteConnection connection, String sql) {
        this.connection = connection;
        this.sql = sql;
    }

    void execute() throws SQLException {
        JDBC4PreparedStatement statement = compiled;
        if (statement == null || statement.pointer.isClosed()) { // the driver finalises what fails
            statement = new JDBC4PreparedStatement(connection, sql);
            compiled = statement;
        }
        statement.executeUpdate();
    }
}
