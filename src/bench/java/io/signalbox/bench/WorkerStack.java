package io.signalbox.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One thread that has the only connection, and a queue in front of it. */
final class WorkerStack extends JdbcStack {

    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final Connection connection;
    private final JdbcWork jdbc;

    WorkerStack(Path file, Durability durability) throws Exception {
        this.connection =
                worker.submit(() -> Plain.connect(file, durability, "DEFERRED")).get();
        this.jdbc = new JdbcWork(connection);
    }

    @Override
    <R> R read(Work<R> work) throws Exception {
        try {
            return worker.submit(() -> work.on(jdbc)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    <R> R write(Work<R> work) throws Exception {
        return read(work);
    }

    @Override
    public void close() throws Exception {
        worker.submit(() -> {
                    connection.close();
                    return true;
                })
                .get();
        worker.shutdown();
    }
}
