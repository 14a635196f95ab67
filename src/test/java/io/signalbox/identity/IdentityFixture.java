package io.signalbox.identity;

import io.signalbox.session.TransactionOptions;
import io.signalbox.session.Transactions;
import io.signalbox.session.Work;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.PersistenceConfiguration;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/** A migrated database file of its own, the services over it, and plain JDBC to look behind them. */
final class IdentityFixture implements AutoCloseable {

    static final Argon2Parameters LIGHT = new Argon2Parameters(64, 1, 1, 8, 16);

    /** Kept, so that its level is. */
    private static final Logger POOL = Logger.getLogger("org.hibernate.orm.connections.pooling");

    final SettableClock clock = new SettableClock();
    final SecureRandom random = new SecureRandom();
    final CountingHasher hasher = new CountingHasher(new Argon2idHasher(LIGHT, random, 2));
    final SerialTransactions transactions;
    final UserService users;
    final RoleService roles;
    final Authenticator authenticator;

    private final PlainJdbc jdbc;
    private final EntityManagerFactory factory;

    IdentityFixture(Path directory) {
        POOL.setLevel(Level.SEVERE);
        String url = "jdbc:sqlite:" + directory.resolve("identity.db") + "?foreign_keys=true";
        migrate(url);
        jdbc = new PlainJdbc(url);
        factory = new PersistenceConfiguration("identity")
                .managedClass(User.class)
                .managedClass(Role.class)
                .managedClass(UserRole.class)
                .property("jakarta.persistence.jdbc.url", url)
                .property("hibernate.dialect", "org.hibernate.community.dialect.SQLiteDialect")
                .property("hibernate.connection.pool_size", 1)
                .property("hibernate.generate_statistics", true)
                .createEntityManagerFactory();
        transactions = new SerialTransactions(factory);
        users = new UserService(transactions, hasher, clock, random);
        roles = new RoleService(transactions, clock, random);
        authenticator = new Authenticator(transactions, hasher, clock, random);
        hasher.reset();
    }

    static void migrate(String url) {
        Flyway.configure()
                .dataSource(url, "", "")
                .locations("classpath:db/signalbox/identity/sqlite")
                .load()
                .migrate();
    }

    /** How many statements Hibernate prepared so far. */
    long statements() {
        return factory.unwrap(SessionFactory.class).getStatistics().getPrepareStatementCount();
    }

    /** The rows of a query, each as the text of its columns joined by |. */
    List<String> rows(String sql, @Nullable Object... parameters) {
        return jdbc.rows(sql, parameters);
    }

    /** Runs a statement behind the services' backs. */
    void update(String sql, @Nullable Object... parameters) {
        jdbc.run(sql, parameters);
    }

    @Override
    public void close() {
        factory.close();
    }

    /** One transaction at a time, on the calling thread; inner units join. */
    static final class SerialTransactions implements Transactions {

        private final EntityManagerFactory factory;
        private final ReentrantLock turn = new ReentrantLock();

        @SuppressWarnings("ThreadLocalUsage") // one for each fixture
        private final ThreadLocal<EntityManager> current = new ThreadLocal<>();

        volatile @Nullable RuntimeException nextWriteFails;
        final AtomicInteger writes = new AtomicInteger();

        SerialTransactions(EntityManagerFactory factory) {
            this.factory = factory;
        }

        @Override
        public <T extends @Nullable Object, X extends Exception> T read(TransactionOptions options, Work<T, X> work)
                throws X {
            return run(work);
        }

        @Override
        public <T extends @Nullable Object, X extends Exception> T write(TransactionOptions options, Work<T, X> work)
                throws X {
            RuntimeException failure = nextWriteFails;
            if (failure != null) {
                nextWriteFails = null;
                throw failure;
            }
            return run(em -> {
                writes.incrementAndGet();
                return work.run(em);
            });
        }

        @Override
        public boolean isActive() {
            return current.get() != null;
        }

        private <T extends @Nullable Object, X extends Exception> T run(Work<T, X> work) throws X {
            EntityManager outer = current.get();
            return outer != null ? join(outer, work) : begin(work);
        }

        private static <T extends @Nullable Object, X extends Exception> T join(EntityManager outer, Work<T, X> work)
                throws X {
            boolean done = false;
            try {
                T result = work.run(outer);
                done = true;
                return result;
            } finally {
                if (!done) {
                    outer.getTransaction().setRollbackOnly();
                }
            }
        }

        private <T extends @Nullable Object, X extends Exception> T begin(Work<T, X> work) throws X {
            turn.lock();
            try (EntityManager em = factory.createEntityManager()) {
                EntityTransaction transaction = em.getTransaction();
                transaction.begin();
                current.set(em);
                try {
                    T result = work.run(em);
                    transaction.commit();
                    return result;
                } finally {
                    current.remove();
                    if (transaction.isActive()) {
                        transaction.rollback();
                    }
                }
            } finally {
                turn.unlock();
            }
        }
    }
}
