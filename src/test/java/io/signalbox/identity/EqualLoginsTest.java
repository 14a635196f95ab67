package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.signalbox.identity.AuthResult.InvalidCredentials;
import io.signalbox.identity.AuthResult.Success;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody can learn from a login that fails, because it does the same whatever the user's state. */
class EqualLoginsTest {

    private static final String PASSWORD = "correct horse";

    @TempDir
    Path directory;

    private IdentityFixture fixture;
    private long jo;

    @BeforeEach
    void open() {
        fixture = new IdentityFixture(directory);
        fixture.roles.create(RoleName.of("User"), null, true);
        jo = fixture.users
                .register(
                        RegisterUser.of(EmailAddress.of("jo@example.org")).withUsername(Username.of("jo")),
                        PASSWORD.toCharArray())
                .id();
        fixture.hasher.reset();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private AuthResult login(String login, String password) {
        return fixture.authenticator.authenticate(login, password.toCharArray());
    }

    private String column(String name) {
        return fixture.value("select " + name + " from users where id = ?", jo);
    }

    private List<String> events(String action) {
        return fixture.rows("select subject_user_id from identity_events where action = ?", action);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "enabled = 1",
                "enabled = 0",
                "locked_until = 9999999999999",
                "locked_until = 1, failed_login_count = 9",
                "failed_login_count = 4",
                "failed_login_count = 9223372036854775807",
                "password_hash = null",
                "password_hash = 'garbage'",
                "erased_at = 1",
                "must_change_password = 1"
            })
    void oneReadOneVerificationAndOneWriteOfTwoStatements(String state) {
        fixture.update("update users set " + state + " where id = ?", jo);
        for (String name : List.of("jo", "jo@example.org", "nobody", "nobody@example.org", "\u0000", "a@b@c", "")) {
            fixture.hasher.reset();
            long statements = fixture.statements();
            int writes = fixture.transactions.writes.get();
            assertThat(login(name, "wrong horse")).isEqualTo(new InvalidCredentials());
            assertThat(fixture.hasher.calls()).as(name).isEqualTo(1);
            assertThat(fixture.hasher.verifications()).as(name).isEqualTo(1);
            assertThat(fixture.transactions.writes.get() - writes).as(name).isEqualTo(1);
            assertThat(fixture.statements() - statements).as(name).isEqualTo(3);
        }
    }

    /** Of one who does not exist nothing is written, and nothing is to be synced: a sync would tell by its time. */
    @Test
    void noLoginThatFailsWaitsForTheDisk() {
        long before = fixture.syncs();
        login("jo", "wrong horse");
        login("nobody", "wrong horse");
        assertThat(column("failed_login_count")).isEqualTo("1");
        assertThat(fixture.syncs()).isEqualTo(before);
    }

    @Test
    void aRegistrationHashesOnceWhetherOrNotTheAddressIsTaken() {
        for (String email : List.of("jo@example.org", "ann@example.org")) {
            fixture.hasher.reset();
            Throwable refusal = catchThrowable(
                    () -> fixture.users.register(RegisterUser.of(EmailAddress.of(email)), PASSWORD.toCharArray()));
            assertThat(refusal instanceof DuplicateEmailException).isEqualTo(email.startsWith("jo"));
            assertThat(fixture.hasher.hashes()).as(email).isEqualTo(1);
        }
    }

    @Test
    void aLockoutIsAnEventOnce() {
        for (int i = 0; i < 8; i++) {
            login("jo", "wrong horse");
        }
        assertThat(events("LOCKED_OUT")).containsExactly(String.valueOf(jo));
        fixture.clock.advance(Duration.ofMinutes(5));
        login("jo", "wrong horse");
        assertThat(events("LOCKED_OUT")).hasSize(2);
    }

    @Test
    void aHashThatCannotBeReadIsAnEventOnce() {
        fixture.update("update users set password_hash = 'garbage' where id = ?", jo);
        login("jo", PASSWORD);
        login("jo", PASSWORD);
        assertThat(events("HASH_UNREADABLE")).containsExactly(String.valueOf(jo));
        assertThat(column("failed_login_count")).isEqualTo("2");
    }

