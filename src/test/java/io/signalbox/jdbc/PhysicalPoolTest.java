package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import io.signalbox.TestDisk;
import io.signalbox.sqlite.Access;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.Pragmas;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PhysicalPoolTest {

    @TempDir
    Path directory;

    private final List<PhysicalConnection> opened = new CopyOnWriteArrayList<>();

    private PhysicalConnection open() throws SQLException {
        try {
            PhysicalConnection connection = PhysicalConnection.open(
                    DatabaseFiles.at(directory.resolve("test.db")), Access.READ_WRITE, new Pragmas(Map.of()), 8, null);
            opened.add(connection);
            return connection;
        } catch (java.io.IOException e) {
            throw new SQLException(e);
        }
    }

    /** Else it would be the last to close, and a read-only connection that is the last leaves the log behind. */
    @Test
    void aConnectionThatIsBeingOpenedWhenThePoolClosesIsClosedBeforeCloseReturns() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        PhysicalPool pool = new PhysicalPool("test", 2, () -> {
            if (!opened.isEmpty()) {
                opening.countDown();
                TestDisk.awaitUninterruptibly(goOn);
            }
            return open();
        });
        pool.checkOut();
        Actor<?> borrower = Actor.start("borrower", pool::checkOut);
        // c3p0's helper        closer
        opening.await(); // the second
        Actor<Void> closer = Actor.does("closer", pool::close);
        closer.parked(); //     close
        assertThat(closer.thread().isAlive()).as("close waits").isTrue();
        goOn.countDown();
        // has opened it
        closer.result(); //     closes it
        assertThat(borrower.failure()).isInstanceOf(DataSourceClosedException.class);
        assertThat(opened).allMatch(PhysicalConnection::isFinished);
    }

    /** Its pages and its prepared statements are still in the processor's cache. */
    @Test
    void theOneThatWasGivenBackLastIsGivenNext() throws Exception {
        PhysicalPool pool = new PhysicalPool("test", 2, this::open);
        PhysicalPool.Pooled first = pool.checkOut();
        PhysicalPool.Pooled second = pool.checkOut();
        first.giveBack();
        second.giveBack();
        assertThat(pool.checkOut()).isSameAs(second);
        assertThat(pool.checkOut()).isSameAs(first);
        pool.close();
        assertThat(opened).hasSize(2).allMatch(PhysicalConnection::isFinished);
    }

    @Test
    void aRetiredConnectionIsReplaced() throws Exception {
        PhysicalPool pool = new PhysicalPool("test", 1, this::open);
        PhysicalPool.Pooled first = pool.checkOut();
        first.physical().retire("of the test");
        first.giveBack();
        PhysicalPool.Pooled second = pool.checkOut();
        assertThat(second.physical()).isNotSameAs(first.physical());
        second.giveBack();
        pool.close();
        assertThat(opened).hasSize(2).allMatch(PhysicalConnection::isFinished);
    }

    /** A database that one thread reads at a time has none of its threads. */
    @Test
    void c3p0StartsWhenASecondConnectionIsWanted() throws Exception {
        PhysicalPool pool = new PhysicalPool("of two", 2, this::open);
        PhysicalPool.Pooled first = pool.checkOut();
        first.giveBack();
        assertThat(pool.checkOut()).isSameAs(first);
        assertThat(threadsOf("of two")).isEmpty();
        pool.checkOut().giveBack();
        assertThat(threadsOf("of two")).isNotEmpty();
        first.giveBack();
        pool.close();
        assertThat(opened).hasSize(2).allMatch(PhysicalConnection::isFinished);
    }

    private static List<String> threadsOf(String pool) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("->" + pool + "]"))
                .toList();
    }

    @Test
    void whatIsWrongWithTheFileIsSaidAtOnce() {
        assertThatThrownBy(() -> new PhysicalPool("test", 1, () -> {
                    throw new SQLException("file is not a database");
                }))
                .hasMessage("file is not a database");
    }
}
