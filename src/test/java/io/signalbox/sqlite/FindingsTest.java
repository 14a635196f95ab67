package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.sqlite.CheckReport.Size;
import io.signalbox.sqlite.Finding.Severity;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindingsTest {

    private static final long MUCH = 1L << 40;

    private static Stream<Severity> severities(List<Finding> findings) {
        return findings.stream().map(Finding::severity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs4", "CIFS", "fuse.sshfs", "9p"})
    void aNetworkFileSystemIsAnError(String type) {
        assertThat(severities(Surroundings.ofFileSystem(type, false))).containsExactly(Severity.ERROR);
    }

    @Test
    void aFileSystemInMemoryIsForDatabasesInMemory() {
        assertThat(severities(Surroundings.ofFileSystem("tmpfs", false))).containsExactly(Severity.WARNING);
        assertThat(Surroundings.ofFileSystem("tmpfs", true)).isEmpty();
        assertThat(Surroundings.ofFileSystem("ext4", false)).isEmpty();
    }

    @Test
    void aVersionIsToldItsDefects() {
        assertThat(severities(SqliteVersion.parse("3.50.4").findings())).containsExactly(Severity.ERROR);
        assertThat(SqliteVersion.OLDEST.findings()).isEmpty();
    }

    @Test
    void sizesAreJudged() {
        assertThat(Inspection.ofSize(new Size(4096, 10_000, 2_000, 1 << 20, MUCH)))
                .isEmpty();
        assertThat(severities(Inspection.ofSize(new Size(4096, 10_000, 4_000, 1 << 20, MUCH))))
                .containsExactly(Severity.INFO);
        assertThat(severities(Inspection.ofSize(new Size(4096, 10_000, 0, 100 << 20, MUCH))))
                .containsExactly(Severity.WARNING);
        assertThat(severities(Inspection.ofSize(new Size(4096, 100_000, 0, 0, 500L << 20))))
                .containsExactly(Severity.WARNING);
        assertThat(severities(Inspection.ofSize(new Size(4096, 10, 0, 0, 1 << 20))))
                .containsExactly(Severity.ERROR);
    }

    @Test
    void aPragmaThatIsNotWhatItWasSetToIsAnError() throws Exception {
        try (PhysicalConnection connection = PhysicalConnection.inMemory()) {
            List<Finding> findings =
                    Inspection.ofPragmas(connection, new Pragmas(Map.of(Pragma.FOREIGN_KEYS, "on")), "the writer");
            assertThat(findings)
                    .extracting(Finding::what)
                    .containsExactly(
                            "PRAGMA journal_mode of the writer is [memory] and was set to wal",
                            "PRAGMA foreign_keys of the writer is [0] and was set to 1");
        }
    }

    @Test
    void theWorstIsSaidFirst() {
        Size size = new Size(4096, 1, 0, 0, MUCH);
        CheckReport report = new CheckReport(List.of(Finding.info("i", "r")), "3.54.1", "ext4", size)
                .with(List.of(Finding.error("e", "r"), Finding.warning("w", "r")));
        assertThat(report.findings()).extracting(Finding::what).containsExactly("e", "w", "i");
        assertThat(report.isSound()).isFalse();
    }
}