    @Test
    void aClockThatGoesBackLocksOutNoLonger() {
        for (int i = 0; i < 5; i++) {
            login("jo", "wrong horse");
        }
        String until = column("locked_until");
        fixture.clock.advance(Duration.ofDays(-1));
        assertThat(login("jo", PASSWORD)).isInstanceOf(AuthResult.Locked.class);
        assertThat(login("jo", "wrong horse")).isEqualTo(new InvalidCredentials());
        assertThat(column("locked_until")).isEqualTo(until);
        fixture.clock.advance(Duration.ofDays(2));
        assertThat(login("jo", PASSWORD)).isInstanceOf(Success.class);
    }

    @Test
    void aResetEndsALockout() {
        for (int i = 0; i < 5; i++) {
            login("jo", "wrong horse");
        }
        fixture.users.setPassword(jo, fixture.users.hashPassword("battery staple".toCharArray()), false, jo);
        assertThat(login("jo", "battery staple")).isInstanceOf(Success.class);
    }

    @Test
    void aPasswordIsVerifiedAgainWithoutAWrite() {
        int writes = fixture.transactions.writes.get();
        assertThat(fixture.authenticator.verifyPassword(jo, PASSWORD.toCharArray()))
                .isInstanceOf(Success.class);
        assertThat(fixture.transactions.writes.get()).isEqualTo(writes);
        assertThat(fixture.authenticator.verifyPassword(jo, "wrong horse".toCharArray()))
                .isEqualTo(new InvalidCredentials());
        assertThat(fixture.authenticator.verifyPassword(99, PASSWORD.toCharArray()))
                .isEqualTo(new InvalidCredentials());
        assertThat(fixture.authenticator.verifyPassword(jo, null)).isEqualTo(new InvalidCredentials());
        assertThat(column("failed_login_count")).isEqualTo("1");
        assertThat(fixture.hasher.verifications()).isEqualTo(3);
    }

    @Test
    void aPasswordIsChangedByWhoKnowsIt() {
        HashedPassword next = fixture.users.hashPassword("battery staple".toCharArray());
        String stamp = column("security_stamp");
        fixture.update("update users set must_change_password = 1");
        assertThat(fixture.authenticator.changePassword(jo, "wrong horse".toCharArray(), next))
                .isEqualTo(new InvalidCredentials());
        assertThat(fixture.authenticator.changePassword(jo, PASSWORD.toCharArray(), next))
                .isInstanceOf(Success.class);
        assertThat(column("must_change_password")).isEqualTo("0");
        assertThat(column("security_stamp")).isNotEqualTo(stamp);
        assertThat(login("jo", PASSWORD)).isEqualTo(new InvalidCredentials());
        assertThat(login("jo", "battery staple")).isInstanceOf(Success.class);
        assertThat(events("PASSWORD_CHANGED")).containsExactly(String.valueOf(jo));
        fixture.users.disable(jo, null);
        assertThat(fixture.authenticator.changePassword(jo, "battery staple".toCharArray(), next))
                .isEqualTo(new AuthResult.Disabled());
    }

    @Test
    void aPasswordIsChangedOnceByManyWhoKnowIt() throws Exception {
        HashedPassword next = fixture.users.hashPassword("battery staple".toCharArray());
        List<Object> outcomes =
                Race.run(i -> () -> fixture.authenticator.changePassword(jo, PASSWORD.toCharArray(), next));
        assertThat(outcomes).filteredOn(Success.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(InvalidCredentials.class::isInstance).hasSize(Race.THREADS - 1);
        assertThat(events("PASSWORD_CHANGED")).hasSize(1);
    }

    @Test
    void aStrongerHashIsStoredOnceByManyLogins() throws Exception {
        var strong = new Authenticator(
                fixture.transactions,
                new Argon2idHasher(new Argon2Parameters(128, 2, 1, 16, 32), new SecureRandom(), 2),
                fixture.clock,
                fixture.random);
        String stamp = column("security_stamp");
        List<Object> outcomes = Race.run(i -> () -> strong.authenticate("jo", PASSWORD.toCharArray()));
        assertThat(outcomes)
                .filteredOn(outcome -> outcome instanceof Success success && success.rehashed())
                .hasSize(1);
        assertThat(column("password_hash")).contains("m=128");
        assertThat(column("security_stamp")).isEqualTo(stamp);
        assertThat(outcomes).as("nobody is turned away").hasOnlyElementsOfType(Success.class);
    }
}
