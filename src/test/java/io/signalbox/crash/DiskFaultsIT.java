package io.signalbox.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The N-th write or sync of the disk fails, for each N there is: what was acknowledged is there, what failed is not. */
class DiskFaultsIT {

    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    @TempDir
    static Path directory;

    private static Path faults;

    @BeforeAll
    static void compile() throws InterruptedException {
        faults = NativeLibrary.compile("faults", directory);
    }

    private static List<String> run(String call, String how, boolean early) throws Exception {
        Path fault = directory.resolve("fault");
        Path log = directory.resolve("log");
        ProcessBuilder loop = CrashProcess.of(FaultLoop.class, List.of(faults), fault, call, how, early);
        loop.environment().put("SIGNALBOX_FAULT", fault.toString());
        Process process = loop.redirectError(log.toFile()).start();
        List<String> output = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        System.out.println(call + " " + how + ": " + output);
        return output;
    }

    @ParameterizedTest
    @CsvSource({"pwrite 28,once", "pwrite 28,on", "fsync 5,once", "fsync 5,on"})
    void nothingAcknowledgedIsLostAndServiceResumes(String call, String how) throws Exception {
        List<String> output = run(call, how, false);
        assertThat(output).noneMatch(line -> line.startsWith("wrong"));
        assertThat(output)
                .filteredOn(line -> line.startsWith("error"))
                .isNotEmpty()
                .noneMatch(line -> line.startsWith("error org.sqlite") || line.endsWith("null"));
    }

    @ParameterizedTest
    @CsvSource({"pwrite 5,once", "pwrite 5,on"})
    @EnabledIfSystemProperty(named = "signalbox.crash.full", matches = "true")
    void soItIsWhereWritesFail(String call, String how) throws Exception {
        nothingAcknowledgedIsLostAndServiceResumes(call, how);
    }

    @Test
    void whatWasAcknowledgedTooEarlyIsLost() throws Exception {
        assertThat(run("pwrite 28", "on", true)).anyMatch(line -> line.startsWith("wrong") && line.contains("lost="));
    }

    /** The system's own limit, which is one for each file, makes the log too long; then it is raised. */
    @Test
    void aFullDiskRefusesWritesUntilThereIsRoom() throws Exception {
        assumeTrue(Files.isExecutable(PRLIMIT), "there is no prlimit");
        try (CrashDirectory disk = CrashDirectory.create()) {
            Process process =
                    CrashProcess.of(FullDisk.class, List.of(), disk.database()).start();
            try (BufferedReader output = process.inputReader();
                    OutputStream input = process.getOutputStream()) {
                assertThat(output.readLine()).isEqualTo("open");
                limit(process, "400000:unlimited", input);
                assertThat(output.readLine()).isEqualTo("full java.sql.SQLNonTransientException 58030, reads go on");
                limit(process, "unlimited:unlimited", input);
                assertThat(output.readLine()).isEqualTo("commits again");
                Ledger ledger = new Ledger();
                output.lines().forEach(ledger::told);
                assertThat(Verdict.on(disk.database(), ledger)).matches(Verdict::isClean);
                assertThat(ledger.acknowledged()).hasSizeGreaterThan(1);
                assertThat(ledger.refused()).hasSize(1);
            }
            assertThat(process.waitFor()).isZero();
        }
    }

    private static void limit(Process process, String bytes, OutputStream told) throws Exception {
        Process prlimit = new ProcessBuilder(
                        PRLIMIT.toString(), "--pid", Long.toString(process.pid()), "--fsize=" + bytes)
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
        told.write(1);
        told.flush();
    }
}
