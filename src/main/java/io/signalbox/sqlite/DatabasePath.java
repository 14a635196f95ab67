package io.signalbox.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** What a path of a database stands for: asked of the file system by name, nothing is opened. */
final class DatabasePath {

    private static final int MOST_LINKS = 40;

    private DatabasePath() {}

    /**
     * The path that all spellings of a database's path share; hard links, which are names with equal rights, keep theirs.
     *
     * @throws IOException if no database can be there; the message says what to do
     */
    static Path canonical(Path path) throws IOException {
        // not normalized: behind a link, two dots lead where the operating system goes
        Path absolute = withoutLinks(path.toAbsolutePath());
        if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            refuseWhatHoldsNoDatabase(absolute);
            return absolute.toRealPath();
        }
        Path directory = absolute.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new IOException("the directory " + directory + " does not exist: create it, or mend the path");
        }
        return directory.toRealPath().resolve(absolute.getFileName());
    }

    /** Follows a link to a database that is not made yet; {@link Path#toRealPath} does that only where it is. */
    private static Path withoutLinks(Path path) throws IOException {
        Path target = path;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new IOException(path + " is a symbolic link that leads to itself: name the file");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    /** To open a pipe would wait for whoever writes to it; a file that SQLite opens read-only fails at the first write. */
    private static void refuseWhatHoldsNoDatabase(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException(path + " is a directory: name a file in it");
        }
        if (!Files.isRegularFile(path)) {
            throw new IOException(path + " is a device, a pipe or a socket: name a regular file");
        }
        if (!Files.isReadable(path) || !Files.isWritable(path)) {
            throw new IOException(path + " is not readable and writable for this process: change its permissions or its"
                    + " owner, or mount its file system for writing");
        }
    }

    /**
     * What tells one file from another, whatever its name is: hard links to one file have it in common (device and inode).
     *
     * @return empty if there is no such file, or the file system has no such thing
     */
    static Optional<Object> fileKey(Path path) throws IOException {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(path, BasicFileAttributes.class).fileKey());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
