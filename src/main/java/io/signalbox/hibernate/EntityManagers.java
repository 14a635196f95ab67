package io.signalbox.hibernate;

import io.signalbox.jdbc.CommitOutcomeUnknownException;
import io.signalbox.jdbc.Leak;
import io.signalbox.jdbc.SqliteConnection;
import io.signalbox.jdbc.SqliteDataSource;
import io.signalbox.jdbc.TransactionMode;
import io.signalbox.sqlite.Durability;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.RollbackException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.TransactionException;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/**
 * Opens EntityManagers of a factory, for reading or for writing; JPA itself has no way to ask for the one or the other.
 *
 * <p>Safe for use by any number of threads.
 */
public final class EntityManagers {

    private static final System.Logger LOGGER = System.getLogger(EntityManagers.class.getName());

    private final SessionFactoryImplementor factory;
    private final Optional<SqliteDataSource> dataSource;

    private EntityManagers(SessionFactoryImplementor factory) {
        this.factory = factory;
        this.dataSource = dataSourceOf(factory);
    }

    /**
     * The EntityManagers of a factory, whoever made it.
     *
     * @throws IllegalArgumentException if the factory is not one of Hibernate's
     */
    public static EntityManagers of(EntityManagerFactory factory) {
        try {
            return new EntityManagers(factory.unwrap(SessionFactoryImplementor.class));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the EntityManagerFactory is not Hibernate's: " + factory.getClass(), e);
        }
    }

    /** A new EntityManager whose transactions read, on a reader. What it loads is read-only. */
    public EntityManager openForReading() {
        return factory.withOptions().readOnly(true).openSession();
    }

    /** A new EntityManager whose transactions write. */
    public EntityManager openForWriting() {
        return factory.createEntityManager();
    }

    /** True if the EntityManager is one of the factory's, whoever opened it. */
    public boolean areOf(EntityManager entityManager) {
        return entityManager.getEntityManagerFactory().unwrap(SessionFactoryImplementor.class) == factory;
    }

    /** The state that a transaction is going to commit, to be read afterwards. */
    public CommittedState committedState() {
        return new CommittedState(factory);
    }

    /**
     * Begins a transaction.
     *
     * @param timeout how long it may wait for its connection; empty means the data source's own timeouts
     * @param mode when it takes the writer; empty means the data source's own mode
     * @param durability what its commit survives; empty means the data source's own durability
     */
    public void begin(
            EntityManager entityManager,
            Optional<Duration> timeout,
            Optional<TransactionMode> mode,
            Optional<Durability> durability) {
        entityManager.getTransaction().begin();
        if (timeout.isPresent()) {
            configure(entityManager, connection -> connection.setTransactionTimeout(timeout.get()));
        }
        if (mode.isPresent()) {
            configure(entityManager, connection -> connection.setTransactionMode(mode.get()));
        }
        if (durability.isPresent()) {
            setDurability(entityManager, durability.get());
        }
    }

    /** Sets what the commit of the present transaction survives. */
    public static void setDurability(EntityManager entityManager, Durability durability) {
        configure(entityManager, connection -> connection.setTransactionDurability(durability));
    }

    private interface Configuring {
        void on(SqliteConnection connection) throws SQLException;
    }

    private static void configure(EntityManager entityManager, Configuring configuring) {
        entityManager.unwrap(Session.class).doWork(connection -> {
            if (connection.isWrapperFor(SqliteConnection.class)) {
                configuring.on(connection.unwrap(SqliteConnection.class));
            }
        });
    }

    /** True if a transaction ended in such a way that nobody can know whether it is durable. */
    public static boolean isOutcomeUnknown(Throwable failure) {
        return CommitOutcomeUnknownException.isCauseOf(failure);
    }

    /**
     * What a commit has failed with, as a flush would throw it. JPA has it as the cause of the RollbackException, and of what
     * fails in COMMIT itself Hibernate says nothing but that it did.
     */
    public static PersistenceException commitFailure(EntityManager entityManager, RollbackException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof TransactionException && cause.getCause() instanceof SQLException reason) {
            cause = converted(entityManager.unwrap(SharedSessionContractImplementor.class), reason);
        }
        return cause instanceof PersistenceException told ? told : failure;
    }

    private static RuntimeException converted(SharedSessionContractImplementor session, SQLException reason) {
        return session.getExceptionConverter()
                .convert(session.getJdbcServices().getSqlExceptionHelper().convert(reason, "the commit failed"));
    }

    /** Whether what is reported is to tell where it was opened: the data source's {@code signalbox.diagnostics}. */
    public boolean diagnostics() {
        return dataSource.map(source -> source.configuration().diagnostics()).orElse(false);
    }

    /** Tells those who listen to the data source of an EntityManager that a thread has left open. */
    public void tellLeaked(String message, Optional<Throwable> openedAt) {
        dataSource.ifPresentOrElse(
                source -> source.tellLeaked(new Leak(source.path(), Leak.Kind.SESSION, message, openedAt)),
                () -> LOGGER.log(Level.WARNING, message, openedAt.orElse(null)));
    }

    /** Tells those who listen to the data source that a unit of work is about to be run again. */
    public void tellRetried(int attempt, Throwable failure) {
        dataSource.ifPresent(source -> source.tellRetried(attempt, failure));
    }

    /** The data source behind the factory; empty where it is not one of SQLite, or is hidden behind another. */
    public Optional<SqliteDataSource> dataSource() {
        return dataSource;
    }

    private static Optional<SqliteDataSource> dataSourceOf(SessionFactoryImplementor factory) {
        ConnectionProvider provider = factory.getServiceRegistry().requireService(ConnectionProvider.class);
        if (provider instanceof SqliteConnectionProvider ours) {
            return Optional.of(ours.dataSource());
        }
        return provider.isUnwrappableAs(DataSource.class)
                ? unwrapped(provider.unwrap(DataSource.class))
                : Optional.empty();
    }

    private static Optional<SqliteDataSource> unwrapped(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(SqliteDataSource.class)
                    ? Optional.of(dataSource.unwrap(SqliteDataSource.class))
                    : Optional.empty();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }
}
