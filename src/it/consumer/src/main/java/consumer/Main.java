package consumer;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Loads wagons from 16 threads, all of them one that they share too, and prints what they weigh together. */
public final class Main {

    private static final int THREADS = 16;
    private static final int TIMES = 10;

    private Main() {}

    public static void main(String[] args) throws Exception {
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("app")) {
            factory.runInTransaction(em -> em.createNativeQuery(
                            "create table Wagon(id integer primary key, load integer not null) strict")
                    .executeUpdate());
            factory.runInTransaction(em -> em.persist(new Wagon(0)));
            load(factory);
            long wagons = factory.callInTransaction(em ->
                    em.createQuery("select count(w) from Wagon w", Long.class).getSingleResult());
            long weight = factory.callInTransaction(em ->
                    em.createQuery("select sum(w.load) from Wagon w", Long.class).getSingleResult());
            if (wagons != 1 + THREADS * TIMES) {
                throw new IllegalStateException(wagons + " wagons");
            }
            System.out.println("ok " + weight);
        }
    }

    private static void load(EntityManagerFactory factory) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> loaders = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                loaders.add(() -> {
                    for (int time = 0; time < TIMES; time++) {
                        factory.runInTransaction(em -> {
                            em.find(Wagon.class, 1L).add(1);
                            em.persist(new Wagon(1));
                        });
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(loaders)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}
