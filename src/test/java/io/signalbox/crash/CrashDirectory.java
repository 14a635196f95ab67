package io.signalbox.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A directory in memory, where there is such a thing, with a database in it; gone when it is closed. */
final class CrashDirectory implements AutoCloseable {

    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path path;

    private CrashDirectory(Path path) {
        this.path = path;
    }

    static CrashDirectory create() throws IOException {
        return new CrashDirectory(
                Files.isWritable(MEMORY)
                        ? Files.createTempDirectory(MEMORY, "signalbox-crash-")
                        : Files.createTempDirectory("signalbox-crash-"));
    }

    /** A directory with these files. */
    static CrashDirectory of(Map<String, byte[]> files) throws IOException {
        CrashDirectory directory = create();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(directory.path.resolve(file.getKey()), file.getValue());
        }
        return directory;
    }

    /** A directory with the database and the log of another, as they are now; nobody may use them. */
    static CrashDirectory copyOf(CrashDirectory crashed) throws IOException {
        CrashDirectory directory = create();
        for (String suffix : List.of("", "-wal", "-journal")) {
            Path file = Path.of(crashed.database() + suffix);
            if (Files.exists(file)) {
                Files.copy(file, directory.path.resolve(file.getFileName()));
            }
        }
        return directory;
    }

    Path path() {
        return path;
    }

    Path database() {
        return path.resolve("test.db");
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
