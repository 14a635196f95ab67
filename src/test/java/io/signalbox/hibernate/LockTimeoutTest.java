package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.TestDatabase;
import io.signalbox.Track;
import io.signalbox.jdbc.WriteQueueFullException;
import jakarta.persistence.LockTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who does not get the writer gets JPA's own exception for it. */
class LockTimeoutTest {

    @RegisterExtension
    final TestDatabase test =
            TestDatabase.ofTracks().with("signalbox.write_queue_limit", 1).with("signalbox.write_timeout", "1h");

    @Test
    void toFindTooManyWaitingIsALockTimeout() throws Exception {
        Actor<Void> waiter = test.database().write(em -> {
            em.persist(new Track("the holder's"));
            em.flush();
            Actor<Void> first = Actor.does("waiter", () -> write("the waiter's"));
            Actor.until("it waits", () -> waiting() == 1);
            assertThat(Actor.does("one too many", () -> write("nobody's")).failure())
                    .isInstanceOf(LockTimeoutException.class)
                    .hasRootCauseInstanceOf(WriteQueueFullException.class);
            return first;
        });
        waiter.result();
    }

    private int waiting() {
        return test.database().statistics().writer().waiting();
    }

    private void write(String name) {
        test.database().writeWithoutResult(em -> em.persist(new Track(name)));
    }
}
