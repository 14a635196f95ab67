package io.signalbox.jdbc;

import io.signalbox.sqlite.Location;
import io.signalbox.sqlite.SqliteUrl;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A driver for programs that take only a URL, {@code jdbc:signalbox:} and what {@link SqliteUrl} says of the rest. Found by
 * {@link java.util.ServiceLoader}; {@code Class.forName} registers it too.
 *
 * <p>Its connections are those of a {@link SqliteDataSource}, with the same settings and the same errors. All connections to
 * one database share one writer and one pool of readers, with each other and with the data sources of this JVM. The first
 * of them opens the database, the last to close closes it: nothing else keeps it open, and deregistering the driver
 * closes nothing. Who opens one connection after another opens the database each time: have a pool, or keep a {@link
 * SqliteDataSource} on the same URL open. A pool may close its connections after its own close has returned, as c3p0 does in a thread
 * of its own: the database is open until then.
 *
 * <p>A database in memory must have a name, because without one each connection would have a database of its own. It goes
 * with its last connection.
 *
 * <p>Properties are settings, named as in a URL. {@code user} and {@code password} are passed over: SQLite has no users.
 *
 * <p>Safe for use by any number of threads.
 */
public final class SqliteDriver implements Driver {

    private static final String PREFIX = "jdbc:signalbox:";
    private static final int MAJOR_VERSION = 0;
    private static final int MINOR_VERSION = 1;

    /** What every program passes that asks for a login. */
    private static final Set<String> LOGIN = Set.of("user", "password");

    static {
        try {
            DriverManager.registerDriver(new SqliteDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Called by {@link java.util.ServiceLoader}. */
    public SqliteDriver() {}

    /** True of a URL that begins with {@code jdbc:signalbox:}, in capitals or not. */
    @Override
    public boolean acceptsURL(String url) throws SQLException {
        if (url == null) {
            throw new SQLNonTransientConnectionException("the URL is null", FailedStart.SQL_STATE);
        }
        return url.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /**
     * Opens a connection, and the database with the first.
     *
     * @return null if the URL is not one of this driver's
     * @throws SQLException if the URL or a property is wrong, with a {@link ConfigurationException} as its cause, or if the
     *     database cannot be opened, or is open already with other settings
     */
    @Override
    public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Engines.Hold hold = Engines.hold(configuration(url, info));
        return new LazyConnection(hold.engine(), false, hold::release);
    }

    private static SqliteConfiguration configuration(String url, @Nullable Properties info) throws SQLException {
        SqliteConfiguration configuration;
        try {
            ConfigurationReader reader = new ConfigurationReader(url, Map.of());
            reader.takeShort(settingsIn(info), " among the properties");
            configuration = reader.read();
        } catch (ConfigurationException e) {
            throw new SQLNonTransientConnectionException(String.valueOf(e.getMessage()), FailedStart.SQL_STATE, e);
        }
        refuseUnnamed(configuration.location());
        return configuration;
    }

    private static void refuseUnnamed(Location location) throws SQLException {
        if (location instanceof Location.InMemory memory && memory.name().isEmpty()) {
            throw new SQLNonTransientConnectionException(
                    "each connection would have a database in memory of its own: give it a name that all share, as in"
                            + " jdbc:signalbox:file:orders?mode=memory",
                    FailedStart.SQL_STATE);
        }
    }

    private static Map<String, String> settingsIn(@Nullable Properties info) {
        Map<String, String> settings = new TreeMap<>();
        if (info != null) {
            info.stringPropertyNames()
                    .forEach(name ->
                            settings.put(name.toLowerCase(Locale.ROOT), Objects.toString(info.getProperty(name))));
        }
        settings.keySet().removeAll(LOGIN);
        return settings;
    }

    /** Every setting with its default, or with the value that the URL or the properties give it; none is required. */
    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info) {
        Map<String, String> given = settingsIn(info);
        try {
            given.putAll(SqliteUrl.parse(url).parameters());
        } catch (IllegalArgumentException e) {
            // half a URL, of somebody who still types: connect will say what is wrong with it
        }
        return Arrays.stream(Setting.values())
                .map(setting -> property(setting, given))
                .toArray(DriverPropertyInfo[]::new);
    }

    private static DriverPropertyInfo property(Setting setting, Map<String, String> given) {
        String value = given.getOrDefault(setting.key(), setting.defaultValue());
        DriverPropertyInfo property =
                new DriverPropertyInfo(setting.shortName(), given.getOrDefault(setting.shortName(), value));
        property.description = setting.description();
        property.choices =
                setting.choices().isEmpty() ? null : setting.choices().toArray(new String[0]);
        return property;
    }

    @Override
    public int getMajorVersion() {
        return MAJOR_VERSION;
    }

    @Override
    public int getMinorVersion() {
        return MINOR_VERSION;
    }

    /** False: SQLite's SQL lacks parts of SQL-92. */
    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("nothing is logged to java.util.logging; see System.Logger", "0A000");
    }
}
