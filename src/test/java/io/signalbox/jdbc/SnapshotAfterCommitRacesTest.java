package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.jdbc.InterposedLeases.Point;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Between a commit and the snapshot of what it has committed nobody comes, or it is said so. */
class SnapshotAfterCommitRacesTest {

    private static final String NAMES = "select name from t order by id";

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?readers=1");

    private static void insert(Connection connection, String name) throws SQLException {
        execute(connection, "insert into t(name) values('" + name + "')");
    }

    private void commit(String name) throws SQLException {
        try (SqliteConnection next = test.transaction()) {
            insert(next, name);
            next.commit();
        }
    }

    /** A connection whose leases do something in the midst of its end. */
    private void interposed(Point point, Actor.Action action, Actor.Action work) throws Exception {
        Engines.Hold hold = Engines.hold(test.dataSource().configuration());
        try (SqliteConnection connection =
                new LazyConnection(new InterposedLeases(hold.engine(), point, action), false)) {
            connection.setAutoCommit(false);
            interposed = connection;
            work.run();
        } finally {
            hold.release();
        }
    }

    private SqliteConnection interposed;

    @Test
    void theNextWriterThatCommitsTheMomentItCanIsNotSeen() throws Exception {
        interposed(
                Point.WRITER_RELEASED,
                () -> Actor.does("next", () -> commit("next")).result(),
                () -> {
                    insert(interposed, "a");
                    try (CommittedSnapshot committed = interposed.snapshotAfterCommit()) {
                        interposed.commit();
                        assertThat(test.writer().acquired())
                                .as("create, a, next")
                                .isEqualTo(3);
                        try (SqliteConnection reading = committed.open()) {
                            assertThat(texts(reading, NAMES)).containsExactly("a");
                        }
                    }
                });
        assertThat(test.names()).containsExactly("a", "next");
    }

    @Test
    void isolatedWorkThatWaitsForItsTurnIsNotSeen() throws Exception {
        Actor<?>[] isolated = new Actor<?>[1];
        interposed(
                Point.READER_BEGINS,
                () -> isolated[0] = Actor.does("isolated", () -> {
                            try (Connection any = test.connect();
                                    Connection own = ((SqliteConnection) any).openIsolated()) {
                                insert(own, "isolated");
                            }
                        })
                        .parked(),
                () -> {
                    insert(interposed, "a");
                    try (CommittedSnapshot committed = interposed.snapshotAfterCommit()) {
                        interposed.commit();
                        isolated[0].result();
                        try (SqliteConnection reading = committed.open()) {
                            assertThat(texts(reading, NAMES)).containsExactly("a");
                        }
                    }
                });
        assertThat(test.names()).containsExactly("a", "isolated");
    }

    private void commitInAnotherProcess(String name) throws SQLException {
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + test.path())) {
            insert(plain, name);
        }
    }

    @Test
    void whereAnotherProcessCommitsInTheSameMomentItIsSaidSo() throws Exception {
        interposed(Point.WRITER_COMMITTED, () -> commitInAnotherProcess("theirs"), () -> {
            insert(interposed, "ours");
            try (CommittedSnapshot committed = interposed.snapshotAfterCommit()) {
                interposed.commit();
                assertThat(test.readersHeld()).isZero();
                assertThatThrownBy(committed::open)
                        .isInstanceOf(SnapshotUnavailableException.class)
                        .hasMessageContaining("the transaction is committed")
                        .hasMessageContaining("another process");
            }
        });
        assertThat(test.names()).containsExactly("ours", "theirs");
    }
}
