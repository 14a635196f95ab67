package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Track;
import io.signalbox.jdbc.SqliteDriver;
import io.signalbox.migration.Migrations;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.community.dialect.SQLiteDialect;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.engine.jdbc.connections.internal.DriverManagerConnectionProvider;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

class SqliteServiceContributorTest {

    @TempDir
    Path directory;

    private static ConnectionProvider providerOf(EntityManagerFactory factory) {
        return factory.unwrap(SessionFactoryImplementor.class)
                .getServiceRegistry()
                .requireService(ConnectionProvider.class);
    }

    private static Dialect dialectOf(EntityManagerFactory factory) {
        return factory.unwrap(SessionFactoryImplementor.class).getJdbcServices().getDialect();
    }

    private static void migrate(EntityManagerFactory factory) throws Exception {
        Migrations.of("classpath:db/test")
                .apply(EntityManagers.of(factory).dataSource().orElseThrow());
    }

    private static long count(EntityManagerFactory factory) {
        return factory.callInTransaction(
                em -> em.createQuery("select count(t) from Track t", Long.class).getSingleResult());
    }

    private String url() {
        return "jdbc:sqlite:" + directory.resolve("test.db");
    }

    @Test
    void aUnitWithNothingButAUrlGetsProviderAndDialect() throws Exception {
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("plain")) {
            assertThat(providerOf(factory)).isExactlyInstanceOf(SqliteConnectionProvider.class);
            assertThat(dialectOf(factory)).isExactlyInstanceOf(SqliteDialect.class);
            migrate(factory);
            factory.runInTransaction(em -> em.persist(new Track("main line")));
            assertThat(count(factory)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:sqlite:", "jdbc:signalbox:", "JDBC:SQLITE:", "JDBC:SIGNALBOX:"})
    void bothPrefixesOfTheUrlAreTaken(String prefix) throws Exception {
        Map<String, ?> properties = Map.of(JdbcSettings.JAKARTA_JDBC_URL, prefix + directory.resolve("test.db"));
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("plain", properties)) {
            assertThat(providerOf(factory)).isExactlyInstanceOf(SqliteConnectionProvider.class);
            assertThat(dialectOf(factory)).isExactlyInstanceOf(SqliteDialect.class);
            migrate(factory);
            factory.runInTransaction(em -> em.persist(new Track("main line")));
            assertThat(count(factory)).isEqualTo(1);
        }
        assertThat(directory.resolve("test.db")).exists();
    }

    @Test
    void aUnitAndTheDriverShareADatabase() throws Exception {
        String url = "jdbc:signalbox:" + directory.resolve("test.db");
        Map<String, ?> properties = Map.of(
                JdbcSettings.JAKARTA_JDBC_URL, url, JdbcSettings.JAKARTA_JDBC_DRIVER, SqliteDriver.class.getName());
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("plain", properties)) {
            migrate(factory);
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("insert into track(name) values('by the driver')");
                assertThat(EntityManagers.of(factory)
                                .dataSource()
                                .orElseThrow()
                                .statistics()
                                .writer()
                                .held())
                        .isTrue();
                connection.commit();
            }
            assertThat(count(factory)).isEqualTo(1);
        }
    }

    @Test
    void aUnitOnAnotherDatabaseIsLeftAlone() throws Exception {
        try (EntityManagerFactory ours = Persistence.createEntityManagerFactory("plain");
                EntityManagerFactory other = Persistence.createEntityManagerFactory("another-database")) {
            assertThat(providerOf(other)).isNotInstanceOf(SqliteConnectionProvider.class);
            assertThat(dialectOf(other)).isExactlyInstanceOf(H2Dialect.class);
            assertThat(EntityManagers.of(other).dataSource()).isEmpty();
            migrate(ours);
            ours.runInTransaction(em -> em.persist(new Track("here")));
            other.runInTransaction(em -> {
                em.persist(new Track("there"));
                em.persist(new Track("there too"));
            });
            assertThat(count(ours)).isEqualTo(1);
            assertThat(count(other)).isEqualTo(2);
        }
    }

    @Test
    void aUnitThatNamesItsProviderKeepsIt() {
        Map<String, ?> properties = Map.of(
                JdbcSettings.JAKARTA_JDBC_URL,
                url(),
                JdbcSettings.CONNECTION_PROVIDER,
                DriverManagerConnectionProvider.class);
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("plain", properties)) {
            assertThat(providerOf(factory)).isExactlyInstanceOf(DriverManagerConnectionProvider.class);
            assertThat(dialectOf(factory)).isNotInstanceOf(SqliteDialect.class);
        }
    }

    static Stream<Object> namesOfOurProvider() {
        return Stream.of(
                SqliteConnectionProvider.class.getName(),
                SqliteConnectionProvider.class,
                new SqliteConnectionProvider());
    }

    @ParameterizedTest
    @MethodSource("namesOfOurProvider")
    void aUnitThatNamesOurProviderGetsItsDialect(Object provider) {
        Map<String, ?> properties =
                Map.of(JdbcSettings.JAKARTA_JDBC_URL, url(), JdbcSettings.CONNECTION_PROVIDER, provider);
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("plain", properties)) {
            assertThat(providerOf(factory)).isExactlyInstanceOf(SqliteConnectionProvider.class);
            assertThat(dialectOf(factory)).isInstanceOf(SqliteDialect.class);
        }
    }

    /** A dialect of an application's own. */
    public static final class OwnDialect extends SqliteDialect {}

    @ParameterizedTest
    @ValueSource(classes = {SQLiteDialect.class, OwnDialect.class})
    void aUnitThatNamesItsDialectKeepsIt(Class<?> dialect) {
        Map<String, ?> properties =
                Map.of(JdbcSettings.JAKARTA_JDBC_URL, url(), JdbcSettings.DIALECT, dialect.getName());
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("plain", properties)) {
            assertThat(providerOf(factory)).isExactlyInstanceOf(SqliteConnectionProvider.class);
            assertThat(dialectOf(factory)).isExactlyInstanceOf(dialect);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hibernate.connection.datasource",
                "jakarta.persistence.nonJtaDataSource",
                "javax.persistence.nonJtaDataSource"
            })
    void aUnitThatBringsItsDataSourceKeepsIt(String key) {
        SQLiteDataSource own = new SQLiteDataSource();
        own.setUrl("jdbc:sqlite:" + directory.resolve("own.db"));
        Map<String, ?> properties = Map.of(JdbcSettings.JAKARTA_JDBC_URL, url(), key, own);
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("plain", properties)) {
            assertThat(providerOf(factory)).isNotInstanceOf(SqliteConnectionProvider.class);
            factory.runInTransaction(
                    em -> em.createNativeQuery("create table t(id integer)").executeUpdate());
        }
        assertThat(directory.resolve("own.db")).exists();
        assertThat(directory.resolve("test.db")).doesNotExist();
    }
}
