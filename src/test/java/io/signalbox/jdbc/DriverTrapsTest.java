package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.signalbox.sqlite.ResultCode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteException;

/**
 * Four traps in the driver's own handling of transactions, each sprung on the driver as it is with the pool that most people
 * have, and passed by here.
 */
@Timeout(50)
class DriverTrapsTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?write_timeout=20ms");

    private Connection plain;

    @BeforeEach
    void openPlain() throws SQLException {
        plain = DriverManager.getConnection("jdbc:sqlite:" + test.path() + "?busy_timeout=0");
    }

    @AfterEach
    void closePlain() throws SQLException {
        plain.close();
    }

    private static void insert(Connection connection, String name) throws SQLException {
        execute(connection, "insert into t(name) values('" + name + "')");
    }

    private static void assertCode(int primary, Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        SQLiteException.class, e -> assertThat(e.getErrorCode()).isEqualTo(primary));
    }

    private interface Call {
        void run() throws SQLException;
    }

    /** Another begins to write in the moment in which the connection's commit has let go of the lock. */
    private static ProgressHandler takingTheLock(Connection other, AtomicBoolean taken) {
        return new ProgressHandler() {
            @Override
            protected int progress() throws SQLException {
                if (!taken.get()) {
                    try {
                        execute(other, "begin immediate");
                        taken.set(true);
                    } catch (SQLException e) {
                        // not yet
                    }
                }
                return 0;
            }
        };
    }

    @Test
    void anIdleConnectionHoldsNoLock() throws SQLException {
        try (Connection idle = test.transaction()) {
            insert(plain, "a");
            insert(idle, "b");
            idle.commit();
            insert(plain, "c");
        }
        assertThat(test.names()).containsExactly("a", "b", "c");
    }

    @Test
    void aCommitThatReturnsBeginsNothingThatCouldFail() throws SQLException {
        AtomicBoolean taken = new AtomicBoolean();
        try (Connection connection = test.transaction()) {
            insert(connection, "a");
            ((LazyConnection) connection).binding().inspect(physical -> {
                ProgressHandler.setHandler(physical, 1, takingTheLock(plain, taken));
                return true;
            });
            connection.commit();
            assertThat(taken).isTrue();
            execute(plain, "rollback");
        }
        assertThat(test.names()).containsExactly("a");
    }

    @Test
    void aFailedBeginPoisonsNothing() throws SQLException {
        execute(plain, "begin immediate");
        try (Connection connection = test.transaction()) {
            assertThatThrownBy(() -> insert(connection, "refused")).isInstanceOf(ForeignLockTimeoutException.class);
        }
        execute(plain, "rollback");
        try (Connection next = test.transaction()) {
            insert(next, "a");
            assertThat(texts(plain, "select name from t")).isEmpty();
            next.rollback();
        }
        assertThat(test.names()).isEmpty();
    }

    @Test
    void whatWasReadOnlyMayWriteInItsNextTransaction() throws SQLException {
        try (Connection connection = test.connect()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            texts(connection, "select name from t");
            connection.commit();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
            assertThat(connection.isValid(1)).isTrue();
            insert(connection, "a");
            connection.setAutoCommit(false);
            texts(connection, "select name from t");
            insert(connection, "b");
            connection.commit();
        }
        assertThat(test.names()).containsExactly("a", "b");
    }

    /** The traps themselves. */
    @Nested
    class OnTheStockDriver {

        private HikariDataSource pool(boolean autoCommit, String settings) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl("jdbc:sqlite:" + test.path() + "?busy_timeout=0" + settings);
            config.setAutoCommit(autoCommit);
            config.setMaximumPoolSize(1);
            return new HikariDataSource(config);
        }

        @Test
        void anIdleConnectionHoldsTheWriteLock() throws SQLException {
            try (HikariDataSource pool = pool(false, "&transaction_mode=IMMEDIATE")) {
                pool.getConnection().close();
                assertCode(ResultCode.BUSY, () -> insert(plain, "a"));
            }
        }

        @Test
        void aCommitThrowsAlthoughTheDataIsDurable() throws SQLException {
            AtomicBoolean taken = new AtomicBoolean();
            try (HikariDataSource pool = pool(false, "&transaction_mode=IMMEDIATE")) {
                Connection connection = pool.getConnection();
                insert(connection, "a");
                ProgressHandler.setHandler(connection.unwrap(SQLiteConnection.class), 1, takingTheLock(plain, taken));
                assertCode(ResultCode.BUSY, connection::commit);
                assertThat(taken).isTrue();
                assertThat(texts(plain, "select name from t")).containsExactly("a");
                assertNothingToRollBack(connection::close);
                execute(plain, "rollback");
            }
            assertThat(test.names()).containsExactly("a");
        }

        private void assertNothingToRollBack(Call call) {
            assertThatThrownBy(call::run).hasMessageContaining("no transaction is active");
        }

        @Test
        void aFailedBeginPoisonsTheConnectionForItsNextBorrower() throws SQLException {
            try (HikariDataSource pool = pool(true, "&transaction_mode=IMMEDIATE")) {
                execute(plain, "begin immediate");
                try (Connection connection = pool.getConnection()) {
                    assertCode(ResultCode.BUSY, () -> connection.setAutoCommit(false));
                }
                execute(plain, "rollback");
                Connection next = pool.getConnection();
                next.setAutoCommit(false);
                insert(next, "a");
                assertThat(texts(plain, "select name from t")).containsExactly("a");
                assertNothingToRollBack(next::rollback);
                assertNothingToRollBack(next::close);
            }
            assertThat(test.names()).containsExactly("a");
        }

        @Test
        void whatWasReadOnlyStaysReadOnly() throws SQLException {
            try (Connection connection =
                    DriverManager.getConnection("jdbc:sqlite:" + test.path() + "?jdbc.explicit_readonly=true")) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                texts(connection, "select name from t");
                connection.commit();
                connection.setAutoCommit(true);
                connection.setReadOnly(false);
                assertThat(connection.isReadOnly()).isFalse();
                assertCode(ResultCode.READONLY, () -> insert(connection, "a"));
            }
        }

        @Test
        void whatThePoolHasLookedAtCannotBeReadOnlyAtAll() throws SQLException {
            try (HikariDataSource pool = pool(true, "&jdbc.explicit_readonly=true");
                    Connection connection = pool.getConnection()) {
                assertThatThrownBy(() -> connection.setReadOnly(true))
                        .hasMessageContaining("the first statement was already executed");
            }
        }
    }
}
