package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is not the one of that name any more is told from it also where the directory has been asked instead. */
class WalFileTest {

    @TempDir
    Path temporary;

    private final AtomicLong clock = new AtomicLong();
    private Path directory;
    private Path log;
    private WalFile file;

    @BeforeEach
    void open() throws IOException {
        directory = Files.createDirectory(temporary.resolve("database"));
        log = Files.createFile(directory.resolve("test.db-wal"));
        file = WalFile.open(log, clock::get);
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    /** The directory has been as it is for so long that whatever changes shows in its time. */
    private void settle() throws IOException {
        file.run();
        pass(Duration.ofSeconds(3));
        file.run();
        file.run();
    }

    private void assertRefused() {
        assertThatThrownBy(file::run).hasMessageContaining("deleted or replaced");
    }

    @Test
    void whatChangesLongAfterShowsInTheDirectory() throws IOException {
        settle();
        Files.move(log, directory.resolve("elsewhere"));
        assertRefused();
    }

    /** The change may have the same time as the one before it. */
    @Test
    void whatChangesSoonAfterNeedNot() throws IOException {
        file.run();
        FileTime before = Files.getLastModifiedTime(directory);
        Files.move(log, directory.resolve("elsewhere"));
        Files.setLastModifiedTime(directory, before);
        pass(Duration.ofSeconds(3));
        assertRefused();
    }

    @Test
    void anotherDirectoryThatLooksTheSameIsAnother() throws IOException {
        settle();
        FileTime before = Files.getLastModifiedTime(directory);
        Files.move(directory, temporary.resolve("elsewhere"));
        Files.createDirectory(directory);
        Files.createFile(log);
        Files.setLastModifiedTime(directory, before);
        assertRefused();
    }
}
