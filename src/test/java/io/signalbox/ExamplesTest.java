package io.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.identity.Argon2idHasher;
import io.signalbox.identity.AuthResult;
import io.signalbox.identity.Authenticator;
import io.signalbox.identity.Bootstrap;
import io.signalbox.identity.BootstrapSpec;
import io.signalbox.identity.EmailAddress;
import io.signalbox.identity.IdentityUnit;
import io.signalbox.identity.ImportOptions;
import io.signalbox.identity.ImportReport;
import io.signalbox.identity.IssuedToken;
import io.signalbox.identity.RegisterUser;
import io.signalbox.identity.RoleName;
import io.signalbox.identity.RoleService;
import io.signalbox.identity.RoleSpec;
import io.signalbox.identity.TokenPrincipal;
import io.signalbox.identity.TokenPurpose;
import io.signalbox.identity.TokenService;
import io.signalbox.identity.UserFile;
import io.signalbox.identity.UserService;
import io.signalbox.identity.Username;
import io.signalbox.integration.jakarta.AuthenticatorIdentityStore;
import io.signalbox.integration.jetty.IdentityLoginService;
import io.signalbox.integration.spring.IdentityAuthenticationProvider;
import io.signalbox.integration.spring.IdentityPasswordEncoder;
import io.signalbox.integration.spring.IdentityUserDetailsService;
import io.signalbox.integration.tomcat.IdentityRealm;
import io.signalbox.jdbc.ConnectionUse;
import io.signalbox.jdbc.DatabaseListener;
import io.signalbox.jdbc.TransactionMode;
import io.signalbox.migration.Migrations;
import io.signalbox.session.SessionTransactions;
import io.signalbox.session.ThreadSessions;
import io.signalbox.session.TransactionOptions;
import io.signalbox.session.Transactions;
import io.signalbox.sqlite.BackupOptions;
import io.signalbox.sqlite.BackupReport;
import io.signalbox.sqlite.CheckReport;
import io.signalbox.sqlite.RestoreReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.Context;
import org.eclipse.jetty.security.SecurityHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.JdbcUserDetailsManager;

/** The Java of README and of the pages; {@link PagesTest} compares. */
class ExamplesTest {

    @RegisterExtension
    final TestDatabase test = TestDatabase.ofTracks();

    /** README; a unit named app is the reader's. */
    static void readme() {
        try (Database db = Database.open("app")) { // a unit of META-INF/persistence.xml
            long id = db.write(
                    em -> { // one writer at a time, in order of arrival
                        Track track = new Track("main line");
                        em.persist(track);
                        return track.getId();
                    });
            String name = db.read(em -> em.find(Track.class, id).getName()); // readers wait for nobody
            Table tracks = db.query("select * from track where name = ?", name); // plain SQL; any thread may keep it

            EntityManager shared = db.sharedEntityManager(); // cache it, inject it, hand it to any thread:
            shared.find(Track.class, id); // it always means the caller's own
        }
    }

    /** operations.md; the directory is the reader's. */
    static void operations(Database db) throws SQLException {
        BackupReport backup = db.backupTo(Path.of("/srv/backup/app.db"));
        db.backupTo(Path.of("/srv/backup/app.db"), BackupOptions.DEFAULTS.replacing());
        RestoreReport restored = db.restoreFrom(Path.of("/srv/backup/app.db"));
        CheckReport report = db.check();
        report.findings()
                .forEach(found -> System.out.println(found.severity() + " " + found.what() + ": " + found.remedy()));
    }

    /** answers.md; the file is the reader's. */
    static void fpl() {
        PersistenceConfiguration unit = new PersistenceConfiguration("fpl"); // no persistence.xml, no entities
        unit.property(PersistenceConfiguration.JDBC_URL, "jdbc:sqlite:collect/Data/fpl.db");
        try (Database db = Database.open(unit)) { // once, for the life of the application; hand it to any thread
            Table teams = db.query("SELECT * FROM TeamsBasic");
            Table players = db.query("SELECT * FROM PlayersBasic WHERE team = ? AND now_cost > ?", 3, 7.5);
            String name = players.row(62).get("web_name", String.class); // the row whose first column is 62
            System.out.println(teams); // aligned columns; also toCsv() and toJson()
        }
    }

    /** answers.md. */
    @Test
    void sharedMemory() {
        PersistenceConfiguration unit = new PersistenceConfiguration("orders");
        unit.property(PersistenceConfiguration.JDBC_URL, "jdbc:sqlite:file:orders?mode=memory");
        try (Database db = Database.open(unit)) {
            db.writeWithoutResult(em -> em.createNativeQuery("CREATE TABLE orders (id INTEGER PRIMARY KEY, item TEXT)")
                    .executeUpdate());
            assertThat(db.query("SELECT * FROM orders").columns()).containsExactly("id", "item");
        }
    }

    /** README. */
    @Test
    void listener() {
        Database database = test.database();
        database.addListener(new DatabaseListener() {
            @Override
            public void acquired(ConnectionUse use, Duration waited) {
                if (use.kind() == ConnectionUse.Kind.WRITER && waited.toMillis() > 100) {
                    System.out.println(use.thread() + " waited " + waited.toMillis() + " ms for: " + use.statement());
                }
            }
        });
        assertThat(database.<Long, RuntimeException>read(
                        em -> em.createQuery("select count(t) from Track t", Long.class)
                                .getSingleResult()))
                .isZero();
    }

    private static final ThreadLocal<String> CURRENT_REQUEST = new ThreadLocal<>();

