package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.crash.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Statements and commits on a disk that is full, or that fails: a commit that threw committed nothing, and only a failed sync
 * leaves it open whether it did. The disk fails in a child process, by a library in front of the C library's; where there is
 * no Linux and no gcc these tests are skipped.
 */
class FaultyDiskIT {

    private static final int ENOSPC = 28;
    private static final int EIO = 5;

    @TempDir
    static Path library;

    @TempDir
    Path directory;

    private static Path faults;

    @BeforeAll
    static void compile() throws InterruptedException {
        faults = NativeLibrary.compile("faults", library);
    }

    private Path database() {
        return directory.resolve("test.db");
    }

    private List<String> run(String call, int errno, String when) throws IOException {
        Path fault = directory.resolve("fault");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FaultyDisk.class.getName(),
                database().toString(),
                fault.toString(),
                call + " " + errno,
                when);
        builder.environment().put("LD_PRELOAD", faults.toString());
        builder.environment().put("SIGNALBOX_FAULT", fault.toString());
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private List<String> committed() throws SQLException {
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + database())) {
            assertThat(TestDataSource.texts(plain, "pragma integrity_check")).containsExactly("ok");
            return TestDataSource.texts(plain, "select name from t");
        }
    }

    @Test
    void aCommitOnAFullDiskCommitsNothing() throws Exception {
        assertThat(run("pwrite", ENOSPC, "commit"))
                .containsExactly(
                        "commit SQLNonTransientException 53100 13", "held false", "names []", "read done", "next done");
        assertThat(committed()).containsExactly("next");
    }

    @Test
    void aCommitThatCannotWriteCommitsNothing() throws Exception {
        assertThat(run("pwrite", EIO, "commit"))
                .containsExactly(
                        "commit SQLNonTransientException 58030 10", "held false", "names []", "read done", "next done");
        assertThat(committed()).containsExactly("next");
    }

    @Test
    void aCommitWhoseSyncFailedIsTheOneWhoseOutcomeIsUnknown() throws Exception {
        assertThat(run("fsync", EIO, "commit"))
                .containsExactly(
                        "commit CommitOutcomeUnknownException 08007 0",
                        "held false",
                        "read DatabaseFencedException 08006 0",
                        "next DatabaseFencedException 08006 0");
        assertThat(directory.resolve("test.db-wal"))
                .as("no checkpoint at its end")
                .isNotEmptyFile();
        assertThat(committed()).containsExactly("before");
    }

    @Test
    void aStatementOnAFullDiskEndsTheTransaction() throws Exception {
        assertThat(run("pwrite", ENOSPC, "statement"))
                .containsExactly(
                        "statement SQLNonTransientException 53100 13",
                        "later TransactionRolledBackException 40000 13",
                        "held false",
                        "names []",
                        "read done",
                        "next done");
        assertThat(committed()).containsExactly("next");
    }

    @Test
    void aStatementThatCannotWriteEndsTheTransaction() throws Exception {
        assertThat(run("pwrite", EIO, "statement"))
                .containsExactly(
                        "statement SQLNonTransientException 58030 10",
                        "later TransactionRolledBackException 40000 10",
                        "held false",
                        "names []",
                        "read done",
                        "next done");
        assertThat(committed()).containsExactly("next");
    }
}
