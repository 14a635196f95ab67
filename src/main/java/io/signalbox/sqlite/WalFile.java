package io.signalbox.sqlite;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The write-ahead log as a file that can be forced to disk, and nothing else: it is never read, written or created. Unlike the
 * database it carries no locks, so that to close a descriptor of it drops none.
 *
 * <p>It is asynchronous, though nothing is done so here, because no interrupt closes such a channel, as it does a {@link
 * java.nio.channels.FileChannel} in its {@code force}.
 *
 * <p>A channel stays on the file that it was opened on, and to force a file that has no name any more succeeds. So each
 * force asks whether the name still means that file. It asks the directory first, and the file only if that has changed lately: who asks a file
 * for its times has Linux, from 6.13 on, write the inode with the next force, too (<a
 * href="https://docs.kernel.org/filesystems/multigrain-ts.html">Multigrain Timestamps</a>).
 */
final class WalFile implements WalSync.Force, AutoCloseable {

    private final Path path;
    private final Path directory;
    private final AsynchronousFileChannel channel;
    private final Optional<Object> key;
    private final LongSupplier clock;
    private @Nullable Entries seen; // the state of it, as the next two, is for who forces
    private long since;
    private boolean settled;

    private WalFile(Path path, AsynchronousFileChannel channel, Optional<Object> key, LongSupplier clock) {
        this.path = path;
        this.directory = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a log lies in a directory");
        this.channel = channel;
        this.key = key;
        this.clock = clock;
    }

    /** A directory, and when its entries were changed. */
    private record Entries(@Nullable Object directory, FileTime changed) {

        static Entries of(Path directory) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(directory, BasicFileAttributes.class);
            return new Entries(attributes.fileKey(), attributes.lastModifiedTime());
        }

        /** What changes so long after this was seen has another time: some systems tell it by two seconds, others by a tick. */
        long nanosToSettle() {
            boolean fine = changed.to(TimeUnit.NANOSECONDS) % TimeUnit.SECONDS.toNanos(1) != 0;
            return (fine ? Duration.ofMillis(100) : Duration.ofSeconds(3)).toNanos();
        }
    }

    /** Opens the log, which must exist: SQLite makes it when it first reads. */
    static WalFile open(Path path) throws IOException {
        return open(path, System::nanoTime);
    }

    static WalFile open(Path path, LongSupplier clock) throws IOException {
        AsynchronousFileChannel channel = AsynchronousFileChannel.open(path, StandardOpenOption.WRITE);
        return new WalFile(path, channel, DatabasePath.fileKey(path), clock);
    }

    @Override
    public void run() throws IOException {
        channel.force(false);
        Entries present = Entries.of(directory); // before the file: what changes between the two shows the next time
        long now = clock.getAsLong();
        if (!present.equals(seen)) {
            seen = present;
            since = now;
            settled = false;
        }
        if (!settled) {
            refuseAnother();
            settled = now - since >= present.nanosToSettle();
        }
    }

    private void refuseAnother() throws IOException {
        if (!DatabasePath.fileKey(path).equals(key)) {
            throw new IOException(path + " was deleted or replaced while the database is open");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
