package io.signalbox.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The write-ahead log as a file that can be forced to disk, and nothing else: it is never read, written or created. Unlike the
 * database it carries no locks, so that to close a descriptor of it drops none.
 *
 * <p>A channel stays on the file that it was opened on, and to force a file that has no name any more succeeds. So each
 * force asks whether the name still means that file.
 */
final class WalFile implements WalSync.Force, AutoCloseable {

    private final Path path;
    private final FileChannel channel;
    private final Optional<Object> key;

    private WalFile(Path path, FileChannel channel, Optional<Object> key) {
        this.path = path;
        this.channel = channel;
        this.key = key;
    }

    /** Opens the log, which must exist: SQLite makes it when it first reads. */
    static WalFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        return new WalFile(path, channel, DatabasePath.fileKey(path));
    }

    @Override
    public void run() throws IOException {
        channel.force(false);
        if (!DatabasePath.fileKey(path).equals(key)) {
            throw new IOException(path + " was deleted or replaced while the database is open");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
