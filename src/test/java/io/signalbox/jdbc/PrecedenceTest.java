package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.TestDisk;
import io.signalbox.sqlite.Access;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.Pragmas;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who was woken for the writer runs before those that have read. */
class PrecedenceTest {

    private final AtomicInteger yielded = new AtomicInteger();
    private final Precedence precedence = new Precedence(2, yielded::incrementAndGet);
    private final QueueFixture fixture = QueueFixture.overtaking(1_000);
    private final WriteQueue queue = fixture.queue;
    private final CountDownLatch held = new CountDownLatch(1);

    @TempDir
    Path directory;

    private void read(int times) {
        for (int i = 0; i < times; i++) {
            precedence.giveWay();
        }
    }

    @Test
    void whereNobodyWasWokenNobodyGivesWay() {
        read(1);
        precedence.begin();
        precedence.end();
        read(1);
        assertThat(yielded).hasValue(0);
    }

    @Test
    void eachTimeItIsGivenToSoManyAtMost() {
        precedence.begin();
        read(3);
        assertThat(yielded).hasValue(2);
        precedence.begin();
        read(1);
        assertThat(yielded).hasValue(3);
        precedence.end();
        read(1);
        assertThat(yielded).hasValue(3);
    }

    /** Is in the queue, and looks whether it is his turn when the test lets him. */
    private Actor<WritePermit> waiter() {
        Actor<WritePermit> waiter = Actor.start(
                "waiter",
                () -> queue.acquire(
                        Deadline.after(QueueFixture.AN_HOUR), "update", () -> TestDisk.awaitUninterruptibly(held)));
        Actor.until("it waits", () -> queue.statistics().waiting() == 1);
        return waiter;
    }

    @Test
    void itBeginsWhenTheWriterIsGivenBackAndSomebodyWaitsAndEndsWhenHeHasIt() throws Exception {
        queue.release(acquire());
        assertThat(queue.precedence().left()).as("nobody waits").isZero();
        WritePermit first = acquire();
        Actor<WritePermit> waiter = waiter();
        assertThat(queue.precedence().left()).as("somebody has it").isZero();
        queue.release(first);
        assertThat(queue.precedence().left()).isPositive();
        WritePermit overtakes = acquire();
        assertThat(queue.precedence().left())
                .as("who has given it back has taken it again")
                .isZero();
        queue.release(overtakes);
        assertThat(queue.precedence().left()).isPositive();
        held.countDown();
        WritePermit last = waiter.result();
        assertThat(queue.precedence().left()).isZero();
        queue.release(last);
        assertThat(queue.precedence().left()).isZero();
    }

    @Test
    void whoGivesAReaderBackGivesWay() throws Exception {
        PhysicalConnection connection = PhysicalConnection.open(
                DatabaseFiles.at(directory.resolve("test.db")), Access.READ_WRITE, new Pragmas(Map.of()), 8, null);
        PhysicalPool pool = new PhysicalPool("readers", 2, () -> connection);
        try (ReaderPool readers =
                new ReaderPool(new ReaderPool.Rules(1, Overtaking.NONE, false), pool, queue, System::nanoTime)) {
            WritePermit first = acquire();
            Actor<WritePermit> waiter = waiter();
            queue.release(first);
            int before = queue.precedence().left();
            readers.lease(Deadline.after(QueueFixture.AN_HOUR), "select", Observation.NONE)
                    .release();
            assertThat(queue.precedence().left()).isEqualTo(before - 1);
            held.countDown();
            queue.release(waiter.result());
        }
    }

    private WritePermit acquire() throws SQLException {
        return fixture.acquire("update");
    }
}
