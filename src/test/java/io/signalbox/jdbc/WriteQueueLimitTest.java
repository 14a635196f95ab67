package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where only so many may wait for the writer. */
class WriteQueueLimitTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?write_queue_limit=1");

    @Test
    void whereAsManyWaitAsMayOneMoreIsRefusedAtOnce() throws Exception {
        QueueFixture at = QueueFixture.limitedTo(2);
        Actor<WritePermit> holder = Actor.start("the holder", () -> at.acquire("update track set name = ?"));
        WritePermit held = holder.result();
        Actor<WritePermit> first = at.waiter("first");
        Actor<WritePermit> second = at.waiter("second");

        assertThatThrownBy(() -> at.acquire("one too many"))
                .isInstanceOfSatisfying(
                        WriteQueueFullException.class,
                        e -> assertThat(e.getSQLState()).isEqualTo("HYT00"))
                .hasMessageContaining("2 threads wait for the writer")
                .hasMessageContaining("thread 'the holder' has held it for ")
                .hasMessageContaining("first statement: update track set name = ?")
                .hasMessageContaining("signalbox.write_queue_limit");
        assertThat(at.queue.statistics().waiting()).isEqualTo(2);
        assertThat(at.queue.statistics().timedOut()).isZero();

        at.queue.release(held);
        WritePermit firsts = first.result();
        Actor<WritePermit> third = at.waiter("third");
        at.queue.release(firsts);
        at.queue.release(second.result());
        at.queue.release(third.result());
        assertThat(at.queue.holder()).isEmpty();
    }

    @Test
    void aWaiterThatGivesUpMakesRoom() throws Exception {
        QueueFixture at = QueueFixture.limitedTo(1);
        WritePermit held = at.acquire("holder");
        Actor<WritePermit> first = at.waiter("first");
        first.thread().interrupt();
        assertThat(first.failure()).isInstanceOf(WriterInterruptedException.class);

        Actor<WritePermit> second = at.waiter("second");
        at.queue.release(held);
        at.queue.release(second.result());
    }

    @Test
    void theLimitIsForThoseWhoWait() throws Exception {
        QueueFixture at = QueueFixture.limitedTo(1);
        WritePermit held = at.acquire("nobody waits");
        assertThatThrownBy(() -> at.acquire("nested")).isInstanceOf(NestedWriteException.class);
        at.queue.release(held);
        at.queue.release(at.acquire("nobody waits again"));
    }

    @Test
    void whoWasRefusedMayTryAgain() throws Exception {
        try (Connection holder = test.transaction();
                Connection late = test.transaction()) {
            execute(holder, "insert into t(name) values('holder')");
            Actor<Void> waiter = Actor.does("waiter", () -> test.execute("insert into t(name) values('waiter')"));
            Actor.until("it waits", () -> test.writer().waiting() == 1);
            Actor.does(
                            "late",
                            () -> assertThatThrownBy(() -> execute(late, "insert into t(name) values('late')"))
                                    .isInstanceOf(WriteQueueFullException.class)
                                    .hasMessageContaining("insert into t(name) values('holder')"))
                    .result();
            holder.commit();
            waiter.result();
        }
        test.execute("insert into t(name) values('again')");
        assertThat(test.names()).containsExactly("holder", "waiter", "again");
    }
}
