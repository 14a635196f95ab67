package io.signalbox.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that a copy of a database is made in, beside its place and under a name that nobody else knows. Closing it deletes it,
 * unless it was moved. For one thread.
 *
 * <p>It is opened here only to be forced to disk, when SQLite has closed it: it is no database that anybody has open.
 */
final class CopiedFile implements AutoCloseable {

    private static final List<String> BESIDE = List.of("-wal", "-journal", "-shm");

    private static final int BUSY_MILLIS = 5_000;

    private final Path path;

    private CopiedFile(Path path) {
        this.path = path;
    }

    /** Makes an empty file beside a path, readable and writable by its owner alone. */
    static CopiedFile beside(Path target) throws IOException {
        Path path = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".copy");
        return new CopiedFile(Files.createFile(path, DatabaseFiles.ownerOnly()));
    }

    /**
     * Where a copy is to be, as an absolute path.
     *
     * @throws IOException if there can be none; the message says why
     */
    static Path target(Path wanted) throws IOException {
        Path name = wanted.getFileName();
        Path directory = wanted.toAbsolutePath().getParent();
        if (name == null || directory == null || !Files.isDirectory(directory)) {
            throw new IOException("the directory of " + wanted + " does not exist: create it, or mend the path");
        }
        return directory.toRealPath().resolve(name);
    }

    /**
     * Refuses a place where something is that is to stay.
     *
     * @throws IOException if there is; the message says what
     */
    static void refuse(Path target, boolean replace) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            refuseToReplace(target, replace);
        }
        for (String suffix : BESIDE) {
            if (Files.exists(beside(target, suffix))) {
                throw new IOException(beside(target, suffix) + " exists: it belongs to a database that is open or has"
                        + " crashed, and would be taken for the backup's: choose another name");
            }
        }
    }

    private static void refuseToReplace(Path target, boolean replace) throws IOException {
        if (!replace) {
            throw new FileAlreadyExistsException(
                    target + " exists: choose another name, or say that it is to be replaced");
        }
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(target + " is not a regular file: choose another name");
        }
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** A name beside a database that nothing has yet. */
    static Path freeName(Path database) {
        int number = 1;
        Path name = beside(database, ".before-restore-" + number);
        while (Files.exists(name, LinkOption.NOFOLLOW_LINKS)) {
            name = beside(database, ".before-restore-" + ++number);
        }
        return name;
    }

    Path path() {
        return path;
    }

    /** Opens the copy as a database by itself, not in WAL mode: no other file belongs to it then. */
    PhysicalConnection open(Pragmas pragmas, @Nullable ConnectionCustomizer customizer) throws SQLException {
        return open(path, Access.READ_WRITE, pragmas, customizer);
    }

    /** Opens a backup, and leaves it as it is. */
    static PhysicalConnection openSource(Path backup, Pragmas pragmas, @Nullable ConnectionCustomizer customizer)
            throws SQLException {
        return open(backup, Access.READ_ONLY, pragmas, customizer);
    }

    private static PhysicalConnection open(
            Path path, Access access, Pragmas pragmas, @Nullable ConnectionCustomizer customizer) throws SQLException {
        String name = path.toString();
        PhysicalConnection connection =
                new PhysicalConnection(name, name, access, BUSY_MILLIS, 0, new Customization(customizer));
        try {
            if (access == Access.READ_WRITE) {
                Pragmas.changeToDelete(connection);
            }
            connection.configure(access, pragmas, false);
            return connection;
        } catch (Throwable t) {
            connection.close();
            throw t;
        }
    }

    /**
     * The file that a backup is.
     *
     * @throws IOException if there is none
     */
    static Path source(Path backup) throws IOException {
        Path file = backup.toRealPath();
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException(file + " is no file that this process can read");
        }
        return file;
    }

    /** Forces the copy to disk and gives it its name, in one step: there is all of it or nothing. */
    void moveTo(Path target, boolean replace) throws IOException {
        force(path, StandardOpenOption.WRITE);
        if (replace) {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } else {
            link(target);
        }
        forceDirectoryOf(target);
    }

    /** A move would replace what somebody else has put there meanwhile; a link is refused. */
    private void link(Path target) throws IOException {
        try {
            Files.createLink(target, path);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) { // a file system without links
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.deleteIfExists(path);
    }

    private static void force(Path file, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(file, option)) {
            channel.force(true);
        }
    }

    private static void forceDirectoryOf(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null
                && directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            force(directory, StandardOpenOption.READ); // elsewhere a directory cannot be opened
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        for (String suffix : BESIDE) {
            Files.deleteIfExists(beside(path, suffix));
        }
    }
}
