package io.signalbox.jdbc;

import static io.signalbox.jdbc.NumberedConnections.which;
import static io.signalbox.jdbc.TestDataSource.execute;
import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many borrowers and few physical connections: how many there are, who gets which, and what the counters say. */
@Timeout(50)
class BorrowersTest {

    private static final int READERS = 3;

    private final NumberedConnections connections = new NumberedConnections();

    @RegisterExtension
    final TestDataSource test =
            TestDataSource.with("?reader_timeout=1h&readers=" + READERS).customizedBy(connections);

    @RegisterExtension
    final TestDataSource impatient = TestDataSource.impatient("?readers=2&reader_timeout=25ms");

    private static Connection reading(TestDataSource test) throws SQLException {
        Connection connection = test.readTransaction();
        texts(connection, "select 1");
        return connection;
    }

    @Test
    void theCountersFollowThem() throws SQLException {
        long before = test.dataSource().statistics().readerPool().acquired();
        Deque<Connection> borrowed = new ArrayDeque<>();
        for (int held = 1; held <= READERS; held++) {
            borrowed.push(reading(test));
            assertThat(test.readersHeld()).isEqualTo(held);
        }
        while (!borrowed.isEmpty()) {
            borrowed.pop().close();
            assertThat(test.readersHeld()).isEqualTo(borrowed.size());
        }
        ReaderPoolStatistics after = test.dataSource().statistics().readerPool();
        assertThat(after.size()).isEqualTo(READERS);
        assertThat(after.acquired() - before).isEqualTo(READERS);
        assertThat(after.timedOut()).isZero();
    }

    @Test
    void roundsOfThemOpenNothingNewAndCloseNothing() throws SQLException {
        for (int round = 0; round < 5; round++) {
            Deque<Connection> borrowed = new ArrayDeque<>();
            Set<String> names = new HashSet<>();
            for (int i = 0; i < READERS; i++) {
                borrowed.push(reading(test));
                names.add(which(borrowed.peek()));
            }
            assertThat(names).as("each has its own").hasSize(READERS);
            for (Connection connection : borrowed) {
                connection.close();
            }
        }
        assertThat(connections.openedReaders()).hasSizeBetween(READERS, READERS + 1);
        assertThat(connections.closed()).isEmpty();
    }

    @Test
    void oneAfterTheOtherGetsTheConnectionThatCameBackLast() throws SQLException {
        try (Connection all = reading(test);
                Connection readers = reading(test);
                Connection open = reading(test)) {
            assertThat(List.of(which(all), which(readers), which(open))).doesNotHaveDuplicates();
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            try (Connection connection = reading(test)) {
                names.add(which(connection));
            }
        }
        assertThat(names).hasSize(1);
    }

