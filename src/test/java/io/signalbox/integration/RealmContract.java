package io.signalbox.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.identity.Argon2Parameters;
import io.signalbox.identity.Argon2idHasher;
import io.signalbox.identity.Authenticator;
import io.signalbox.identity.CountingHasher;
import io.signalbox.identity.EmailAddress;
import io.signalbox.identity.IdentityFixture;
import io.signalbox.identity.RegisterUser;
import io.signalbox.identity.RoleName;
import io.signalbox.identity.Username;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a login is, whichever library asks for it. */
public abstract class RealmContract {

    protected static final String PASSWORD = "correct horse";
    protected static final String NAME = "jo@example.org";

    @TempDir
    protected Path directory;

    protected IdentityFixture fixture;
    protected Authenticator authenticator;

    /** The hasher of the authenticator: stronger than the one that made the stored hash. */
    protected CountingHasher hasher;

    protected long jo;

    @BeforeEach
    void open() {
        fixture = new IdentityFixture(directory);
        fixture.roles.create(RoleName.of("User"), null, true);
        fixture.roles.create(RoleName.of("Editor"), null, false);
        jo = fixture.users
                .register(
                        RegisterUser.of(EmailAddress.of("Jo@Example.org"))
                                .withUsername(Username.of("jo"))
                                .withRoles(Set.of(RoleName.of("Editor"))),
                        PASSWORD.toCharArray())
                .id();
        hasher = new CountingHasher(new Argon2idHasher(new Argon2Parameters(128, 1, 1, 8, 16), new SecureRandom(), 2));
        authenticator = new Authenticator(fixture.transactions, hasher, fixture.clock, fixture.random);
        set();
        hasher.reset();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Makes what is tested. */
    protected abstract void set();

    /** A login through the library: {@code name [authorities]} of one who entered, else whatever nobody is told more than. */
    protected abstract String login(String login, String password);

    /** What {@link #login} is for jo. */
    protected abstract String entered();

    /** What {@link #login} is for whoever does not know the password. */
    protected abstract String refused();

    /** None, unless the library verifies something by itself. */
    protected int verificationsForAHugeName() {
        return 0;
    }

    protected final void state(String assignment) {
        fixture.update("update users set " + assignment + " where id = ?", jo);
    }

    protected final String column(String name) {
        return fixture.value("select " + name + " from users where id = ?", jo);
    }

    @Test
    void theRightPasswordEntersInAnySpellingOfTheName() {
        for (String login : List.of("jo@example.org", "JO@EXAMPLE.ORG", " Jo@example.org", "jo", "JO")) {
            assertThat(login(login, PASSWORD)).isEqualTo(entered());
        }
    }

    @Test
    void anybodyElseIsRefusedAlikeWithOneVerification() {
        for (String state : List.of(
                "enabled = 1",
                "enabled = 0",
                "locked_until = 9999999999999",
                "must_change_password = 1",
                "password_hash = null",
                "password_hash = 'garbage'",
                "erased_at = 1")) {
            state(state);
            for (String login : List.of("jo", NAME, "nobody", "nobody@example.org", "' OR '1'='1", "a@b@c", "")) {
                hasher.reset();
                assertThat(login(login, "wrong horse")).as(state).isEqualTo(refused());
                assertThat(hasher.calls()).as("%s, %s", state, login).isEqualTo(1);
                assertThat(hasher.verifications()).as("%s, %s", state, login).isEqualTo(1);
            }
        }
    }

    @Test
    void aStolenHashIsNoPassword() {
        String hash = column("password_hash");
        assertThat(login(NAME, hash)).isEqualTo(refused());
        assertThat(login(NAME, "{argon2@SpringSecurity_v5_8}" + hash)).isEqualTo(refused());
        assertThat(login(NAME, "{signalbox}" + NAME)).isEqualTo(refused());
        state("password_hash = 'garbage'");
        assertThat(login(NAME, "garbage")).isEqualTo(refused());
        state("password_hash = '{noop}secret'");
        assertThat(login(NAME, "secret")).isEqualTo(refused());
    }

    @Test
    void wrongPasswordsLockOut() {
        for (int i = 0; i < 5; i++) {
            assertThat(login(NAME, "wrong horse")).isEqualTo(refused());
        }
        assertThat(column("failed_login_count")).isEqualTo("5");
        assertThat(login(NAME, PASSWORD)).isNotEqualTo(entered());
        fixture.clock.advance(Duration.ofMinutes(5));
        assertThat(login(NAME, PASSWORD)).isEqualTo(entered());
        assertThat(column("failed_login_count")).isEqualTo("0");
    }

    @Test
    void aWeakHashIsReplacedOnce() {
        String weak = column("password_hash");
        assertThat(login(NAME, PASSWORD)).isEqualTo(entered());
        String strong = column("password_hash");
        assertThat(strong).isNotEqualTo(weak).contains("m=128");
        assertThat(login(NAME, PASSWORD)).isEqualTo(entered());
        assertThat(column("password_hash")).isEqualTo(strong);
        assertThat(hasher.calls()).isEqualTo(2);
        assertThat(hasher.hashes()).isEqualTo(1);
    }

    @Test
    void whoMayNotEnterDoesNotWithTheRightPassword() {
        for (String state : List.of(
                "enabled = 0",
                "enabled = 1, locked_until = 9999999999999",
                "locked_until = null, must_change_password = 1",
                "erased_at = 1")) {
            state(state);
            assertThat(login(NAME, PASSWORD)).as(state).isNotEqualTo(entered());
        }
    }

    @Test
    void whatIsTooLongIsRefusedWithoutAHashOrAStatement() {
        String huge = "a".repeat(10_000_000);
        long statements = fixture.statements();
        assertThat(login(huge, PASSWORD)).isEqualTo(refused());
        assertThat(fixture.statements()).isEqualTo(statements);
        assertThat(hasher.verifications()).isEqualTo(verificationsForAHugeName());
        hasher.reset();
        assertThat(login(NAME, huge)).isEqualTo(refused());
        assertThat(hasher.verifications()).isZero();
        assertThat(column("failed_login_count")).isEqualTo("0");
    }
}
