package io.signalbox;

import io.signalbox.hibernate.PlainSql;
import io.signalbox.sqlite.ReadOnlySql;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A query of plain SQL, with the values of its parameters. */
final class TableQuery {

    private final String sql;
    private final @Nullable Object[] parameters;

    /**
     * Sends nothing yet.
     *
     * @throws InvalidQueryException if it does not only read, or a value cannot be bound
     */
    TableQuery(String sql, @Nullable Object @Nullable [] parameters) {
        this.sql = sql;
        this.parameters =
                parameters == null ? new @Nullable Object[1] : parameters.clone(); // Java's way to pass one null
        ReadOnlySql.refusal(sql).ifPresent(this::refuse);
        for (int i = 0; i < this.parameters.length; i++) {
            if (!PlainSql.canBind(this.parameters[i])) {
                refuseParameter(i + 1, this.parameters[i]);
            }
        }
    }

    private void refuse(String problem) {
        throw new InvalidQueryException(problem, sql);
    }

    private void refuseParameter(int number, @Nullable Object value) {
        refuse("parameter " + number + " is a "
                + (value == null ? null : value.getClass().getName())
                + ", which is stored as its column is mapped: give the integer, real, text or blob that is stored");
    }

    /** Runs it in the transaction of an EntityManager, whose pending changes it sees. */
    Table run(EntityManager entityManager) {
        if (entityManager.getFlushMode() == FlushModeType.AUTO) {
            entityManager.flush();
        }
        return PlainSql.run(entityManager, connection -> run(entityManager, connection));
    }

    private Table run(EntityManager entityManager, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int wanted = statement.getParameterMetaData().getParameterCount();
            if (wanted != parameters.length) {
                refuse("it has " + wanted + " parameters, and " + parameters.length + " values were given");
            }
            for (int i = 0; i < wanted; i++) {
                PlainSql.bind(entityManager, statement, i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                return Table.of(columns(result.getMetaData()), rows(result));
            }
        }
    }

    private List<String> columns(ResultSetMetaData meta) throws SQLException {
        List<String> columns = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            String column = meta.getColumnLabel(i);
            if (!known.add(column)) {
                refuse("the column '" + column + "' occurs twice, so give each a name of its own with AS");
            }
            columns.add(column);
        }
        return columns;
    }

    private static List<List<@Nullable Object>> rows(ResultSet result) throws SQLException {
        int width = result.getMetaData().getColumnCount();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (result.next()) {
            List<@Nullable Object> row = new ArrayList<>(width);
            for (int i = 1; i <= width; i++) {
                row.add(result.getObject(i));
            }
            rows.add(row);
        }
        return rows;
    }
}
