package io.signalbox.bench;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.PersistenceConfiguration;
import javax.sql.DataSource;

/**
 * Hibernate over a pool, with the stock dialect: a session and a transaction for each unit of work, also for what reads only, as
 * {@code @Transactional} has it.
 */
class PooledStack extends JpaStack {

    private final EntityManagerFactory factory;
    private final AutoCloseable pool;

    PooledStack(DataSource dataSource, AutoCloseable pool) {
        this(configuration().property("hibernate.connection.datasource", dataSource), pool);
    }

    PooledStack(PersistenceConfiguration configuration, AutoCloseable pool) {
        this.factory = configuration
                .property("hibernate.dialect", "org.hibernate.community.dialect.SQLiteDialect")
                .createEntityManagerFactory();
        this.pool = pool;
    }

    @Override
    <R> R read(Work<R> work) {
        return inTransaction(work);
    }

    @Override
    <R> R write(Work<R> work) {
        return inTransaction(work);
    }

    private <R> R inTransaction(Work<R> work) {
        try (EntityManager em = factory.createEntityManager()) {
            EntityTransaction transaction = em.getTransaction();
            transaction.begin();
            try {
                R result = work.on(em);
                transaction.commit();
                return result;
            } finally {
                if (transaction.isActive()) {
                    transaction.rollback();
                }
            }
        }
    }

    @Override
    public void close() throws Exception {
        factory.close();
        pool.close();
    }
}
