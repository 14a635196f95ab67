package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.signalbox.sqlite.DatabaseFiles.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFilesTest {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    @TempDir
    Path temporary;

    Path directory;

    @BeforeEach
    void resolve() throws IOException {
        directory = temporary.toRealPath();
    }

    private static void write(DatabaseFiles files) throws Exception {
        try (PhysicalConnection connection =
                        PhysicalConnection.open(files, Access.READ_WRITE, new Pragmas(Map.of()), 4, null);
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists t(id integer primary key)");
        }
    }

    private static Set<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void aPathHasOneFormBeforeAndAfterTheFileIsMade() throws Exception {
        Path spelling = directory.resolve("sub/.././test.db");
        Files.createDirectory(directory.resolve("sub"));
        assertThat(DatabaseFiles.at(spelling).database()).isEqualTo(directory.resolve("test.db"));
        write(DatabaseFiles.at(spelling));
        assertThat(DatabaseFiles.at(spelling).database()).isEqualTo(directory.resolve("test.db"));
    }

    @Test
    void aRelativePathIsUnderTheWorkingDirectory() throws IOException {
        assertThat(DatabaseFiles.at(Path.of("no-such.db")).database())
                .isEqualTo(Path.of("").toRealPath().resolve("no-such.db"));
    }

    @Test
    void aLinkedDirectoryIsTheOneItLinksTo() throws IOException {
        Path real = Files.createDirectories(directory.resolve("far/real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        assertThat(DatabaseFiles.at(link.resolve("test.db")).database()).isEqualTo(real.resolve("test.db"));
    }

    @Test
    void twoDotsBehindALinkLeadWhereTheOperatingSystemGoes() throws IOException {
        Path real = Files.createDirectories(directory.resolve("far/real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        assertThat(DatabaseFiles.at(link.resolve("../test.db")).database()).isEqualTo(directory.resolve("far/test.db"));
    }

    @Test
    void aLinkedFileIsTheOneItLinksTo() throws Exception {
        write(DatabaseFiles.at(directory.resolve("real.db")));
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), Path.of("real.db"));
        assertThat(DatabaseFiles.at(link).database()).isEqualTo(directory.resolve("real.db"));
    }

    @Test
    void aLinkToAFileThatIsNotMadeYetIsThatFile() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), Path.of("real.db"));
        DatabaseFiles before = DatabaseFiles.at(link);
        write(before);
        assertThat(before.database()).isEqualTo(directory.resolve("real.db"));
        assertThat(DatabaseFiles.at(link).database()).isEqualTo(before.database());
    }

    @Test
    void linksThatLeadToEachOtherAreRefused() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("a.db"), Path.of("b.db"));
        Files.createSymbolicLink(directory.resolve("b.db"), Path.of("a.db"));
        assertThatIOException().isThrownBy(() -> DatabaseFiles.at(link));
    }

    @Test
    void aDirectoryIsRefused() {
        assertThatIOException()
                .isThrownBy(() -> DatabaseFiles.at(directory))
                .withMessage(directory + " is a directory: name a file in it");
    }

    @Test
    void aDirectoryThatDoesNotExistIsNamed() {
        assertThatIOException()
                .isThrownBy(() -> DatabaseFiles.at(directory.resolve("missing/test.db")))
                .withMessageContaining("the directory " + directory.resolve("missing") + " does not exist");
    }

    @Test
    void whatIsNoRegularFileIsRefused() {
        Path device = Path.of("/dev/null");
        assumeThat(device).exists();
        assertThatIOException()
                .isThrownBy(() -> DatabaseFiles.at(device))
                .withMessage(device + " is a device, a pipe or a socket: name a regular file");
    }

    @Test
    void hardLinksHaveOneKey() throws Exception {
        DatabaseFiles files = DatabaseFiles.at(directory.resolve("test.db"));
        assertThat(files.fileKey()).isEmpty();
        write(files);
        Path link = Files.createLink(directory.resolve("link.db"), files.database());
        assertThat(files.fileKey()).isPresent().isEqualTo(DatabaseFiles.at(link).fileKey());
        write(DatabaseFiles.at(directory.resolve("other.db")));
        assertThat(DatabaseFiles.at(directory.resolve("other.db")).fileKey()).isNotEqualTo(files.fileKey());
    }

    @Test
    void aNewDatabaseIsReadableByItsOwnerAlone() throws Exception {
        DatabaseFiles files = DatabaseFiles.at(directory.resolve("test.db"));
        try (PhysicalConnection connection =
                        PhysicalConnection.open(files, Access.READ_WRITE, new Pragmas(Map.of()), 4, null);
                Statement statement = connection.createStatement()) {
            statement.execute("create table t(id integer primary key)");
            assertThat(namesIn(directory)).containsOnly("test.db", "test.db-wal", "test.db-shm", "test.db.lock");
            for (String name : namesIn(directory)) {
                assertThat(Files.getPosixFilePermissions(directory.resolve(name)))
                        .as(name)
                        .isEqualTo(OWNER_ONLY);
            }
        }
        assertThat(namesIn(directory)).containsOnly("test.db", "test.db.lock");
    }

    @Test
    void aDatabaseThatExistsKeepsItsPermissions() throws Exception {
        Path database = directory.resolve("test.db");
        write(DatabaseFiles.at(database));
        Set<PosixFilePermission> shared = PosixFilePermissions.fromString("rw-rw----");
        Files.setPosixFilePermissions(database, shared);
        write(DatabaseFiles.at(database));
        assertThat(Files.getPosixFilePermissions(database)).isEqualTo(shared);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space.db",
                "per%20cent.db",
                "what?.db",
                "hash#.db",
                "a&b.db",
                "a&vfs=none.db",
                "a=b+c;d.db",
                "quo'te\".db",
                "bücher 東京 🚆.db",
                "e\u0301.db",
                "no-extension",
                ":memory:"
            })
    void aFilesNameMayHaveAnyCharacter(String name) throws Exception {
        DatabaseFiles files = DatabaseFiles.at(directory.resolve(name));
        write(files);
        assertThat(namesIn(directory)).containsOnly(name, name + ".lock");
        assertThat(Files.getPosixFilePermissions(files.database())).isEqualTo(OWNER_ONLY);
        assertThat(Files.size(files.database())).isPositive();
    }

    @Test
    void aTemporaryDatabaseIsPrivateAndGoesWithoutATrace() throws Exception {
        DatabaseFiles files = DatabaseFiles.temporary();
        Path parent = files.database().getParent();
        assertThat(Files.getPosixFilePermissions(parent)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        write(files);
        files.deleteTemporary();
        assertThat(parent).doesNotExist();
        files.deleteTemporary();
    }

    @Test
    void twoTemporaryDatabasesAreTwo() throws IOException {
        DatabaseFiles one = DatabaseFiles.temporary();
        DatabaseFiles other = DatabaseFiles.temporary();
        assertThat(one.database()).isNotEqualTo(other.database());
        one.deleteTemporary();
        other.deleteTemporary();
    }

    @Test
    void aDatabaseInAFileIsNeverDeleted() throws Exception {
        DatabaseFiles files = DatabaseFiles.at(directory.resolve("test.db"));
        write(files);
        files.deleteTemporary();
        assertThat(files.database()).exists();
    }

    @Test
    void theLockBetweenProcessesIsHeldByOneAtATime() throws Exception {
        DatabaseFiles files = DatabaseFiles.at(directory.resolve("test.db"));
        try (ProcessLock held = files.lockBetweenProcesses(System.nanoTime())) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> files.lockBetweenProcesses(System.nanoTime()))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining(files.database().toString());
        }
        files.lockBetweenProcesses(System.nanoTime()).close();
    }

    @Test
    void aWaitForTheLockCanBeInterrupted() throws Exception {
        DatabaseFiles files = DatabaseFiles.at(directory.resolve("test.db"));
        try (ProcessLock held = files.lockBetweenProcesses(System.nanoTime())) {
            assertThat(held).isNotNull();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> files.lockBetweenProcesses(System.nanoTime() + TimeUnit.MINUTES.toNanos(1)))
                    .isInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }
}
