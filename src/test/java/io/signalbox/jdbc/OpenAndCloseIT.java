package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that is opened and closed again and again leaves neither threads nor descriptors nor files behind. */
@Timeout(300)
class OpenAndCloseIT {

    private static final int CYCLES = Boolean.getBoolean("signalbox.it.full") ? 200 : 40;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @TempDir
    Path directory;

    @Test
    void itLeavesNothing() throws Exception {
        cycle(); // loads what is loaded once
        cycle();
        long threads = threads();
        long descriptors = descriptors();
        for (int i = 0; i < CYCLES; i++) {
            cycle();
            assertThat(directory.resolve("test.db-wal")).doesNotExist();
            assertThat(directory.resolve("test.db-shm")).doesNotExist();
        }
        Actor.until("the threads of the pools have ended", () -> threads() <= threads);
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
    }

    private void cycle() throws Exception {
        try (SqliteDataSource source = SqliteDataSource.open("jdbc:sqlite:" + directory.resolve("test.db"));
                Connection connection = source.getConnection()) {
            execute(connection, "create table if not exists t(name)");
            execute(connection, "insert into t values('a')");
            assertThat(texts(connection, "select name from t limit 1")).containsExactly("a");
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("test.db"))
                .count();
    }

    /** Of this process; 0 where there is no such directory. */
    private static long descriptors() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            List<Path> all = open.toList();
            return all.size();
        }
    }
}
