package io.signalbox.jdbc;

import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.StatementRun;
import io.signalbox.sqlite.Wanted;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a result whose transaction has to end, and a query that gives them once more: {@code VALUES} with the rows
 * as parameters, so that they are read through a result set like any other. It runs in a private database in memory: to wait
 * for a reader could fail, and there must be nothing left to fail when the transaction has been committed.
 */
final class KeptRows implements AutoCloseable {

    /** SQLite's limit of parameters, as the driver compiles it. */
    private static final int MAX_VALUES = 250_000;

    private final List<String> names;
    private final List<@Nullable Object> values;
    private @Nullable PhysicalConnection memory;

    private KeptRows(List<String> names, List<@Nullable Object> values) {
        this.names = names;
        this.values = values;
    }

    static KeptRows of(@Nullable ResultSet result) throws SQLException {
        List<String> names = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        if (result != null) {
            ResultSetMetaData metaData = result.getMetaData();
            for (int i = 1; i <= metaData.getColumnCount(); i++) {
                names.add(metaData.getColumnLabel(i));
            }
            while (result.next()) {
                for (int i = 1; i <= names.size(); i++) {
                    values.add(result.getObject(i));
                }
                refuseTooMany(values.size());
            }
        }
        return new KeptRows(names, values);
    }

    private static void refuseTooMany(int count) throws SQLException {
        if (count > MAX_VALUES) {
            throw new SQLNonTransientException(
                    "in autocommit the rows of a write are kept until it is committed, and these are more than "
                            + MAX_VALUES + " values: use a transaction. Nothing was written.",
                    "54000");
        }
    }

    /** The query's execution; {@link #close} comes after its end. */
    StatementRun open(StatementRun.User user) throws SQLException {
        PhysicalConnection opened = PhysicalConnection.inMemory();
        try {
            StatementRun run = opened.execute(sql(), values.toArray(), 0, Wanted.ROWS, user);
            memory = opened;
            return run;
        } finally {
            if (memory == null) {
                opened.close();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        PhysicalConnection opened = memory;
        memory = null;
        if (opened != null) {
            opened.close();
        }
    }

    private String sql() {
        return values.isEmpty() ? emptySql() : rowsSql();
    }

    private String emptySql() {
        return names.stream()
                .map(name -> "NULL AS " + quoted(name))
                .collect(Collectors.joining(", ", "SELECT ", " WHERE 0"));
    }

    private String rowsSql() {
        String columns = IntStream.range(0, names.size())
                .mapToObj(i -> "column" + (i + 1) + " AS " + quoted(names.get(i)))
                .collect(Collectors.joining(", "));
        String row = "?, ".repeat(names.size() - 1) + "?";
        String rows = ("(" + row + "), ").repeat(values.size() / names.size() - 1) + "(" + row + ")";
        return "SELECT " + columns + " FROM (VALUES " + rows + ")";
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
