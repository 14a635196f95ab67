package io.signalbox.hibernate;

import io.signalbox.sqlite.SqliteUrl;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.JpaComplianceSettings;
import org.hibernate.service.spi.ServiceContributor;

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
        boolean ours = urlIn(settings).filter(SqliteUrl::accepts).isPresent()
                && OTHER_SOURCES.stream().allMatch(key -> settings.get(key) == null);
        if (ours) {
            builder.applySetting(JdbcSettings.CONNECTION_PROVIDER, SqliteConnectionProvider.class);
            if (settings.get(JdbcSettings.DIALECT) == null) {
                builder.applySetting(JdbcSettings.DIALECT, SqliteDialect.class);
            }
            if (settings.get(JpaComplianceSettings.JPA_TRANSACTION_COMPLIANCE) == null) {
                // else commit() of a transaction that was marked rollback-only rolls back, and returns as if it had not
                builder.applySetting(JpaComplianceSettings.JPA_TRANSACTION_COMPLIANCE, true);
            }
        }
    }
}
