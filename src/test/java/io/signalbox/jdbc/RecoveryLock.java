package io.signalbox.jdbc;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;

/**
 * Another process that is about to recover the log, as one is that finds it after a crash: it has the locks for that, and the
 * index of the log is not valid (<a href="https://www.sqlite.org/walformat.html#wal_locks">WAL-Mode File Locks</a>). It ends when
 * its input does.
 */
final class RecoveryLock {

    private static final int WRITE_LOCK = 120;
    private static final int WRITE_CHECKPOINT_AND_RECOVER = 3;
    private static final int HEADER = 96;

    private RecoveryLock() {}

    @SuppressWarnings("try") // the lock is held, not used
    public static void main(String[] args) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(args[0] + "-shm", "rw");
                FileChannel index = file.getChannel();
                FileLock lock = index.lock(WRITE_LOCK, WRITE_CHECKPOINT_AND_RECOVER, false)) {
            index.write(ByteBuffer.allocate(HEADER), 0);
            System.out.println("recovering");
            if (System.in.read() >= 0) {
                System.out.println("done");
            }
        }
    }
}
