package io.signalbox.hibernate;

import io.signalbox.sqlite.SqliteUrl;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.JpaComplianceSettings;
import org.hibernate.cfg.TransactionSettings;
import org.hibernate.resource.transaction.backend.jdbc.internal.JdbcResourceLocalTransactionCoordinatorBuilderImpl;
import org.hibernate.service.spi.ServiceContributor;
import org.jspecify.annotations.Nullable;

/**
 * Gives a persistence unit its connection provider and its dialect, where the unit's URL is one of SQLite and the unit
 * names neither itself. Found by {@link java.util.ServiceLoader}; a unit on another database is left alone.
 */
public final class SqliteServiceContributor implements ServiceContributor {

    private static final List<String> OTHER_SOURCES = List.of(
            JdbcSettings.CONNECTION_PROVIDER,
            "hibernate.connection.datasource",
            JdbcSettings.JAKARTA_JTA_DATASOURCE,
            JdbcSettings.JAKARTA_NON_JTA_DATASOURCE);

    /** Called by Hibernate. */
    public SqliteServiceContributor() {}

    /** The URL of a unit, under the name that JPA has for it or under Hibernate's own. */
    static Optional<String> urlIn(Map<String, ?> settings) {
        return List.of(JdbcSettings.JAKARTA_JDBC_URL, "hibernate.connection.url").stream()
                .map(settings::get)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .findFirst();
    }

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        Map<String, Object> settings = builder.getSettings();
        if (urlIn(settings).filter(SqliteUrl::accepts).isEmpty()) {
            return;
        }
        boolean named = isOurs(settings.get(JdbcSettings.CONNECTION_PROVIDER));
        boolean free = OTHER_SOURCES.stream().allMatch(key -> settings.get(key) == null);
        if (free) {
            builder.applySetting(JdbcSettings.CONNECTION_PROVIDER, SqliteConnectionProvider.class);
        }
        if (free || named) {
            builder.addInitiator(new SoleBytecodeProvider());
            if (isHibernatesOwn(settings.get(TransactionSettings.TRANSACTION_COORDINATOR_STRATEGY))) {
                builder.applySetting(
                        TransactionSettings.TRANSACTION_COORDINATOR_STRATEGY, new IsolatingTransactionCoordinators());
            }
            if (settings.get(JdbcSettings.DIALECT) == null) {
                builder.applySetting(JdbcSettings.DIALECT, SqliteDialect.class);
            }
            if (settings.get(JpaComplianceSettings.JPA_TRANSACTION_COMPLIANCE) == null) {
                // else commit() of a transaction that was marked rollback-only rolls back, and returns as if it had not
                builder.applySetting(JpaComplianceSettings.JPA_TRANSACTION_COMPLIANCE, true);
            }
        }
    }

    /** Hibernate's JPA puts its own coordinator among the settings, where the unit's transactions are resource-local. */
    private static boolean isHibernatesOwn(@Nullable Object coordinators) {
        return coordinators == null
                || coordinators == JdbcResourceLocalTransactionCoordinatorBuilderImpl.class
                || coordinators.equals(JdbcResourceLocalTransactionCoordinatorBuilderImpl.SHORT_NAME);
    }

    /** A provider may be named by its class, by the name of it, or by an instance. */
    private static boolean isOurs(@Nullable Object provider) {
        return provider == SqliteConnectionProvider.class
                || provider instanceof SqliteConnectionProvider
                || SqliteConnectionProvider.class.getName().equals(provider);
    }
}
