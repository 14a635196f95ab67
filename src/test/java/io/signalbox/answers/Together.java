package io.signalbox.answers;

import io.signalbox.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;

/** Threads that begin at one moment, as requests do. */
final class Together {

    private Together() {}

    /** What a thread does, by its number from 0. */
    interface Work<T> {
        T run(int number) throws Exception;
    }

    /** Work that has no result. */
    interface Action {
        void run(int number) throws Exception;
    }

    /** What each returned, by its number; fails if any did. */
    static <T> List<T> start(int threads, String name, Work<T> work) throws Exception {
        CyclicBarrier together = new CyclicBarrier(threads);
        List<Actor<T>> actors = IntStream.range(0, threads)
                .mapToObj(i -> Actor.start(name + "-" + i, () -> {
                    together.await();
                    return work.run(i);
                }))
                .toList();
        List<T> results = new ArrayList<>();
        for (Actor<T> actor : actors) {
            results.add(actor.result());
        }
        return results;
    }

    static void does(int threads, String name, Action action) throws Exception {
        start(threads, name, i -> {
            action.run(i);
            return true;
        });
    }
}
