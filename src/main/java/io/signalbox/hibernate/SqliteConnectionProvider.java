package io.signalbox.hibernate;

import io.signalbox.jdbc.Setting;
import io.signalbox.jdbc.SqliteConfiguration;
import io.signalbox.jdbc.SqliteDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.HibernateException;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.connections.internal.DatabaseConnectionInfoImpl;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.engine.jdbc.connections.spi.DatabaseConnectionInfo;
import org.hibernate.engine.jdbc.env.spi.ExtractedDatabaseMetaData;
import org.hibernate.service.UnknownUnwrapTypeException;
import org.hibernate.service.spi.Configurable;
import org.hibernate.service.spi.Stoppable;
import org.jspecify.annotations.Nullable;

/**
 * Hibernate's connections, from a {@link SqliteDataSource} that it opens with the unit and closes with it.
 *
 * <p>Set by itself where the unit's URL is one of SQLite; by hand as {@code hibernate.connection.provider_class}. A
 * read-only session reads from a reader, any other is a writer from the first statement of a transaction on.
 *
 * <p>Safe for use by any number of threads.
 */
public final class SqliteConnectionProvider implements ConnectionProvider, Configurable, Stoppable {

    private static final long serialVersionUID = 1L;

    private transient @Nullable SqliteDataSource dataSource;

    /** Called by Hibernate. */
    public SqliteConnectionProvider() {}

    /**
     * Opens the data source with the unit's URL and its {@code signalbox.*} properties.
     *
     * @throws io.signalbox.jdbc.ConfigurationException if a property is wrong or unknown; it lists all that are
     * @throws HibernateException if the database cannot be opened
     */
    @Override
    public void configure(Map<String, Object> settings) {
        String url = SqliteServiceContributor.urlIn(settings)
                .orElseThrow(() -> new HibernateException("the persistence unit has no jakarta.persistence.jdbc.url"));
        SqliteConfiguration configuration = SqliteConfiguration.parse(url, withoutSystemProperties(settings));
        try {
            dataSource = SqliteDataSource.open(configuration);
        } catch (SQLException e) {
            throw new HibernateException("the database of the persistence unit cannot be opened: " + e.getMessage(), e);
        }
    }

    /**
     * Hibernate puts all system properties among the settings of every unit. One like {@code signalbox.it.jar}, with a
     * further name space, is some tool's; {@code -Dsignalbox.readers=8} is a setting, and {@code -Dsignalbox.raeders=8} a
     * wrong one.
     */
    private static Map<String, Object> withoutSystemProperties(Map<String, Object> settings) {
        Map<String, Object> own = new HashMap<>(settings);
        own.keySet().removeIf(key -> isOfATool(key) && System.getProperty(key) != null);
        return own;
    }

    private static boolean isOfATool(String key) {
        String rest = key.startsWith(Setting.PREFIX) ? key.substring(Setting.PREFIX.length()) : "";
        return rest.contains(".") && !rest.startsWith(Setting.PRAGMA_PREFIX);
    }

    /**
     * The data source of this unit.
     *
     * @throws IllegalStateException before {@link #configure} and after {@link #stop}
     */
    public SqliteDataSource dataSource() {
        SqliteDataSource present = dataSource;
        if (present == null) {
            throw new IllegalStateException("the connection provider is not started, or was stopped");
        }
        return present;
    }

    /** From now on transactions prepare for isolated work; before any session was opened. */
    void expectIsolatedWork() {
        dataSource().expectIsolatedWork();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return dataSource().getConnection();
    }

    @Override
    public Connection getReadOnlyConnection() throws SQLException {
        return dataSource().getReadOnlyConnection();
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        connection.close();
    }

    /** True: {@link #getReadOnlyConnection} is read-only already, so Hibernate need not say so once more. */
    @Override
    public boolean handlesConnectionReadOnly() {
        return true;
    }

    /** False: between the statements of a transaction the connection must stay. */
    @Override
    public boolean supportsAggressiveRelease() {
        return false;
    }

    @Override
    public DatabaseConnectionInfo getDatabaseConnectionInfo(Dialect dialect, ExtractedDatabaseMetaData metaData) {
        SqliteDataSource present = dataSource();
        int readers = present.configuration().readers();
        return new DatabaseConnectionInfoImpl(
                SqliteConnectionProvider.class,
                "jdbc:sqlite:" + present.path(),
                "SQLite, 1 writer and " + readers + " readers, WAL, "
                        + present.configuration().durability(),
                dialect.getClass(),
                dialect.getVersion(),
                false,
                false,
                null,
                null,
                "on demand",
                "SERIALIZABLE",
                1 + readers,
                1 + readers,
                null);
    }

    @Override
    public void stop() {
        SqliteDataSource present = dataSource;
        dataSource = null;
        if (present != null) {
            try {
                present.close();
            } catch (SQLException e) {
                throw new HibernateException("the database " + present.path() + " could not be closed cleanly", e);
            }
        }
    }

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return type.isInstance(this) || type == DataSource.class || type == SqliteDataSource.class;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (isUnwrappableAs(type)) {
            return type.cast(dataSource());
        }
        throw new UnknownUnwrapTypeException(type);
    }
}
