package io.signalbox.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The files of one database: the database itself, {@code -wal} and {@code -shm}, and a lock file of ours beside them.
 *
 * <p>This class alone turns a database's path into something that is opened, and it opens none of SQLite's files: to
 * close any descriptor of a file drops every POSIX lock that the process has on it, SQLite's too (<a
 * href="https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_">How
 * To Corrupt An SQLite Database File</a>, 2.2). To stat and to delete a file are harmless.
 *
 * <p>Immutable; safe for use by any number of threads.
 */
public final class DatabaseFiles {

    private static final long LOCK_RETRY_NANOS = 5_000_000;

    private final Path database;
    private final Optional<TemporaryDirectory> temporary;

    private DatabaseFiles(Path database, Optional<TemporaryDirectory> temporary) {
        this.database = database;
        this.temporary = temporary;
    }

    /**
     * The files of a database in a file, which need not exist yet.
     *
     * @throws IOException if no database can be there: its directory does not exist for instance, or it is a directory
     *     itself; the message says what to do
     */
    public static DatabaseFiles at(Path path) throws IOException {
        return new DatabaseFiles(DatabasePath.canonical(path), Optional.empty());
    }

    /**
     * The files of a new database in a private temporary directory. {@link #deleteTemporary} removes them; what a crash
     * leaves behind is removed by the next process of the same user that makes some.
     */
    public static DatabaseFiles temporary() throws IOException {
        TemporaryDirectory directory = TemporaryDirectory.create();
        return new DatabaseFiles(directory.path().resolve(TemporaryDirectory.DATABASE), Optional.of(directory));
    }

    /** The canonical path of the database. */
    public Path database() {
        return database;
    }

    /**
     * What tells the database from any other, whatever its names are: hard links to one file have it in common.
     *
     * @return empty where the file does not exist, or its file system knows nothing of the kind; then only the path tells
     */
    public Optional<Object> fileKey() throws IOException {
        return DatabasePath.fileKey(database);
    }

    /** True of a database in memory, whose files go with its last user. */
    boolean isTemporary() {
        return temporary.isPresent();
    }

    /** SQLite's write-ahead log, beside the database. */
    Path log() {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    /** What all who have the database open share, beside it: {@code -shm}. */
    Path sharedMemory() {
        return database.resolveSibling(database.getFileName() + "-shm");
    }

    /** The lock file beside the database. */
    private Path lockFile() {
        return database.resolveSibling(database.getFileName() + ".lock");
    }

    /**
     * Makes the lock file, readable and writable by its owner alone; where it exists it stays as it is.
     *
     * @throws IOException if the directory is not writable
     */
    void createLockFile() throws IOException {
        try {
            Files.createFile(lockFile(), ownerOnly());
        } catch (FileAlreadyExistsException e) {
            // made by an earlier open, or by another process a moment ago
        }
    }

    /** Makes what SQLite needs before it opens the database. */
    void prepare() throws SQLException {
        try {
            createLockFile();
        } catch (IOException e) {
            throw new SQLNonTransientConnectionException(
                    "cannot create the lock file of " + this + ": make its directory writable", e);
        }
    }

    static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * The database as a URI of SQLite. A database that does not exist yet gets the lock file's permissions
     * (<a href="https://www.sqlite.org/uri.html#recognized_query_parameters">{@code modeof}</a>), and so do its
     * {@code -wal} and {@code -shm}.
     */
    String uri() {
        return database.toUri().toASCIIString() + "?modeof="
                + lockFile().toUri().getRawPath().replace("&", "%26"); // else it would begin another parameter
    }

    /**
     * Takes the lock between processes that guards what only one of them may do to this database, a migration for
     * instance. It is a lock on a file that SQLite does not know.
     *
     * @param deadline the value of {@link System#nanoTime} until which to wait
     * @return the lock; closing it lets it go
     * @throws TimeoutException if another process still held it at the deadline
     * @throws InterruptedException if the thread was interrupted while waiting
     */
    public ProcessLock lockBetweenProcesses(long deadline) throws IOException, TimeoutException, InterruptedException {
        createLockFile();
        FileChannel channel = FileChannel.open(lockFile(), Set.of(StandardOpenOption.WRITE));
        try {
            while (!tryLock(channel)) {
                if (System.nanoTime() - deadline >= 0) {
                    throw new TimeoutException("another process holds the lock file of " + database);
                }
                LockSupport.parkNanos(LOCK_RETRY_NANOS);
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for the lock file of " + database);
                }
            }
            return new ProcessLock(channel);
        } catch (Throwable t) {
            channel.close();
            throw t;
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Deletes what {@link #temporary} made; does nothing to a database in a file. Only after the last close. */
    public void deleteTemporary() throws IOException {
        if (temporary.isPresent()) {
            temporary.get().delete();
        }
    }

    @Override
    public String toString() {
        return database.toString();
    }

    /** A lock between processes; closing it lets it go. */
    public static final class ProcessLock implements AutoCloseable {
        private final FileChannel channel;

        private ProcessLock(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
