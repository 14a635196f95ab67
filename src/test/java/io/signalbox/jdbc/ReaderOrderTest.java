package io.signalbox.jdbc;

import static io.signalbox.jdbc.TestDataSource.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.Actor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Readers are given in the order in which they were asked for. */
@Timeout(50)
class ReaderOrderTest {

    @RegisterExtension
    final TestDataSource test = TestDataSource.with("?readers=1&reader_timeout=1h");

    /** A free reader and a waiter that has yet to wake up: whoever comes now and runs already would be quicker. */
    @Test
    void whoComesLaterDoesNotOvertakeWhoWaits() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (SqliteConnection held = test.readTransaction();
                    SqliteConnection waiting = test.readTransaction();
                    SqliteConnection late = test.readTransaction()) {
                texts(held, "select 1");
                CountDownLatch refused = new CountDownLatch(1);
                Actor<List<String>> waiter = Actor.start("waiter", () -> {
                    List<String> waited = texts(waiting, "select 'waited'");
                    refused.await();
                    waiting.rollback();
                    return waited;
                });
                Actor.until("it waits", () -> test.readersWaiting() == 1);
                waiter.parked();
                held.rollback();
                late.setTransactionTimeout(Duration.ofNanos(1));
                assertThatThrownBy(() -> texts(late, "select 'late'")).isInstanceOf(ReaderTimeoutException.class);
                refused.countDown();
                assertThat(waiter.result()).containsExactly("waited");
            }
        }
    }
}
