package io.signalbox.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.locks.ReentrantLock;

/** One connection that all threads share, under a lock. */
final class SharedConnectionStack extends JdbcStack {

    private final ReentrantLock lock = new ReentrantLock();
    private final Connection connection;
    private final JdbcWork jdbc;

    SharedConnectionStack(Path file, Durability durability) throws Exception {
        this.connection = Plain.connect(file, durability, "DEFERRED");
        this.jdbc = new JdbcWork(connection);
    }

    @Override
    <R> R read(Work<R> work) throws Exception {
        lock.lock();
        try {
            return work.on(jdbc);
        } finally {
            lock.unlock();
        }
    }

    @Override
    <R> R write(Work<R> work) throws Exception {
        return read(work);
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }
}
