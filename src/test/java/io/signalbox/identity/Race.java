package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;

/** 32 threads that set off together, and what became of each: its result, or what was thrown. */
final class Race {

    static final int THREADS = 32;

    private Race() {}

    static List<Object> run(IntFunction<Callable<?>> contestant) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Actor<Object>> actors = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Callable<?> work = contestant.apply(i);
            actors.add(Actor.start("contestant " + i, () -> {
                start.await();
                return outcome(work);
            }));
        }
        start.countDown();
        List<Object> outcomes = new ArrayList<>();
        for (Actor<Object> actor : actors) {
            outcomes.add(actor.result());
        }
        return outcomes;
    }

    private static Object outcome(Callable<?> work) {
        try {
            return work.call();
        } catch (Exception e) {
            return e;
        }
    }

    /** One of the outcomes is a result, and all others are of the type. */
    static void assertOneWinner(List<Object> outcomes, Class<? extends Exception> loser) {
        assertThat(outcomes)
                .filteredOn(outcome -> !(outcome instanceof Exception))
                .hasSize(1);
        assertThat(outcomes)
                .filteredOn(outcome -> outcome instanceof Exception)
                .hasSize(THREADS - 1)
                .allMatch(loser::isInstance);
    }

    /** One of the outcomes is the winner's, and all others are the losers'. */
    static void assertOneIs(Object winner, Object loser, List<Object> outcomes) {
        assertThat(outcomes)
                .containsOnly(winner, loser)
                .filteredOn(winner::equals)
                .hasSize(1);
    }
}
