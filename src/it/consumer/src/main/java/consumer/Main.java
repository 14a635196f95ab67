package consumer;

import io.signalbox.Database;
import io.signalbox.identity.Argon2idHasher;
import io.signalbox.identity.AuthResult;
import io.signalbox.identity.Authenticator;
import io.signalbox.identity.EmailAddress;
import io.signalbox.identity.IdentityUnit;
import io.signalbox.identity.RegisterUser;
import io.signalbox.identity.UserService;
import io.signalbox.migration.Migrations;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.security.SecureRandom;
import java.time.Clock;
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
            login();
            System.out.println("ok " + weight);
        }
    }

    /** Without any of the libraries that the integrations are for. */
    private static void login() throws Exception {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        try (Database users = Database.open(IdentityUnit.on("jdbc:sqlite::memory:"))) {
            users.migrate(Migrations.identity());
            Argon2idHasher argon2id = new Argon2idHasher();
            new UserService(users, argon2id, clock, random)
                    .register(RegisterUser.of(EmailAddress.of("jo@example.org")), "correct horse".toCharArray());
            AuthResult result = new Authenticator(users, argon2id, clock, random)
                    .authenticate("JO@example.org", "correct horse".toCharArray());
            if (!(result instanceof AuthResult.Success)) {
                throw new IllegalStateException(result.toString());
            }
        }
        for (String absent : List.of(
                "org.springframework.security.core.Authentication",
                "jakarta.security.enterprise.identitystore.IdentityStore",
                "org.apache.catalina.Realm",
                "org.eclipse.jetty.security.LoginService")) {
            try {
                throw new IllegalStateException(Class.forName(absent) + " came along");
            } catch (ClassNotFoundException expected) {
                // it is optional
            }
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
