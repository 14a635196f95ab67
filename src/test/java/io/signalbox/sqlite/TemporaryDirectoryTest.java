package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.signalbox.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is swept: leftovers of a crash, and nothing else. That other processes are left alone is in {@code InMemoryIT}. */
class TemporaryDirectoryTest {

    @TempDir
    Path temporary;

    Path parent;
    TemporaryDirectory own;

    @BeforeEach
    void make() throws IOException {
        parent = temporary.toRealPath();
        own = TemporaryDirectory.create(parent);
    }

    @AfterEach
    void nothingOfOursStays() throws IOException {
        own.delete();
        assertThat(own.path()).doesNotExist();
    }

    private Path leftover(String name, String... files) throws IOException {
        Path directory = Files.createDirectory(parent.resolve(TemporaryDirectory.PREFIX + name));
        for (String file : files) {
            Files.createFile(directory.resolve(file));
        }
        return directory;
    }

    @Test
    void onlyTheOwnerCanEnter() throws IOException {
        assertThat(Files.getPosixFilePermissions(own.path())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(own.path().resolve("in-use.lock")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void whatNobodyHoldsIsSwept() throws IOException {
        Path crashed = leftover("a", "in-use.lock", "memory.db", "memory.db-wal", "memory.db-shm", "memory.db.lock");
        Path crashedAtOnce = leftover("b");
        Path crashedWhileItWasDeleted = leftover("c", "in-use.lock");
        own.sweepOthers();
        assertThat(crashed).doesNotExist();
        assertThat(crashedAtOnce).doesNotExist();
        assertThat(crashedWhileItWasDeleted).doesNotExist();
        assertThat(own.path()).exists();
    }

    @Test
    void whatThisProcessHoldsIsLeftAloneAndNotOpened() throws IOException {
        TemporaryDirectory other = TemporaryDirectory.create(parent);
        own.sweepOthers();
        assertThat(other.path().resolve("in-use.lock")).exists();
        other.delete();
        assertThat(other.path()).doesNotExist();
    }

    @Test
    void whatIsNotOursIsLeftAlone() throws IOException {
        Path withOthersFile = leftover("a", "in-use.lock", "letter.txt");
        Path withoutLock = leftover("b", "memory.db");
        Path file = Files.createFile(parent.resolve(TemporaryDirectory.PREFIX + "file"));
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Files.createFile(elsewhere.resolve("memory.db"));
        Files.createFile(elsewhere.resolve("in-use.lock"));
        Path link = Files.createSymbolicLink(parent.resolve(TemporaryDirectory.PREFIX + "link"), elsewhere);
        own.sweepOthers();
        assertThat(withOthersFile.resolve("letter.txt")).exists();
        assertThat(withoutLock.resolve("memory.db")).exists();
        assertThat(file).exists();
        assertThat(link).exists();
        assertThat(elsewhere.resolve("memory.db")).exists();
    }

    @Test
    void aLockFileThatIsALinkIsNotFollowed() throws IOException {
        Path target = Files.createFile(parent.resolve("target"));
        Path directory = leftover("a", "memory.db");
        Files.createSymbolicLink(directory.resolve("in-use.lock"), target);
        own.sweepOthers();
        assertThat(directory.resolve("memory.db")).exists();
    }

    @Test
    void whatIsMadeWhileAnotherSweepsStays() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Actor<Void> sweeper = Actor.does("sweeper", () -> {
            while (!done.get()) {
                own.sweepOthers();
            }
        });
        try {
            for (int i = 0; i < 2_000; i++) {
                TemporaryDirectory made = TemporaryDirectory.create(parent);
                assertThat(made.path().resolve("in-use.lock")).exists();
                made.delete();
            }
        } finally {
            done.set(true);
            sweeper.result();
        }
    }

    @Test
    void whereNothingCanBeMadeTheMessageSaysWhatToDo() {
        Path missing = parent.resolve("missing");
        assertThatIOException()
                .isThrownBy(() -> TemporaryDirectory.create(missing))
                .withMessage("cannot make a directory for temporary files in " + missing
                        + ": make that writable, or let java.io.tmpdir name another");
    }
}
