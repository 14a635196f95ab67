package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.sqlite.CheckReport;
import io.signalbox.sqlite.Finding;
import io.signalbox.sqlite.Finding.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class CheckTest {

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks();

    private void execute(String... statements) throws SQLException {
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + test.path());
                Statement statement = plain.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** What is found that is as bad, leaving out what the disk of the tests may have to say. */
    private ListAssert<String> found(Severity severity) throws SQLException {
        CheckReport report = test.database().check();
        assertThat(report.findings())
                .allSatisfy(finding -> assertThat(finding.remedy()).isNotBlank());
        return assertThat(report.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .map(Finding::what)
                .filter(what -> !what.contains("the disk has") && !what.contains("tmpfs"))
                .toList());
    }

    @Test
    void ofASoundDatabaseThereIsNothingToSay() throws Exception {
        CheckReport report = test.database().check();
        assertThat(report.isSound()).isTrue();
        assertThat(report.sqliteVersion()).startsWith("3.");
        assertThat(report.fileSystem()).isNotBlank();
        assertThat(report.size().pageSize()).isEqualTo(4096);
        assertThat(report.size().pages()).isPositive();
        assertThat(report.size().diskFreeBytes()).isPositive();
        assertThat(report.size().logBytes()).isEqualTo(Files.size(test.path().resolveSibling("test.db-wal")));
        found(Severity.ERROR).isEmpty();
        found(Severity.WARNING).isEmpty();
    }

    @Test
    void rowsWithoutWhatTheyReferToAreFound() throws Exception {
        execute("insert into track(id, name, version, line_id) values(7, 'lost', 0, 99)");
        found(Severity.ERROR).containsExactly("row 7 of track refers to a row of track that is not there");
        execute("delete from track");
    }

    @Test
    void damageIsFound() throws Exception {
        execute(
                "insert into track(id, name, version) values(1, 'a', 0)",
                "create index damaged on track(name)",
                "pragma writable_schema = on",
                "update sqlite_schema set sql = 'create index damaged on track(version)' where name = 'damaged'",
                "pragma schema_version = 9999");
        found(Severity.ERROR).isNotEmpty().allMatch(what -> what.contains("damaged"));
        execute("drop index damaged");
        found(Severity.ERROR).isEmpty();
    }

    @Test
    void aSchemaThatIsNotWhatTheEntitiesWantIsFound() throws Exception {
        execute("alter table track rename column name to title");
        found(Severity.ERROR).singleElement().asString().contains("name").contains("track");
        execute("alter table track rename column title to name");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aFileThatOthersMayReadIsFound() throws Exception {
        Files.setPosixFilePermissions(test.path(), PosixFilePermissions.fromString("rw-r--r--"));
        found(Severity.WARNING).singleElement().asString().contains("OTHERS_READ");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aFileWithTwoNamesIsFound() throws Exception {
        Path link = Files.createLink(test.path().resolveSibling("other-name.db"), test.path());
        found(Severity.ERROR).singleElement().asString().contains("2 names");
        Files.delete(link);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anotherProcessIsFound() throws Exception {
        try (PlainProcess other = PlainProcess.on(test.path())) {
            other.execute("select count(*) from track");
            found(Severity.WARNING).singleElement().asString().contains("other processes");
        }
        found(Severity.WARNING).isEmpty();
    }

    @Test
    void theChecksOfDataSourceAndDatabaseLeaveNothingBehind() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(List.of(
                            test.database().check(),
                            test.database().dataSource().check()))
                    .allMatch(CheckReport::isSound);
        }
    }
}
