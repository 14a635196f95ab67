package io.signalbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.sql.SQLNonTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteVersionTest {

    @ParameterizedTest
    @ValueSource(strings = {"3.51.2", "3.51", "3.50.99", "3.9.0", "2.99.99", "3.40.1"})
    void whatIsOlderThanTheMendOfTheWalResetBugIsRefused(String version) {
        assertThatExceptionOfType(SQLNonTransientConnectionException.class)
                .isThrownBy(() -> SqliteVersion.refuseOlder(version))
                .withMessage("the class path has SQLite " + version + ", which can corrupt a database in WAL mode; use"
                        + " sqlite-jdbc 3.51.3.0 or newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.51.3", "3.51.10", "3.52", "3.54.1", "4.0.0", "3.54.1-alpha", "3.100.0"})
    void whatIsNewerIsNot(String version) {
        assertThatCode(() -> SqliteVersion.refuseOlder(version)).doesNotThrowAnyException();
    }

    @Test
    void aVersionHasTwoOrThreeNumbers() {
        assertThat(SqliteVersion.parse("3.54.1")).isEqualTo(new SqliteVersion(3, 54, 1));
        assertThat(SqliteVersion.parse("3.54")).isEqualTo(new SqliteVersion(3, 54, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> SqliteVersion.parse("three"));
    }
}
