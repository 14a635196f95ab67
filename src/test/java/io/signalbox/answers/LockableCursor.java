package io.signalbox.answers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The question's class, as it is: one cursor, a lock around each execute, and rows as dictionaries. */
final class LockableCursor {

    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();

    LockableCursor(Connection connection) {
        this.connection = connection;
    }

    void execute(String sql) throws SQLException {
        lock.lock();
        try {
            Plain.execute(connection, sql);
        } finally {
            lock.unlock();
        }
    }

    /** {@code execute('all', sql)}. */
    List<Map<String, Object>> all(String sql) throws SQLException {
        lock.lock();
        try (Statement cursor = connection.createStatement();
                ResultSet rows = cursor.executeQuery(sql)) {
            List<Map<String, Object>> all = new ArrayList<>();
            while (rows.next()) {
                all.add(dictFactory(rows));
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** {@code execute('one', sql)}. */
    Map<String, Object> one(String sql) throws SQLException {
        return all(sql).stream().findFirst().orElse(null);
    }

    private static Map<String, Object> dictFactory(ResultSet row) throws SQLException {
        ResultSetMetaData description = row.getMetaData();
        Map<String, Object> dict = new LinkedHashMap<>();
        for (int field = 1; field <= description.getColumnCount(); field++) {
            dict.put(description.getColumnLabel(field), row.getObject(field));
        }
        return dict;
    }
}
