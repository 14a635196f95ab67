package io.signalbox.bench;

import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/** The best that is done by hand: prepared statements on a connection of each thread's own, a lock around what writes, one sync for all. */
final class LimitStack extends JdbcStack {

    private final ReentrantLock writing = new ReentrantLock();
    private final ThreadLocal<JdbcWork> own = new ThreadLocal<>();
    private final ThreadConnections connections;
    private final GroupSync sync;
    private final Durability durability;

    LimitStack(Path file, Durability durability) throws Exception {
        this.connections = new ThreadConnections(() -> Plain.connect(file, Durability.CRASH, "DEFERRED"));
        this.durability = durability;
        read(jdbc -> jdbc.findById(1)); // so that there is a log
        this.sync = new GroupSync(file);
    }

    @Override
    <R> R read(Work<R> work) throws Exception {
        JdbcWork jdbc = own.get();
        if (jdbc == null) {
            jdbc = new JdbcWork(connections.get());
            own.set(jdbc);
        }
        return work.on(jdbc);
    }

    @Override
    <R> R write(Work<R> work) throws Exception {
        R result;
        writing.lock();
        try {
            result = read(work);
        } finally {
            writing.unlock();
        }
        if (durability == Durability.POWER) {
            sync.await();
        }
        return result;
    }

    @Override
    int rowsAStatement() {
        return 100;
    }

    @Override
    public void close() throws Exception {
        sync.close();
        connections.close();
    }
}
