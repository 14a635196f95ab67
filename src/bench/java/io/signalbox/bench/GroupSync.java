package io.signalbox.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One sync of the log for all who have committed before it began, by the first of them that comes. */
final class GroupSync implements AutoCloseable {

    private final FileChannel log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition synced = lock.newCondition();
    private long asked;
    private long done;
    private boolean running;

    /** On the log of a database that is open, and stays so. */
    GroupSync(Path database) throws IOException {
        this.log = FileChannel.open(
                database.resolveSibling(database.getFileName() + "-wal"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    void await() throws IOException {
        lock.lock();
        try {
            long mine = ++asked;
            while (done < mine) {
                if (running) {
                    synced.awaitUninterruptibly();
                } else {
                    force();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void force() throws IOException {
        running = true;
        long upTo = asked;
        lock.unlock();
        try {
            log.force(false);
        } finally {
            lock.lock();
            running = false;
            synced.signalAll();
        }
        done = upTo;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
