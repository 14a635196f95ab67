package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Actor;
import io.signalbox.Database;
import io.signalbox.Track;
import io.signalbox.migration.Migrations;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The entities in an application's own unit, and what becomes of them there. */
class IdentityUnitTest {

    private static final RoleName EDITOR = RoleName.of("Editor");

    @TempDir
    Path directory;

    private String url;

    @BeforeEach
    void migrate() throws SQLException {
        url = "jdbc:sqlite:" + directory.resolve("app.db");
        try (Database database = Database.open(IdentityUnit.on(url))) {
            database.migrate(Migrations.identity());
            database.migrate(Migrations.of("classpath:db/test"));
        }
    }

    private Database open(Map<String, ?> properties) {
        Map<String, Object> all = new java.util.HashMap<>(properties);
        all.put("jakarta.persistence.jdbc.url", url);
        return Database.open("with-identity", all);
    }

    private static UserService users(Database database) {
        var hasher = new Argon2idHasher(IdentityFixture.LIGHT, new SecureRandom(), 2);
        return new UserService(database, hasher, Clock.systemUTC(), new SecureRandom());
    }

    private static RoleService roles(Database database) {
        return new RoleService(database, Clock.systemUTC(), new SecureRandom());
    }

    @Test
    void isOneLineInAUnitOfOnesOwn() {
        try (Database database = open(Map.of())) {
            long id = users(database)
                    .register(RegisterUser.of(EmailAddress.of("jo@example.org")))
                    .id();
            database.writeWithoutResult(em -> em.persist(new Track("main line")));
            assertThat(database.<List<Long>, RuntimeException>read(
                            em -> em.createQuery("select u.id from User u, Track t where u.enabled = true", Long.class)
                                    .getResultList()))
                    .containsExactly(id);
        }
    }

    @Test
    void isValidatedAgainstTheSchemaOfTheMigrations() {
        try (Database database = open(Map.of("hibernate.hbm2ddl.auto", "validate"))) {
            assertThat(database.entityManagerFactory().isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"transaction_mode, UPGRADE", "readers, 2", "readers, 32"})
    void hasOneWinnerHoweverItIsConfigured(String setting, String value) throws Exception {
        try (Database database = open(Map.of("signalbox." + setting, value))) {
            UserService users = users(database);
            RoleService roles = roles(database);
            Race.assertOneWinner(
                    Race.run(i -> () -> users.register(RegisterUser.of(EmailAddress.of("jo@example.org")))),
                    DuplicateEmailException.class);
            long jo =
                    users.find(EmailAddress.of("jo@example.org")).orElseThrow().id();
            Race.assertOneWinner(Race.run(i -> () -> roles.create(EDITOR, null, false)), DuplicateRoleException.class);
            Race.assertOneIs(true, false, Race.run(i -> () -> roles.grant(jo, EDITOR, null)));
            Race.assertOneIs(true, false, Race.run(i -> () -> users.disable(jo, null)));
        }
    }

    @Test
    void cachesRolesAloneAndTheServicesEmptyTheCache() {
        try (Database database = open(Map.of(
                "hibernate.cache.region.factory_class", MapRegionFactory.class.getName(),
                "hibernate.cache.use_query_cache", true,
                "hibernate.generate_statistics", true))) {
            UserService users = users(database);
            RoleService roles = roles(database);
            long role = roles.create(EDITOR, null, false).id();
            long jo = users.register(RegisterUser.of(EmailAddress.of("jo@example.org")))
                    .id();
            Statistics statistics =
                    database.entityManagerFactory().unwrap(SessionFactory.class).getStatistics();
            assertThat(nameOf(database, role)).isEqualTo("Editor");
            long before = statistics.getPrepareStatementCount();
            assertThat(nameOf(database, role)).as("from the cache").isEqualTo("Editor");
            assertThat(statistics.getPrepareStatementCount()).isEqualTo(before);
            roles.rename(EDITOR, RoleName.of("Author"), null);
            assertThat(nameOf(database, role)).as("after a change").isEqualTo("Author");
            database.<User, RuntimeException>read(em -> em.find(User.class, jo));
            assertThat(database.entityManagerFactory().getCache().contains(User.class, jo))
                    .isFalse();
        }
    }

    private static String nameOf(Database database, long role) {
        return database.read(em -> em.find(Role.class, role).getName());
    }

    /** The cache of a query's results, for an application's own entities: a write through JPA or HQL empties it. */
    @Test
    void cachesTheQueriesOfAnApplicationUntilTheirTablesChange() throws Exception {
        try (Database database = open(Map.of(
                "hibernate.cache.region.factory_class", MapRegionFactory.class.getName(),
                "hibernate.cache.use_query_cache", true,
                "hibernate.generate_statistics", true))) {
            Statistics statistics =
                    database.entityManagerFactory().unwrap(SessionFactory.class).getStatistics();
            database.writeWithoutResult(em -> em.persist(new Track("main line")));
            assertThat(tracks(database)).containsExactly("main line");
            long before = statistics.getPrepareStatementCount();
            assertThat(Actor.on("another thread", () -> tracks(database))).containsExactly("main line");
            assertThat(statistics.getPrepareStatementCount()).isEqualTo(before);
            database.writeWithoutResult(em -> em.persist(new Track("siding")));
            assertThat(tracks(database)).containsExactly("main line", "siding");
        }
    }

    private static List<String> tracks(Database database) {
        return database.read(em -> em.createQuery("select t.name from Track t order by t.id", String.class)
                .setHint("org.hibernate.cacheable", true)
                .getResultList());
    }
}
