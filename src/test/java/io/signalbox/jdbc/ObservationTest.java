package io.signalbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.jdbc.ConnectionUse.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of what is told of one use, to two at once. */
class ObservationTest {

    private static final int ROUNDS = 200;
    private static final int USES = 1_000; // of a round; two that begin together meet in some of them

    /** As a checkpoint asks for the reader that is in its way, in the moment in which the reader is told of. */
    @Test
    void aUseHasOneNameForAllThatAsk() throws Exception {
        Events events = new Events(Path.of("names.db"));
        events.add(new DatabaseListener() {});
        for (int round = 0; round < ROUNDS; round++) {
            List<Observation> observations = IntStream.range(0, USES)
                    .mapToObj(i -> events.observe(Kind.READER, "select " + i))
                    .toList();
            CyclicBarrier start = new CyclicBarrier(2);
            CompletableFuture<List<ConnectionUse>> theirs =
                    CompletableFuture.supplyAsync(() -> names(observations, start));
            assertThat(names(observations, start)).isEqualTo(theirs.join());
        }
    }

    private static List<ConnectionUse> names(List<Observation> observations, CyclicBarrier start) {
        try {
            start.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return observations.stream().map(Observation::use).toList();
    }
}
