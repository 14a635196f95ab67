package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.Database;
import io.signalbox.Unheld;
import io.signalbox.migration.Migrations;
import io.signalbox.session.Reading;
import io.signalbox.session.TransactionOptions;
import io.signalbox.session.Transactions;
import io.signalbox.session.Work;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/** A migrated database file of its own, the services over it, and plain JDBC to look behind them. */
public final class IdentityFixture implements AutoCloseable {

    public static final Argon2Parameters LIGHT = new Argon2Parameters(64, 1, 1, 8, 16);

    public final SettableClock clock = new SettableClock();
    public final SecureRandom random = new SecureRandom();
    public final CountingHasher hasher = new CountingHasher(new Argon2idHasher(LIGHT, random, 2));
    public final ObservedTransactions transactions;
    public final UserService users;
    public final RoleService roles;
    public final Authenticator authenticator;
    public final TokenService tokens;

    private final Path path;
    private final PlainJdbc jdbc;
    private final Database database;

    public IdentityFixture(Path directory) {
        path = directory.resolve("identity.db");
        String url = "jdbc:sqlite:" + path;
        jdbc = new PlainJdbc(url + "?foreign_keys=true");
        database = Database.open(IdentityUnit.on(url)
                .property("hibernate.generate_statistics", true)
                .property("signalbox.pragma.secure_delete", "ON"));
        migrate(database);
        transactions = new ObservedTransactions(database);
        users = new UserService(transactions, hasher, clock, random);
        roles = new RoleService(transactions, clock, random);
        authenticator = new Authenticator(transactions, hasher, clock, random);
        tokens = new TokenService(transactions, clock, random);
        hasher.reset();
    }

    private static void migrate(Database database) {
        try {
            database.migrate(Migrations.identity());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** What a library that reads by itself is given. */
    public DataSource dataSource() {
        return database.dataSource();
    }

    /** How many statements Hibernate prepared so far. */
    public long statements() {
        return database.entityManagerFactory()
                .unwrap(SessionFactory.class)
                .getStatistics()
                .getPrepareStatementCount();
    }

    /** How many commits waited for the disk so far. */
    long syncs() {
        return database.statistics().syncs().commits();
    }

    /** The rows of a query, each as the text of its columns joined by |. */
    public List<String> rows(String sql, @Nullable Object... parameters) {
        return jdbc.rows(sql, parameters);
    }

    /** Registers a user with that address and no password. */
    public long user(String email) {
        return users.register(RegisterUser.of(EmailAddress.of(email))).id();
    }

    /** The first column of the first row. */
    public String value(String sql, @Nullable Object... parameters) {
        return rows(sql, parameters).get(0);
    }

    public Path path() {
        return path;
    }

    /** Runs a statement behind the services' backs. */
    public void update(String sql, @Nullable Object... parameters) {
        jdbc.run(sql, parameters);
    }

    @Override
    public void close() {
        assertThat(database.sessions().open()).isZero();
        Unheld.check(database::statistics);
        database.close();
    }

    /** The database's own units of work, counted; the next one that writes can be made to fail. */
    public static final class ObservedTransactions implements Transactions {

        private final Database database;
        public volatile @Nullable RuntimeException nextWriteFails;
        public final AtomicInteger writes = new AtomicInteger();

        ObservedTransactions(Database database) {
            this.database = database;
        }

        @Override
        public <T extends @Nullable Object, X extends Exception> T read(TransactionOptions options, Work<T, X> work)
                throws X {
            return database.read(options, work);
        }

        @Override
        public <T extends @Nullable Object, X extends Exception> T write(TransactionOptions options, Work<T, X> work)
                throws X {
            RuntimeException failure = nextWriteFails;
            if (failure != null) {
                nextWriteFails = null;
                throw failure;
            }
            writes.incrementAndGet();
            return database.write(options, work);
        }

        @Override
        public int attempt() {
            return database.attempt();
        }

        @Override
        public <T extends @Nullable Object, R extends @Nullable Object, X extends Exception> R writeThenRead(
                TransactionOptions options, Work<T, X> work, Reading<T, R> reading) throws X {
            return database.writeThenRead(options, work, reading);
        }

        @Override
        public boolean isActive() {
            return database.isActive();
        }
    }
}
