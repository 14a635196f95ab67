package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Unheld;
import io.signalbox.jdbc.SqliteDataSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.community.dialect.SQLiteDialect;
import org.hibernate.engine.jdbc.connections.internal.DriverManagerConnectionProvider;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/**
 * A unit with some entities, whose schema Hibernate makes, on a fresh file that goes with it: on our engine, or with the
 * driver and Hibernate's own pool, with our dialect or the community's. After it nothing is left open.
 */
final class DialectUnit implements AutoCloseable {

    /** Makes units. */
    static final class Builder {
        private final Class<?>[] entities;
        private final Map<String, Object> properties = new LinkedHashMap<>();
        private boolean plain;
        private Path shared;

        private Builder(Class<?>... entities) {
            this.entities = entities;
            properties.put("signalbox.durability", "CRASH_SAFE");
            properties.put("hibernate.hbm2ddl.auto", "create");
            properties.put("hibernate.hbm2ddl.halt_on_error", true);
        }

        Builder with(String property, Object value) {
            properties.put(property, value);
            return this;
        }

        /** With the driver and a pool of Hibernate's own; still with our dialect. */
        Builder plain() {
            plain = true;
            properties.remove("signalbox.durability");
            properties.put("hibernate.connection.provider_class", DriverManagerConnectionProvider.class.getName());
            properties.put("hibernate.connection.foreign_keys", "true");
            properties.put("hibernate.connection.journal_mode", "WAL");
            return with("hibernate.dialect", SqliteDialect.class.getName());
        }

        /** With the driver, Hibernate's own pool, and the community's dialect. */
        Builder stock() {
            return plain().with("hibernate.dialect", SQLiteDialect.class.getName())
                    .with("hibernate.hbm2ddl.halt_on_error", false);
        }

        /** On the file of another unit, which is to be closed after this one. */
        Builder on(DialectUnit other) {
            shared = other.file;
            return this;
        }

        DialectUnit open() {
            return new DialectUnit(this);
        }
    }

    static Builder of(Class<?>... entities) {
        return new Builder(entities);
    }

    private final Path file;
    private final boolean ownsFile;
    private final boolean plain;
    private final List<String> statements = new CopyOnWriteArrayList<>();
    private final SessionFactory factory;

    private DialectUnit(Builder builder) {
        ownsFile = builder.shared == null;
        plain = builder.plain;
        file = ownsFile ? newDirectory().resolve("test.db") : builder.shared;
        PersistenceConfiguration configuration = new PersistenceConfiguration("dialect");
        configuration.property("jakarta.persistence.jdbc.url", "jdbc:sqlite:" + file);
        configuration.property("hibernate.session_factory.statement_inspector", (StatementInspector) sql -> {
            statements.add(sql);
            return sql;
        });
        builder.properties.forEach(configuration::property);
        Stream.of(builder.entities).forEach(configuration::managedClass);
        try {
            factory = configuration.createEntityManagerFactory().unwrap(SessionFactory.class);
        } catch (RuntimeException e) {
            delete();
            throw e;
        }
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("signalbox-dialect-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SessionFactory factory() {
        return factory;
    }

    SqliteDialect dialect() {
        return (SqliteDialect) factory.unwrap(org.hibernate.engine.spi.SessionFactoryImplementor.class)
                .getJdbcServices()
                .getDialect();
    }

    Optional<SqliteDataSource> dataSource() {
        return EntityManagers.of(factory).dataSource();
    }

    <T> T call(Function<EntityManager, T> work) {
        return factory.callInTransaction(work);
    }

    /** The entity that a transaction of its own finds; null if there is none. */
    <T> T find(Class<T> type, Object id) {
        return call(em -> em.find(type, id));
    }

    void run(Consumer<EntityManager> work) {
        factory.runInTransaction(work);
    }

    void persist(Object... entities) {
        run(em -> Stream.of(entities).forEach(em::persist));
    }

    /** The one result of a query in HQL. */
    <T> T one(String hql, Class<T> type, Object... parameters) {
        return call(em -> query(em, hql, type, parameters).getSingleResult());
    }

    <T> List<T> all(String hql, Class<T> type, Object... parameters) {
        return call(em -> query(em, hql, type, parameters).getResultList());
    }

    private static <T> jakarta.persistence.TypedQuery<T> query(
            EntityManager em, String hql, Class<T> type, Object... parameters) {
        var query = em.createQuery(hql, type);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }

    int execute(String hql) {
        return call(em -> em.createQuery(hql).executeUpdate());
    }

    int executeNative(String sql) {
        return call(em -> em.createNativeQuery(sql).executeUpdate());
    }

    /** The one value of a query in SQL, as the driver has it. */
    Object value(String sql) {
        return call(em -> em.createNativeQuery(sql, Object.class).getSingleResult());
    }

    @SuppressWarnings("unchecked")
    List<Object> values(String sql) {
        return call(em -> (List<Object>) em.createNativeQuery(sql, Object.class).getResultList());
    }

    /** How the schema has a table, in lower case. */
    String ddl(String table) {
        return String.valueOf(value("select lower(sql) from sqlite_schema where lower(name) = '" + table + "'"));
    }

    /** What Hibernate prepares while it does this, in order. */
    List<String> statementsOf(Runnable work) {
        statements.clear();
        work.run();
        return new ArrayList<>(statements);
    }

    @Override
    public void close() {
        try {
            if (!plain) {
                Unheld.check(dataSource().orElseThrow()::statistics);
            }
        } finally {
            factory.close();
            if (ownsFile) {
                assertThat(file.resolveSibling("test.db-wal")).doesNotExist();
                delete();
            }
        }
    }

    private void delete() {
        if (!ownsFile) {
            return;
        }
        try (Stream<Path> files = Files.list(file.getParent())) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
            Files.delete(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
