package io.signalbox.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a database is, and who else has it open: asked of the operating system by name. Of the database's files none is opened.
 */
final class Surroundings {

    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "afs",
            "9p",
            "ceph",
            "glusterfs",
            "lustre",
            "vboxsf",
            "fuse.sshfs",
            "fuse.glusterfs",
            "davfs",
            "webdav");
    private static final Set<String> VOLATILE = Set.of("tmpfs", "ramfs");
    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    /** {@code 1: POSIX  ADVISORY  READ 7490 fe:00:2203715 124 124}, see proc(5). */
    private static final Pattern LOCK =
            Pattern.compile("\\d+: (?:-> )?POSIX +\\S+ +\\S+ +(\\d+) ([0-9a-f]+):([0-9a-f]+):(\\d+) .*");

    private static final Path LOCKS = Path.of("/proc/locks");

    private final DatabaseFiles files;

    Surroundings(DatabaseFiles files) {
        this.files = files;
    }

    String fileSystem() throws IOException {
        return Files.getFileStore(files.database()).type();
    }

    long diskFreeBytes() throws IOException {
        return Files.getFileStore(files.database()).getUsableSpace();
    }

    long logBytes() throws IOException {
        try {
            return Files.size(files.log());
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    List<Finding> findings() throws IOException {
        List<Finding> findings = new ArrayList<>(ofFileSystem(fileSystem(), files.isTemporary()));
        Path database = files.database();
        if (database.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            findings.addAll(ofMode(Files.getPosixFilePermissions(database)));
            findings.addAll(ofLinks((int) Files.getAttribute(database, "unix:nlink")));
            findings.addAll(ofOthers());
        }
        return findings;
    }

    static List<Finding> ofFileSystem(String type, boolean temporary) {
        String name = type.toLowerCase(Locale.ROOT);
        if (NETWORK.contains(name)) {
            return List.of(Finding.error(
                    "the database is on a network file system (" + type
                            + "): SQLite's WAL mode does not work there, and" + " locks may not either",
                    "move it to a local disk"));
        }
        return VOLATILE.contains(name) && !temporary
                ? List.of(Finding.warning(
                        "the database is in memory (" + type + "): it goes with the power, whatever its durability",
                        "move it to a disk, or open it as a database in memory"))
                : List.of();
    }

    private List<Finding> ofMode(Set<PosixFilePermission> permissions) {
        Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
        open.addAll(permissions);
        open.retainAll(OF_OTHERS);
        return open.isEmpty()
                ? List.of()
                : List.of(Finding.warning(
                        "others than the owner may read or write the database: " + open, "chmod 600 " + files));
    }

    private List<Finding> ofLinks(int links) {
        return links < 2
                ? List.of()
                : List.of(Finding.error(
                        "the database's file has " + links
                                + " names: a process that opens it by another has another log," + " and damages it",
                        "delete the other hard links of " + files));
    }

    private List<Finding> ofOthers() throws IOException {
        Set<Long> others = otherProcesses();
        return others.isEmpty()
                ? List.of()
                : List.of(
                        Finding.warning(
                                "other processes have the database open: " + others,
                                "if that is not meant, end them; else keep their transactions short, for this one waits for them"));
    }

    /** The processes that hold a lock on the file that all have mapped who have the database open; where the system tells. */
    private Set<Long> otherProcesses() throws IOException {
        Set<Long> others = new TreeSet<>();
        Path shared = files.sharedMemory();
        if (!Files.isReadable(LOCKS) || !Files.exists(shared)) {
            return others;
        }
        long device = (long) Files.getAttribute(shared, "unix:dev");
        long inode = (long) Files.getAttribute(shared, "unix:ino");
        for (String line : Files.readAllLines(LOCKS)) {
            Matcher lock = LOCK.matcher(line);
            if (lock.matches() && Long.parseLong(lock.group(4)) == inode && isOf(device, lock)) {
                others.add(Long.parseLong(lock.group(1)));
            }
        }
        others.remove(ProcessHandle.current().pid());
        return others;
    }

    /** A device as Linux numbers it: 12 bits of the major number above 8 of the minor, and more above. */
    private static boolean isOf(long device, Matcher lock) {
        long major = (device >> 8) & 0xfff;
        long minor = (device & 0xff) | ((device >> 12) & 0xfff00);
        return Long.parseLong(lock.group(2), 16) == major && Long.parseLong(lock.group(3), 16) == minor;
    }
}
