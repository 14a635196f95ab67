package io.signalbox.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A private directory for the files of one database in memory. It goes when it is deleted, or, after a crash, when the
 * next process of the same user makes its first: a lock of the operating system on a file in it says that it is in use.
 *
 * <p>That file is opened once by its owner and, while the owner lives, by no one else in the same JVM: to close any
 * descriptor of it would drop the lock. {@link JvmClaim} sees to that across class loaders.
 *
 * <p>Safe for use by any number of threads.
 */
final class TemporaryDirectory {

    static final String PREFIX = "signalbox-memory-";
    static final String DATABASE = "memory.db";
    private static final String IN_USE = "in-use.lock";
    private static final List<String> DATABASE_FILES =
            List.of(DATABASE, DATABASE + "-wal", DATABASE + "-shm", DATABASE + "-journal", DATABASE + ".lock");
    private static final int MOST_ATTEMPTS = 10;

    private static final AtomicBoolean SWEPT = new AtomicBoolean();

    private final Path path;
    private final FileChannel inUse;
    private final JvmClaim claim;

    private TemporaryDirectory(Path path, FileChannel inUse, JvmClaim claim) {
        this.path = path;
        this.inUse = inUse;
        this.claim = claim;
    }

    /**
     * Makes a directory that only its owner can enter, where {@code java.io.tmpdir} says; the first time in a JVM, deletes
     * those that a crash has left there.
     */
    static TemporaryDirectory create() throws IOException {
        TemporaryDirectory made = create(Path.of(System.getProperty("java.io.tmpdir")));
        if (SWEPT.compareAndSet(false, true)) {
            made.sweepOthers();
        }
        return made;
    }

    /** Another process that sweeps may take away what is made a moment before it is locked: then once more. */
    static TemporaryDirectory create(Path parent) throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<TemporaryDirectory> made = lockedIn(newDirectory(parent));
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw new IOException("directories made in " + parent + " do not stay there: let java.io.tmpdir name another");
    }

    private static Path newDirectory(Path parent) throws IOException {
        try {
            return Files.createTempDirectory(parent.toRealPath(), PREFIX); // not asked for afterwards: it may be swept
        } catch (IOException e) {
            throw new IOException(
                    "cannot make a directory for temporary files in " + parent
                            + ": make that writable, or let java.io.tmpdir name another",
                    e);
        }
    }

    private static Optional<TemporaryDirectory> lockedIn(Path directory) throws IOException {
        Optional<JvmClaim> claim = claimOn(directory);
        if (claim.isEmpty()) {
            return Optional.empty();
        }
        Optional<FileChannel> inUse = lockIn(directory);
        if (inUse.isEmpty()) {
            claim.get().close();
        }
        return inUse.map(channel -> new TemporaryDirectory(directory, channel, claim.get()));
    }

    private static Optional<JvmClaim> claimOn(Path directory) {
        return JvmClaim.on(directory, "a database in memory");
    }

    private static Optional<FileChannel> lockIn(Path directory) throws IOException {
        Path file = directory.resolve(IN_USE);
        try {
            FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), DatabaseFiles.ownerOnly());
            if (isLocked(channel) && Files.exists(file)) {
                return Optional.of(channel);
            }
            channel.close();
        } catch (NoSuchFileException e) {
            // swept before the file was in it
        }
        return Optional.empty();
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** Deletes it with what is in it; only after the last close of the database. */
    void delete() throws IOException {
        try {
            deleteDatabase(path);
            inUse.close(); // before it is deleted: not every system deletes what is open
            deleteEmptied(path);
        } finally {
            claim.close();
        }
    }

    private static void deleteDatabase(Path directory) throws IOException {
        for (String name : DATABASE_FILES) {
            Files.deleteIfExists(directory.resolve(name));
        }
    }

    private static void deleteEmptied(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(IN_USE));
        deleteIfEmpty(directory);
    }

    private static void deleteIfEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            // what somebody else has put there is not ours to delete, the lock file of a new owner least of all
        }
    }

    /** Deletes the directories beside this one that belong to the same user and that no process holds. */
    void sweepOthers() {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path.getParent(), PREFIX + "*")) {
            UserPrincipal owner = Files.getOwner(path);
            for (Path directory : found) {
                sweep(directory, owner);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // what stays is in nobody's way; the next process tries again
        }
    }

    private static void sweep(Path directory, UserPrincipal owner) {
        try {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
                deleteUnlessHeld(directory);
            }
        } catch (IOException e) {
            // as above
        }
    }

    private static void deleteUnlessHeld(Path directory) throws IOException {
        Optional<JvmClaim> claim = claimOn(directory);
        if (claim.isEmpty()) {
            return; // this JVM's own
        }
        Set<OpenOption> noLink = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel inUse = FileChannel.open(directory.resolve(IN_USE), noLink)) {
            if (isLocked(inUse)) {
                deleteDatabase(directory);
                deleteEmptied(directory);
            }
        } catch (NoSuchFileException e) {
            deleteIfEmpty(directory); // its owner was killed, or is about to see that it is gone
        } finally {
            claim.get().close();
        }
    }
}
