package io.signalbox.jdbc;

import static io.signalbox.jdbc.NumberedConnections.LEAVES_STATE;
import static io.signalbox.jdbc.NumberedConnections.which;
import static io.signalbox.jdbc.TestDataSource.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A physical connection that is not to be used again, and the one in its place. */
@Timeout(50)
class ReplacedConnectionsTest {

    private final NumberedConnections connections = new NumberedConnections();

    @RegisterExtension
    final TestDataSource test =
            TestDataSource.with("?readers=1&reader_timeout=1h").customizedBy(connections);

    private final NumberedConnections ofMany = new NumberedConnections();

    @RegisterExtension
    final TestDataSource many =
            TestDataSource.with("?readers=5&reader_timeout=1h").customizedBy(ofMany);

    private static String readWhich(TestDataSource test) throws SQLException {
        try (Connection connection = test.readTransaction()) {
            return which(connection);
        }
    }

    @Test
    void itIsUsableUntilItsReturnAndTheNextBorrowerGetsAnother() throws SQLException {
        String name;
        try (Connection borrower = test.readTransaction()) {
            name = which(borrower);
            execute(borrower, LEAVES_STATE);
            assertThat(which(borrower)).isEqualTo(name);
            assertThat(connections.closed()).isEmpty();
        }
        assertThat(readWhich(test)).isNotEqualTo(name);
        Actor.until("it is closed", () -> !connections.closed().isEmpty());
        assertThat(connections.closed()).containsExactly(name);
    }

    /** What lists metadata leaves statements of the driver's on it. */
    @Test
    void oneThatListedMetadataIsReplacedAndOneThatToldAWordIsNot() throws SQLException {
        try (Connection asking = test.connect()) {
            assertThat(asking.getMetaData().getDatabaseProductName()).isEqualTo("SQLite");
        }
        assertThat(readWhich(test)).isEqualTo("reader 1");
        try (Connection asking = test.connect()) {
            asking.getMetaData().getTables(null, null, "t", null).close();
        }
        assertThat(readWhich(test)).isEqualTo("reader 2");
    }

    @Test
    void whatTheApplicationAddsIsThereForEveryBorrowerAndOnTheReplacement() throws SQLException {
        try (Connection borrower = test.transaction()) {
            assertThat(which(borrower)).isEqualTo("writer 1");
        }
        try (Connection borrower = test.transaction()) {
            assertThat(which(borrower)).isEqualTo("writer 1");
            execute(borrower, LEAVES_STATE);
        }
        try (Connection borrower = test.transaction()) {
            assertThat(which(borrower)).isEqualTo("writer 2");
        }
    }

    @Test
    void allWhoWaitAreServedAndNoMoreIsOpenedThanWasClosed() throws Exception {
        connections.replaceReaders(test, name -> {});
        List<Actor<String>> waiters = new ArrayList<>();
        String name;
        try (Connection borrower = test.readTransaction()) {
            name = which(borrower);
            execute(borrower, LEAVES_STATE);
            for (int i = 0; i < 5; i++) {
                waiters.add(Actor.start("waiter " + i, () -> readWhich(test)));
            }
            Actor.until("they wait", () -> test.readersWaiting() == 5);
        }
        for (Actor<String> waiter : waiters) {
            assertThat(waiter.result()).isNotEqualTo(name);
        }
        Actor.until(
                "all that were replaced are closed", () -> connections.closed().size() == 3);
        assertThat(connections.openedReaders()).hasSizeBetween(4, 5); // the reserve is opened when it is wanted
    }

    @Test
    void thoseThatAreReplacedTogetherAreEachClosedOnce() throws Exception {
        List<String> first = borrowAll(true);
        assertThat(first).doesNotHaveDuplicates();
        List<String> second = borrowAll(false);
        assertThat(second).doesNotHaveDuplicates().doesNotContainAnyElementsOf(first);
        Actor.until("they are closed", () -> ofMany.closed().size() == first.size());
        assertThat(ofMany.closed()).containsExactlyInAnyOrderElementsOf(first);
        assertThat(ofMany.openedReaders()).hasSizeBetween(10, 11);
    }

    /** The connections behind as many borrowers as there can be at once, who all have one before the first gives it back. */
    private List<String> borrowAll(boolean toBeReplaced) throws Exception {
        CyclicBarrier allHaveOne = new CyclicBarrier(5);
        List<Actor<String>> borrowers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            borrowers.add(Actor.start("borrower " + i, () -> {
                try (Connection connection = many.readTransaction()) {
                    String name = which(connection);
                    if (toBeReplaced) {
                        execute(connection, LEAVES_STATE);
                    }
                    allHaveOne.await();
                    return name;
                }
            }));
        }
        List<String> names = new ArrayList<>();
        for (Actor<String> borrower : borrowers) {
            names.add(borrower.result());
        }
        return names;
    }

    /** As one is whose snapshot has become too old. */
    @Test
    void oneThatIsEndedIsClosedAndTheNextBorrowerGetsAnother() throws SQLException {
        Engines.Hold hold = Engines.hold(test.dataSource().configuration());
        try {
            ReaderLease lease = readerOf(hold.engine());
            lease.begin(new Deadline(0));
            lease.expire();
            assertThatThrownBy(() -> lease.physical().dataVersion()).isInstanceOf(SQLException.class);
            lease.release();
            ReaderLease next = readerOf(hold.engine());
            assertThat(next.physical()).isNotSameAs(lease.physical());
            next.release();
            Actor.until("it is closed", () -> lease.physical().isFinished());
            assertThat(connections.closed()).hasSize(1);
        } finally {
            hold.release();
        }
    }

    @Test
    void whatIsReplacedTooLateHurtsNobody() throws SQLException {
        Engines.Hold hold = Engines.hold(test.dataSource().configuration());
        try {
            ReaderLease lease = readerOf(hold.engine());
            lease.release();
            lease.expire(); // found to be too old a moment ago
            assertThat(lease.physical().isExpired()).isFalse();
            assertThat(lease.physical().retiredBecause()).isEmpty();
        } finally {
            hold.release();
        }
    }

    @Test
    void aRollbackThatFailsReplacesTheConnectionAndIsNotTheBorrowersMatter() throws SQLException {
        Engines.Hold hold = Engines.hold(test.dataSource().configuration());
        try {
            ReaderLease lease = readerOf(hold.engine());
            lease.begin(new Deadline(0));
            lease.physical().close();
            lease.release();
            assertThat(lease.physical().retiredBecause())
                    .hasValueSatisfying(reason -> assertThat(reason).startsWith("its rollback failed: "));
            ReaderLease next = readerOf(hold.engine());
            assertThat(next.physical()).isNotSameAs(lease.physical());
            next.release();
        } finally {
            hold.release();
        }
    }

    private static ReaderLease readerOf(Engine engine) throws SQLException {
        return (ReaderLease) engine.reader(Deadline.after(Duration.ofHours(1)), "select 1");
    }
}