    /** answers.md. */
    @Test
    void scopes() {
        Database db = test.database();
        CURRENT_REQUEST.set("request 1");
        ThreadSessions requests = db.sessions().scopedBy(CURRENT_REQUEST::get, Duration.ofMinutes(5));
        Transactions transactions = new SessionTransactions(requests);

        EntityManager em = requests.current(); // that of the request
        transactions.writeWithoutResult(e -> e.persist(new Track("main line"))); // and this is the same
        requests.remove(); // at the end of the request

        assertThat(em.isOpen()).isFalse();
        assertThat(requests.open()).isZero();
        CURRENT_REQUEST.remove();
    }

    /** identity.md. */
    @Test
    void cachedQueries() {
        Database db = test.database();
        List<String> names = db.read(em -> em.createQuery("select t.name from Track t order by t.id", String.class)
                .setHint("org.hibernate.cacheable", true)
                .getResultList());
        assertThat(names).isEmpty();
    }

    /** concurrency.md. */
    @Test
    void modes() {
        Database db = test.database();
        long id = db.write(em -> {
            Track track = new Track("");
            em.persist(track);
            return track.getId();
        });

        db.write(em -> em.find(Track.class, id).getName()); // IMMEDIATE: the writer, from find on
        db.write(TransactionOptions.mode(TransactionMode.UPGRADE).withAttempts(3), em -> {
            Track track = em.find(Track.class, id); // a reader
            if (track.getName().isEmpty()) {
                track.setName("main line"); // the writer, when this is flushed; after a conflict all of it runs again
            }
            return track.getName();
        });
        db.read(em -> em.find(Track.class, id).getName()); // a reader, and waits for no writer

        assertThat(db.<String, RuntimeException>read(
                        em -> em.find(Track.class, id).getName()))
                .isEqualTo("main line");
    }

    /** identity.md. */
    @Test
    void identity() throws SQLException {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        try (Database db = Database.open(IdentityUnit.on("jdbc:sqlite::memory:"))) {
            db.migrate(Migrations.identity());
            Argon2idHasher argon2id = new Argon2idHasher();
            RoleName administrator = RoleName.of("Administrator"); // the last user who has it does not lose it
            UserService users = new UserService(db, argon2id, clock, random, administrator);
            RoleService roles = new RoleService(db, clock, random, administrator);
            TokenService tokens = new TokenService(db, clock, random);
            Authenticator authenticator = new Authenticator(db, argon2id, clock, random);

            RoleSpec everybody = new RoleSpec(RoleName.of("User"), "whoever registers", true);
            RoleSpec administrators = new RoleSpec(administrator, null, false);
            new Bootstrap(db, users, clock, random)
                    .ensure(new BootstrapSpec(List.of(everybody, administrators), Optional.empty()));

            RegisterUser jo = RegisterUser.of(EmailAddress.of("Jo@example.org")).withUsername(Username.of("jo"));
            long id = users.register(jo, "correct horse".toCharArray()).id();
            AuthResult result = authenticator.authenticate("JO@example.org", "correct horse".toCharArray());
            if (result instanceof AuthResult.Success success && success.roles().contains("User")) {
                IssuedToken session = tokens.issue(success.userId(), TokenPurpose.SESSION, Duration.ofHours(8), null);
                Optional<TokenPrincipal> principal = tokens.verify(session.value(), TokenPurpose.SESSION);
            }

            assertThat(result).isInstanceOf(AuthResult.Success.class);
            assertThat(roles.rolesOf(id)).containsExactly("User");
        }
    }

    /** identity.md; the file is the reader's. */
    static void identityImport(UserService users) {
        try (UserFile rows = UserFile.csv(Path.of("users.csv"))) {
            ImportReport report = users.importUsers(rows, ImportOptions.DEFAULT.onProgress(r -> show(r.rows())));
        }
    }

    private static void show(long rows) {}

    /** identity.md. */
    static void spring(Authenticator authenticator) {
        AuthenticationManager logins = new ProviderManager(new IdentityAuthenticationProvider(authenticator));
        UserDetailsService forRememberMe = new IdentityUserDetailsService(authenticator);
    }

    /** identity.md. */
    static void springViews(Database db, Authenticator authenticator, Argon2idHasher argon2id) {
        JdbcUserDetailsManager views = new JdbcUserDetailsManager(db.dataSource());
        views.setUsersByUsernameQuery("select username, password_hash, enabled, acc_locked, acc_expired, creds_expired"
                + " from identity_logins where username = ?");
        views.setAuthoritiesByUsernameQuery("select username, authority from identity_authorities where username = ?");
        views.setRolePrefix("ROLE_");
        DaoAuthenticationProvider provider = new DaoAuthenticationProvider(views);
        provider.setPasswordEncoder(new IdentityPasswordEncoder(authenticator, argon2id));
        provider.setUserDetailsPasswordService(new IdentityUserDetailsService(authenticator)); // the stronger hash
    }

    /** identity.md. */
    static final class JakartaSecurity {
        @Produces
        @ApplicationScoped
        IdentityStore users(Authenticator authenticator) {
            return new AuthenticatorIdentityStore(authenticator);
        }
    }

    /** identity.md. */
    static void tomcat(Context context, Authenticator authenticator) {
        context.setRealm(new IdentityRealm(authenticator));
    }

    /** identity.md. */
    static void jetty(SecurityHandler security, Authenticator authenticator) {
        security.setLoginService(new IdentityLoginService("app", authenticator));
    }
}
