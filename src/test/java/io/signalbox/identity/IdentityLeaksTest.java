package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signalbox.jdbc.SqliteDataSource;
import io.signalbox.migration.MigrationException;
import io.signalbox.migration.Migrations;
import jakarta.persistence.LockTimeoutException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets, where they must not be; and a database that is another one. */
class IdentityLeaksTest {

    @TempDir
    Path directory;

    /** All that is logged on any level, with what was thrown. */
    private static final class Log extends Handler {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord entry) {
            StringWriter text = new StringWriter();
            text.append(entry.getLoggerName()).append(' ').append(String.valueOf(entry.getMessage()));
            for (Object parameter : entry.getParameters() == null ? new Object[0] : entry.getParameters()) {
                text.append(' ').append(String.valueOf(parameter));
            }
            if (entry.getThrown() != null) {
                entry.getThrown().printStackTrace(new PrintWriter(text));
            }
            lines.add(text.toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void noSecretIsLoggedOnAnyLevelOrInAnEvent() {
        Logger ours = Logger.getLogger("io.signalbox");
        Logger statements = Logger.getLogger("org.hibernate.SQL");
        Log log = new Log();
        List<Logger> loggers = List.of(ours, statements);
        for (Logger logger : loggers) {
            logger.setLevel(Level.ALL);
            logger.setUseParentHandlers(false);
            logger.addHandler(log);
        }
        try (IdentityFixture fixture = new IdentityFixture(directory)) {
            String password = "sekret horse battery";
            long jo = fixture.users
                    .register(RegisterUser.of(EmailAddress.of("jo@example.org")), password.toCharArray())
                    .id();
            String token = fixture.tokens
                    .issue(jo, TokenPurpose.API, Duration.ofDays(1), null)
                    .value();
            fixture.tokens.verify(token, TokenPurpose.API);
            fixture.authenticator.authenticate("jo@example.org", password.toCharArray());
            fixture.authenticator.authenticate("jo@example.org", "sekret wrong".toCharArray());
            fixture.transactions.nextWriteFails = new LockTimeoutException("the writer is busy");
            fixture.clock.advance(Duration.ofHours(1));
            fixture.authenticator.authenticate("jo@example.org", password.toCharArray());
            String hash = fixture.value("select password_hash from users");
            String stamp = fixture.value("select security_stamp from users");
            assertThat(log.lines).as("something was logged").anyMatch(line -> line.contains("insert into users"));
            for (String secret : List.of("sekret", token, token.substring(4), hash, stamp)) {
                assertThat(log.lines).noneMatch(line -> line.contains(secret));
                assertThat(fixture.rows("select * from identity_events")).noneMatch(row -> row.contains(secret));
            }
        } finally {
            for (Logger logger : loggers) {
                logger.removeHandler(log);
                logger.setUseParentHandlers(true);
                logger.setLevel(null);
            }
        }
    }

    @Test
    void anotherTableOfUsersIsLeftAsItIs() throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve("old.db");
        PlainJdbc old = new PlainJdbc(url);
        old.run("create table users (id integer primary key, email text, password text, token text)");
        old.run("insert into users values (1, 'jo@example.org', 'x', 'y')");
        try (SqliteDataSource dataSource = SqliteDataSource.open(url)) {
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> Migrations.identity().apply(dataSource))
                    .withMessageContaining("users");
        }
        assertThat(old.rows("select * from users")).containsExactly("1|jo@example.org|x|y");
        assertThat(old.rows("select name from sqlite_schema where name in ('roles', 'users_roles')"))
                .isEmpty();
    }

    @Test
    void idsBeyond31BitsAreIds() {
        try (IdentityFixture fixture = new IdentityFixture(directory)) {
            fixture.user("first@example.org");
            fixture.update("update users set id = 5000000000");
            long next = fixture.user("next@example.org");
            assertThat(next).isEqualTo(5_000_000_001L);
            fixture.roles.create(RoleName.of("Editor"), null, false);
            assertThat(fixture.roles.grant(next, RoleName.of("Editor"), 5_000_000_000L))
                    .isTrue();
            assertThat(fixture.users
                            .search(UserQuery.all().after(5_000_000_000L))
                            .users())
                    .extracting(UserView::id)
                    .containsExactly(next);
        }
    }
}
