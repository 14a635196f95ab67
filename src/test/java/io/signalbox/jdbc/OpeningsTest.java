package io.signalbox.jdbc;

import static io.signalbox.jdbc.NumberedConnections.LEAVES_STATE;
import static io.signalbox.jdbc.NumberedConnections.which;
import static io.signalbox.jdbc.TestDataSource.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.sqlite.StatementStoppedException;
import io.signalbox.sqlite.StatementStoppedException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A physical connection that cannot be opened, or not yet: who waits for it, how long, and what is left of it. */
@Timeout(50)
class OpeningsTest {

    private static final String HOUR = "?readers=1&reader_timeout=1h&write_timeout=1h";
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final NumberedConnections connections = new NumberedConnections();

    @RegisterExtension
    final TestDataSource test = TestDataSource.with(HOUR).customizedBy(connections);

    private final NumberedConnections ofTwo = new NumberedConnections();

    @RegisterExtension
    final TestDataSource two =
            TestDataSource.with("?readers=2&reader_timeout=1h").customizedBy(ofTwo);

    private final CountDownLatch opening = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void goOn() {
        goOn.countDown();
    }

    private void hang(String name) {
        opening.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(TestDataSource test) throws SQLException {
        try (Connection connection = test.readTransaction()) {
            return which(connection);
        }
    }

    private static String write(TestDataSource test) throws SQLException {
        try (Connection connection = test.transaction()) {
            return which(connection);
        }
    }

    private static void replaceWriter(TestDataSource test) throws SQLException {
        try (Connection connection = test.transaction()) {
            execute(connection, LEAVES_STATE);
        }
    }

    private static void fail(String name) throws SQLException {
        throw new SQLException("no " + name + " today");
    }

    @Test
    void oneThatFailsTakesNoCapacityAndTheBorrowerIsToldWhy() throws SQLException {
        TextListener events = new TextListener();
        connections.replaceReaders(test, OpeningsTest::fail);
        test.dataSource().addListener(events);
        assertThatThrownBy(() -> read(test))
                .isInstanceOf(SQLException.class)
                .hasStackTraceContaining("no reader 3 today");
        assertThat(events.take()).containsExactly("refused SQLException");
        assertThat(test.readersHeld()).isZero();
        connections.whenOpening(name -> {});
        assertThat(read(test)).startsWith("reader ");
        assertThat(events.take()).containsExactly("acquired READER", "begun", "released", "rolled back");
        test.dataSource().removeListener(events);
    }

    @Test
    void soItIsWithTheWriter() throws SQLException {
        connections.whenOpening(OpeningsTest::fail);
        replaceWriter(test);
        assertThatThrownBy(() -> write(test))
                .isInstanceOf(SQLException.class)
                .hasStackTraceContaining("no writer 2 today");
        assertThat(test.writer().held()).isFalse();
        connections.whenOpening(name -> {});
        assertThat(write(test)).isEqualTo("writer 2");
    }

    /** Nothing is given back, and yet there is room again: whoever waits learns it now and not at his deadline. */
    @Test
    void whoWaitsBehindOneThatFailsIsWokenAtOnce() throws Exception {
        connections.replaceReaders(test, name -> {
            hang(name);
            fail(name);
        });
        Actor<String> first = Actor.start("first", () -> read(test));
        opening.await();
        Actor<String> next = Actor.start("next", () -> read(test));
        Actor.until("one waits behind the other", () -> test.readersWaiting() == 1);
        goOn.countDown();
        for (Actor<String> woken : List.of(first, next)) {
            assertThat(woken.failure()).hasStackTraceContaining("no reader 3 today");
        }
        connections.whenOpening(name -> {});
        assertThat(read(test)).startsWith("reader ");
    }

    @Test
    void nobodyWaitsForOneBeyondTheTimeout() throws Exception {
        connections.replaceReaders(test, this::hang);
        try (SqliteConnection connection = test.readTransaction()) {
            connection.setTransactionTimeout(MOMENT);
            assertThatThrownBy(() -> which(connection))
                    .isInstanceOf(ReaderTimeoutException.class)
                    .hasMessage("no reader was there in time: a connection was still being opened; nothing was begun");
        }
        assertThat(test.dataSource().statistics().readerPool().timedOut()).isEqualTo(1);
    }

    @Test
    void norForTheWriter() throws Exception {
        connections.whenOpening(this::hang);
        replaceWriter(test);
        try (SqliteConnection connection = test.transaction()) {
            connection.setTransactionTimeout(MOMENT);
            assertThatThrownBy(() -> which(connection))
                    .isInstanceOf(WriterTimeoutException.class)
                    .hasMessage(
                            "the writer was not there in time: a connection was still being opened; nothing was begun");
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        connections.replaceReaders(test, this::hang);
        Actor<Boolean> reader = Actor.start("reader", () -> {
            assertThatThrownBy(() -> read(test))
                    .isInstanceOf(ReaderTimeoutException.class)
                    .hasMessageContaining("interrupted while a connection was being opened");
            return Thread.interrupted();
        });
        Actor.until("it waits", () -> isIn(PhysicalPool.class, reader.thread()));
        reader.thread().interrupt();
        assertThat(reader.result()).as("the flag is set").isTrue();
    }

    private static boolean isIn(Class<?> type, Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(type.getName()));
    }

    @Test
    void soDoesACancel() throws Exception {
        connections.replaceReaders(test, this::hang);
        try (Connection connection = test.readTransaction();
                Statement statement = connection.createStatement()) {
            Actor<?> reader = Actor.start("reader", () -> statement.executeQuery("select 1"));
            Actor.until("it waits", () -> isIn(PhysicalPool.class, reader.thread()));
            statement.cancel();
            assertThat(reader.failure())
                    .isInstanceOfSatisfying(
                            StatementStoppedException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED));
        }
    }

    private void replaceReadersAndHangFromTheSecondOn() throws SQLException {
        AtomicBoolean first = new AtomicBoolean(true);
        ofTwo.replaceReaders(two, name -> {
            if (!first.getAndSet(false)) {
                hang(name);
            }
        });
    }

    @Test
    void whoWaitsForOneThatHangsTakesAnotherThatComesBack() throws Exception {
        replaceReadersAndHangFromTheSecondOn();
        Connection held = two.readTransaction();
        String name = which(held);
        Actor<String> waiting = Actor.start("waiting", () -> read(two));
        opening.await(); // the second
        held.close();
        assertThat(waiting.result()).isEqualTo(name);
    }

    @Test
    void oneThatHangsIsInTheWayOfNobodyWhoFindsAnother() throws Exception {
        replaceReadersAndHangFromTheSecondOn();
        String name = read(two);
        opening.await(); // the second
        for (int i = 0; i < 10; i++) {
            assertThat(read(two)).isEqualTo(name);
            assertThat(write(two)).isEqualTo("writer 1");
        }
    }
}
