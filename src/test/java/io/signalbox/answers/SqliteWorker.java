package io.signalbox.answers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The answer's {@code sqlite_worker}, as it is: one thread has the one connection, and takes one statement after the other. */
final class SqliteWorker implements AutoCloseable {

    private static final String TABLE =
            "CREATE TABLE test (id INTEGER PRIMARY KEY, text TEXT, source INTEGER, seq INTEGER)";

    private record Request(String sql, Object[] params, BlockingQueue<List<List<Object>>> results) {}

    private final BlockingQueue<Request> workQueue = new LinkedBlockingQueue<>();
    private final List<SQLException> tracebacks = new ArrayList<>(); // of the worker, until it has ended
    private final Thread worker = new Thread(this::work, "sqlite_worker");

    SqliteWorker() {
        worker.setDaemon(true);
        worker.start();
    }

    private void work() {
        try (Connection con = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Plain.execute(con, TABLE);
            while (true) {
                Request request = workQueue.take();
                try {
                    request.results.put(rows(con, request));
                } catch (SQLException e) {
                    tracebacks.add(e); // traceback.print_exc(), and no result is put
                }
            }
        } catch (InterruptedException e) {
            // the end
        } catch (SQLException e) {
            tracebacks.add(e);
        }
    }

    private static List<List<Object>> rows(Connection con, Request request) throws SQLException {
        try (PreparedStatement cur = con.prepareStatement(request.sql)) {
            for (int i = 0; i < request.params.length; i++) {
                cur.setObject(i + 1, request.params[i]);
            }
            List<List<Object>> rows = new ArrayList<>();
            if (cur.execute()) {
                ResultSet result = cur.getResultSet();
                while (result.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getObject(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    /** The first half of {@code execute_in_worker(sql, params)}: where the result will be. */
    BlockingQueue<List<List<Object>>> put(String sql, Object... params) throws InterruptedException {
        BlockingQueue<List<List<Object>>> results = new LinkedBlockingQueue<>();
        workQueue.put(new Request(sql, params, results));
        return results;
    }

    /** All of it. */
    List<List<Object>> execute(String sql, Object... params) throws InterruptedException {
        return put(sql, params).take();
    }

    /** Ends it, and gives what it has printed. */
    List<SQLException> tracebacks() throws InterruptedException {
        worker.interrupt();
        worker.join();
        return tracebacks;
    }

    @Override
    public void close() {
        worker.interrupt();
    }
}