    @Test
    void fortyOfThemNeverHaveMoreThanThereAre() throws Exception {
        AtomicInteger having = new AtomicInteger();
        Queue<Integer> seen = new ConcurrentLinkedQueue<>();
        List<Actor<Void>> borrowers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            borrowers.add(Actor.does("borrower " + i, () -> {
                for (int round = 0; round < 5; round++) {
                    try (Connection connection = reading(test)) {
                        seen.add(having.incrementAndGet());
                        which(connection);
                        having.decrementAndGet();
                    }
                }
            }));
        }
        for (Actor<Void> borrower : borrowers) {
            borrower.result();
        }
        assertThat(seen).hasSize(200).allMatch(count -> count <= READERS);
        assertThat(connections.openedReaders()).hasSizeBetween(1, READERS + 1);
    }

    @Test
    void allWhoWriteShareOneConnectionOneAfterTheOther() throws Exception {
        List<Actor<String>> writers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            writers.add(Actor.start("writer " + i, () -> {
                try (Connection connection = test.transaction()) {
                    String name = which(connection);
                    execute(connection, "insert into t(name) values(hex(randomblob(8)))");
                    connection.commit();
                    return name;
                }
            }));
        }
        for (Actor<String> writer : writers) {
            assertThat(writer.result()).isEqualTo("writer 1");
        }
        assertThat(test.names()).hasSize(10);
    }

    @Test
    void nobodyIsTurnedAwayBeforeHisTimeout() throws Exception {
        Queue<Duration> waits = new ConcurrentLinkedQueue<>();
        DatabaseListener listener = new DatabaseListener() {
            @Override
            public void timedOut(ConnectionUse use, Duration waited, SQLException failure) {
                waits.add(waited);
            }
        };
        impatient.dataSource().addListener(listener);
        try (Connection first = reading(impatient);
                Connection second = reading(impatient)) {
            List<Actor<Connection>> waiters = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                waiters.add(Actor.start("waiter " + i, () -> reading(impatient)));
            }
            for (Actor<Connection> waiter : waiters) {
                assertThat(waiter.failure()).isInstanceOf(ReaderTimeoutException.class);
            }
            assertThat(List.of(first.isClosed(), second.isClosed())).containsOnly(false);
        }
        Duration timeout = impatient.dataSource().configuration().readerTimeout();
        assertThat(timeout).isEqualTo(Duration.ofMillis(25));
        assertThat(waits).hasSize(10).allMatch(waited -> waited.compareTo(timeout) >= 0);
        assertThat(impatient.dataSource().statistics().readerPool().timedOut()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 10})
    void eachReadsWhatItHasCommitted(int readers, @TempDir Path directory) throws Exception {
        try (SqliteDataSource dataSource = SqliteDataSource.open("jdbc:sqlite:" + directory.resolve("own.db")
                + "?durability=CRASH_SAFE&reader_timeout=1h&write_timeout=1h&readers=" + readers)) {
            try (Connection connection = dataSource.getConnection()) {
                execute(connection, "create table own(thread, number)");
            }
            CyclicBarrier begin = new CyclicBarrier(10);
            List<Actor<Void>> threads = new ArrayList<>();
            for (int thread = 0; thread < 10; thread++) {
                int own = thread;
                threads.add(Actor.does("thread " + own, () -> {
                    begin.await();
                    for (int number = 1; number <= 10; number++) {
                        insert(dataSource, own, number);
                        assertThat(count(dataSource, own)).isEqualTo(number);
                    }
                }));
            }
            for (Actor<Void> thread : threads) {
                thread.result();
            }
        }
    }

    private static void insert(SqliteDataSource dataSource, int thread, int number) throws SQLException {
        try (SqliteConnection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "insert into own values(" + thread + ", " + number + ")");
            connection.commit();
        }
    }

    private static int count(SqliteDataSource dataSource, int thread) throws SQLException {
        try (SqliteConnection connection = dataSource.getReadOnlyConnection()) {
            return Integer.parseInt(texts(connection, "select count(*) from own where thread = " + thread)
                    .get(0));
        }
    }

    /** What was borrowed when the database was closed is not left beside what is opened next. */
    @Test
    void aDatabaseThatIsOpenedAgainHasNoMoreConnectionsThanBefore() throws Exception {
        Connection reading = reading(test);
        Connection writing = test.transaction();
        assertThat(which(writing)).isEqualTo("writer 1");
        test.dataSource().close();
        assertThat(connections.closed()).containsExactlyInAnyOrderElementsOf(connections.opened());
        test.open();
        try (Connection again = reading(test)) {
            assertThat(which(again)).isNotEqualTo("reader 1");
            assertThat(test.readersHeld()).isEqualTo(1);
            reading.close();
            writing.close();
            assertThat(test.readersHeld())
                    .as("what was borrowed before is none of its")
                    .isEqualTo(1);
        }
        assertThat(connections.mostOpen()).isLessThanOrEqualTo(1 + READERS + 1);
    }

    @Test
    void whatIsOpenedAgainHasTheSettingsItHad() throws SQLException {
        SqliteConfiguration before = impatient.dataSource().configuration();
        impatient.dataSource().close();
        impatient.open();
        assertThat(impatient.dataSource().configuration()).isEqualTo(before);
        try (SqliteDataSource other = SqliteDataSource.open(before)) {
            assertThat(other.configuration()).isEqualTo(before);
        }
    }

    @Test
    void everyConnectionIsClosedOnceAndAtTheEnd() throws SQLException {
        for (int i = 0; i < 3; i++) {
            reading(test).close();
            assertThat(connections.closed()).isEmpty();
        }
        test.dataSource().close();
        test.dataSource().close();
        assertThat(connections.closed()).containsExactlyInAnyOrderElementsOf(connections.opened());
        test.open();
    }
}
