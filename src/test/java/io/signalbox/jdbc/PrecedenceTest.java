package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.TestDisk;
import io.signalbox.sqlite.Access;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.PhysicalConnection;
import io.signalbox.sqlite.Pragmas;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who was woken for the writer runs before those that have read. */
class PrecedenceTest {

    private static final Overtaking.Rules PATIENT = new Overtaking.Rules(1_000, Duration.ofHours(1));

    private final AtomicInteger yielded = new AtomicInteger();
    private final Precedence precedence = new Precedence(2, yielded::incrementAndGet);
    private final WriteQueue queue = new WriteQueue(new WriteQueue.Rules(PATIENT, 0, false));
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
                        Deadline.after(Duration.ofHours(1)), "update", () -> TestDisk.awaitUninterruptibly(held)));
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
        PhysicalPool pool = new PhysicalPool("readers", 2, this::open);
        try (ReaderPool readers =
                new ReaderPool(new ReaderPool.Rules(1, Overtaking.NONE, false), pool, queue, System::nanoTime)) {
            WritePermit first = acquire();
            Actor<WritePermit> waiter = waiter();
            queue.release(first);
            int before = queue.precedence().left();
            readers.lease(Deadline.after(Duration.ofHours(1)), "select", Observation.NONE)
                    .release();
            assertThat(queue.precedence().left()).isEqualTo(before - 1);
            held.countDown();
            queue.release(waiter.result());
        }
    }

    private PhysicalConnection open() throws SQLException {
        try {
            return PhysicalConnection.open(
                    DatabaseFiles.at(directory.resolve("test.db")), Access.READ_WRITE, new Pragmas(Map.of()), 8, null);
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    private WritePermit acquire() throws SQLException {
        return queue.acquire(Deadline.after(Duration.ofHours(1)), "update", () -> {});
    }
}
