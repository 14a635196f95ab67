package io.signalbox.bench;

import io.signalbox.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** How long a hundred updates take, each in a transaction of its own and all in one. In turns, by one thread. */
final class OneTransaction {

    private static final int UPDATES = 100;
    private static final int WARM_UP = 50;
    private static final int TURNS = 51;

    private OneTransaction() {}

    static void print(Path directory) throws Exception {
        Map<String, Times> times = new LinkedHashMap<>();
        for (Durability durability : Durability.values()) {
            Path file = directory.resolve("one-transaction.db");
            Fixture.delete(file);
            Fixture.create(file, UPDATES);
            try (Database db = Database.open(SignalboxStack.unit(file, durability))) {
                times.put(durability.ours(), times(db));
            }
            Fixture.delete(file);
        }
        Results.write(directory.resolve("one-transaction.json"), times);
        System.out.printf("%-11s %14s %14s %8s%n", "100 updates", "each its own", "all in one", "ratio");
        times.forEach((durability, of) -> System.out.printf(
                "%-11s %11.2f ms %11.2f ms %8.1f%n",
                durability, of.eachItsOwn(), of.allInOne(), of.eachItsOwn() / of.allInOne()));
    }

    /** Medians, in milliseconds. */
    record Times(double eachItsOwn, double allInOne) {}

    private static Times times(Database db) {
        List<Double> own = new ArrayList<>();
        List<Double> one = new ArrayList<>();
        for (int turn = -WARM_UP; turn < TURNS; turn++) {
            double ownMillis = millis(() -> each(id ->
                    db.writeWithoutResult(em -> em.find(User.class, (long) id).append())));
            double oneMillis = millis(() -> db.writeWithoutResult(
                    em -> each(id -> em.find(User.class, (long) id).append())));
            if (turn >= 0) {
                own.add(ownMillis);
                one.add(oneMillis);
            }
        }
        return new Times(Median.of(own, Double::doubleValue), Median.of(one, Double::doubleValue));
    }

    private static void each(IntConsumer update) {
        for (int id = 1; id <= UPDATES; id++) {
            update.accept(id);
        }
    }

    private static double millis(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e6;
    }
}
