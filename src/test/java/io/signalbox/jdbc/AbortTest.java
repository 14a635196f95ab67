package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.sqlite.StatementStoppedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A connection that another thread wants to end. */
@Timeout(50)
class AbortTest {

    private static final String ENDLESS =
            "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n where i < 0";

    @RegisterExtension
    final TestDataSource test = TestDataSource.fresh();

    private static void assertClosed(Connection connection) throws SQLException {
        assertThat(connection.isClosed()).isTrue();
        assertThat(connection.isValid(0)).isFalse();
        assertThatThrownBy(() -> execute(connection, "insert into t(name) values('after')"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
        assertThatThrownBy(() -> connection.commit()).hasMessage("the connection is closed");
    }

    @Test
    void anAbortedTransactionIsClosedAtOnceAndRolledBackByItsOwnThread() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch aborted = new CountDownLatch(1);
        Connection connection = test.transaction();
        Actor<Void> owner = Actor.does("owner", () -> {
            execute(connection, "insert into t(name) values('own')");
            begun.countDown();
            aborted.await();
            assertClosed(connection);
            assertThat(test.writer().held()).isTrue();
            connection.close();
            assertThat(test.writer().held()).isFalse();
        });
        begun.await();
        connection.abort(Runnable::run);
        assertThat(connection.isClosed()).isTrue();
        aborted.countDown();
        owner.result();
        assertThat(test.names()).isEmpty();
    }

    @Test
    void aStatementThatRunsIsStopped() throws Exception {
        Connection connection = test.transaction();
        AtomicBoolean ended = new AtomicBoolean();
        Actor<Void> owner = Actor.does("owner", () -> {
            try (connection) {
                assertThatThrownBy(() -> texts(connection, ENDLESS)).isInstanceOf(SQLException.class);
            } finally {
                ended.set(true);
            }
        });
        owner.reaches("it is in SQLite", () -> test.writer().held());
        // what was aborted before the statement began is refused, and what began is stopped: again and again, lest it
        // fall between
        while (!ended.get()) {
            connection.abort(Runnable::run);
            Thread.onSpinWait();
        }
        owner.result();
    }

    @Test
    void whatWaitsForTheWriterWaitsNoLonger() throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            Connection waiting = test.connect();
            waiting.setAutoCommit(autoCommit);
            try (Connection holder = test.transaction()) {
                execute(holder, "insert into t(name) values('held')");
                Actor<Void> owner = Actor.does("owner", () -> {
                    try (waiting) {
                        execute(waiting, "insert into t(name) values('late')");
                    }
                });
                Actor.until("it waits", () -> test.writer().waiting() == 1);
                waiting.abort(Runnable::run);
                assertThat(owner.failure()).isInstanceOf(StatementStoppedException.class);
                assertThat(test.writer().waiting()).isZero();
                holder.rollback();
            }
        }
        assertThat(test.names()).isEmpty();
    }

    @Test
    void whatAnEndedThreadHasLeftIsGivenBackByAbort() throws Exception {
        Connection connection = test.transaction();
        Actor.on("ended", () -> {
            execute(connection, "insert into t(name) values('lost')");
            return true;
        });
        connection.abort(Runnable::run);
        assertThat(test.writer().held()).isFalse();
        assertClosed(connection);
        connection.close();
        assertThat(test.names()).isEmpty();
    }

    @Test
    void toAbortWhatIsOnesOwnIsToCloseIt() throws SQLException {
        Connection connection = test.transaction();
        execute(connection, "insert into t(name) values('own')");
        connection.abort(Runnable::run);
        assertThat(test.writer().held()).isFalse();
        assertClosed(connection);
        connection.abort(Runnable::run);
        connection.close();
    }

    @Test
    void anIdleConnectionIsClosed() throws SQLException {
        Connection connection = test.transaction();
        connection.abort(Runnable::run);
        assertClosed(connection);
    }

    @Test
    void itWantsAnExecutor() throws SQLException {
        try (Connection connection = test.connect()) {
            assertThatThrownBy(() -> connection.abort(null)).isInstanceOf(SQLNonTransientException.class);
            assertThat(connection.isClosed()).isFalse();
        }
    }
}
