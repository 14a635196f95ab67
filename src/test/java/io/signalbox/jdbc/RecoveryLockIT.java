package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.sqlite.ResultCode;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** While another process recovers the log, BEGIN is answered with SQLITE_BUSY_RECOVERY, and tried again like BUSY. */
@Timeout(120)
class RecoveryLockIT {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?busy_timeout=1h&write_timeout=1h");

    private Process recovery;
    private BufferedReader output;

    @BeforeEach
    void recover() throws Exception {
        test.execute("insert into t(name) values('before')");
        recovery = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecoveryLock.class.getName(),
                        test.path().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = recovery.inputReader();
        assertThat(output.readLine()).isEqualTo("recovering");
    }

    @AfterEach
    void end() throws Exception {
        recovery.destroyForcibly().waitFor();
    }

    @Test
    void thatIsWhatSqliteSays() throws SQLException {
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + test.path() + "?busy_timeout=0")) {
            assertThatThrownBy(() -> execute(plain, "begin immediate"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(ResultCode.of(e)).contains(new ResultCode(ResultCode.BUSY_RECOVERY)));
        } finally {
            recovery.destroyForcibly();
        }
    }

    @Test
    void itIsWaitedForUntilTheDeadline() throws Exception {
        try (SqliteConnection connection = test.transaction()) {
            connection.setTransactionTimeout(Duration.ofMillis(50));
            assertThatThrownBy(() -> execute(connection, "insert into t(name) values('late')"))
                    .isInstanceOf(ForeignLockTimeoutException.class);
        }
        assertThat(test.writer().held()).isFalse();
    }

    @Test
    void onceItHasEndedTheTransactionBegins() throws Exception {
        Actor<Void> waiter = Actor.does("waiter", () -> test.execute("insert into t(name) values('after')"));
        waiter.reaches("it has the permit", () -> test.writer().held()).parked();
        recovery.getOutputStream().close();
        waiter.result();
        recovery.waitFor();
        assertThat(test.names()).containsExactly("before", "after");
    }
}
