package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.identity.AuthResult.Disabled;
import io.signalbox.identity.AuthResult.InvalidCredentials;
import io.signalbox.identity.AuthResult.Locked;
import io.signalbox.identity.AuthResult.Success;
import jakarta.persistence.LockTimeoutException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {

    private static final String PASSWORD = "correct horse";
    private static final InvalidCredentials INVALID = new InvalidCredentials();

    /** Kept, so that its level is. */
    private static final Logger LOG = Logger.getLogger(Authenticator.class.getName());

    @TempDir
    Path directory;

    private IdentityFixture fixture;
    private long jo;

    @BeforeEach
    void open() {
        fixture = new IdentityFixture(directory);
        fixture.roles.create(RoleName.of("User"), null, true);
        fixture.roles.create(RoleName.of("Editor"), null, false);
        RegisterUser command = RegisterUser.of(EmailAddress.of("Jo@example.org"))
                .withUsername(Username.of("Jo"))
                .withRoles(Set.of(RoleName.of("editor")));
        jo = fixture.users.register(command, PASSWORD.toCharArray()).id();
        fixture.hasher.reset();
    }

    @AfterEach
    void close() {
        LOG.setLevel(null);
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Jo@example.org", "JO@EXAMPLE.ORG", " jo\uff20example.org", "Jo", "\uff2aO"})
    void letsAUserInByEmailOrUsername(String login) {
        assertThat(login(login, PASSWORD)).isInstanceOfSatisfying(Success.class, success -> {
            assertThat(success.userId()).isEqualTo(jo);
            assertThat(success.roles()).containsExactly("Editor", "User").contains("EDITOR");
            assertThat(success.mustChangePassword()).isFalse();
            assertThat(success.rehashed()).isFalse();
        });
        assertThat(fixture.hasher.verifications()).isEqualTo(1);
        assertThat(column("last_login_at")).isEqualTo(String.valueOf(fixture.clock.millis()));
        assertThat(column("version")).isEqualTo("0");
    }

    @Test
    void letsAUserWithoutRolesIn() {
        fixture.update("delete from users_roles");
        assertThat(login("jo", PASSWORD))
                .isInstanceOfSatisfying(
                        Success.class, success -> assertThat(success.roles()).isEmpty());
    }

    @Test
    void tellsThatThePasswordMustBeChanged() {
        fixture.update("update users set must_change_password = 1");
        assertThat(login("jo", PASSWORD))
                .isInstanceOfSatisfying(
                        Success.class,
                        success -> assertThat(success.mustChangePassword()).isTrue());
    }

    @Test
    void readsUserAndRolesInOneStatementAndWritesRarely() {
        login("jo", PASSWORD);
        int writes = fixture.transactions.writes.get();
        long before = fixture.statements();
        fixture.clock.advance(Duration.ofMinutes(4));
        login("jo", PASSWORD);
        assertThat(fixture.statements() - before)
                .describedAs("one before the hash, one after it")
                .isEqualTo(2);
        assertThat(fixture.transactions.writes.get()).isEqualTo(writes);
        fixture.clock.advance(Duration.ofMinutes(1));
        login("jo", PASSWORD);
        assertThat(fixture.transactions.writes.get()).isEqualTo(writes + 1);
        assertThat(column("last_login_at")).isEqualTo(String.valueOf(fixture.clock.millis()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody@example.org",
                "nobody",
                "",
                " ",
                "jo\u0000",
                "jo\ud800",
                "a@b@c",
                "' OR '1'='1",
                "admin'--",
                "u.id or 1=1",
                "%",
                "jo@example.or_"
            })
    void verifiesOnceForWhoeverDoesNotExist(String login) {
        assertThat(login(login, PASSWORD)).isEqualTo(INVALID);
        assertThat(fixture.hasher.verifications()).isEqualTo(1);
        assertThat(fixture.hasher.calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password_hash = null",
                "password_hash = 'garbage'",
                "password_hash = 'correct horse'",
                "password_hash = '{noop}correct horse'",
                "password_hash = '$2b$99$abc'",
                "password_hash = '$argon2id$v=19$m=99999999,t=2,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA'",
                "erased_at = 1"
            })
    void verifiesOnceForWhoeverHasNoReadableHash(String assignment) {
        fixture.update("update users set " + assignment);
        assertThat(login("jo", PASSWORD)).isEqualTo(INVALID);
        assertThat(fixture.hasher.verifications()).isEqualTo(1);
        assertThat(fixture.hasher.calls()).isEqualTo(1);
    }

    @Test
    void verifiesOnceForAWrongPasswordAndTheHashIsNone() {
        assertThat(login("jo", "wrong horse")).isEqualTo(INVALID);
        assertThat(login("jo", column("password_hash"))).isEqualTo(INVALID);
        assertThat(login("jo", "")).isEqualTo(INVALID);
        assertThat(fixture.hasher.verifications()).isEqualTo(3);
    }

    @Test
    void refusesWhatIsTooLongWithoutHashOrStatement() {
        long before = fixture.statements();
        assertThat(login("a".repeat(10_000_000), PASSWORD)).isEqualTo(INVALID);
        assertThat(login("jo", "a".repeat(10_000_000))).isEqualTo(INVALID);
        assertThat(login("a".repeat(255), PASSWORD)).isEqualTo(INVALID);
        assertThat(login("jo", "a".repeat(1025))).isEqualTo(INVALID);
        assertThat(fixture.authenticator.authenticate(null, PASSWORD.toCharArray()))
                .isEqualTo(INVALID);
        assertThat(fixture.authenticator.authenticate("jo", null)).isEqualTo(INVALID);
        assertThat(fixture.hasher.calls()).isZero();
        assertThat(fixture.statements()).isEqualTo(before);
    }

    @Test
    void tellsTheStatusAfterTheRightPasswordOnly() {
        fixture.update("update users set enabled = 0");
        assertThat(login("jo", "wrong horse")).isEqualTo(INVALID);
        assertThat(login("jo", PASSWORD)).isEqualTo(new Disabled());
        fixture.update("update users set enabled = 1, locked_until = ?", fixture.clock.millis() + 1);
        assertThat(login("jo", "wrong horse")).isEqualTo(INVALID);
        assertThat(login("jo", PASSWORD))
                .isEqualTo(new Locked(fixture.clock.instant().plusMillis(1)));
        assertThat(fixture.hasher.verifications()).isEqualTo(4);
        assertThat(column("last_login_at")).isEqualTo("null");
    }

    @Test
    void locksOutAfterFiveFailures() {
        Instant until = fixture.clock.instant().plus(Duration.ofMinutes(5));
        fail(4);
        assertThat(column("failed_login_count")).isEqualTo("4");
        assertThat(column("locked_until")).isEqualTo("null");
        fail(1);
        assertThat(login("jo", PASSWORD)).isEqualTo(new Locked(until));
        fixture.clock.advance(Duration.ofMinutes(4));
        fail(1);
        assertThat(login("jo", PASSWORD))
                .describedAs("a failure prolongs nothing")
                .isEqualTo(new Locked(until));
        assertThat(column("failed_login_count")).isEqualTo("6");
        assertThat(column("version")).isEqualTo("0");
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(login("jo", PASSWORD)).isInstanceOf(Success.class);
        assertThat(column("failed_login_count")).isEqualTo("0");
        assertThat(column("locked_until")).isEqualTo("null");
    }

    @Test
    void forgetsFailuresAfterASuccess() {
        fail(4);
        assertThat(login("jo", PASSWORD)).isInstanceOf(Success.class);
        fail(4);
        assertThat(login("jo", PASSWORD)).isInstanceOf(Success.class);
    }

    @Test
    void locksOutAgainAtTheFirstFailureAfterALockout() {
        fail(5);
        fixture.clock.advance(Duration.ofMinutes(5));
        fail(1);
        assertThat(login("jo", PASSWORD))
                .isEqualTo(new Locked(fixture.clock.instant().plus(Duration.ofMinutes(5))));
    }

    @Test
    void countsEveryParallelFailure() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<AuthResult>> guesses = IntStream.range(0, 32)
                    .<Callable<AuthResult>>mapToObj(i -> () -> login("jo", "wrong horse " + i))
                    .toList();
            for (Future<AuthResult> guess : threads.invokeAll(guesses)) {
                assertThat(guess.get()).isEqualTo(INVALID);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(column("failed_login_count")).isEqualTo("32");
        assertThat(fixture.hasher.verifications()).isEqualTo(32);
    }

    @Test
    void obeysALockoutThatCameDuringTheHash() {
        fixture.hasher.beforeVerify =
                () -> fixture.update("update users set locked_until = ?", fixture.clock.millis() + 1);
        assertThat(login("jo", PASSWORD)).isInstanceOf(Locked.class);
    }

    @Test
    void obeysAPasswordChangeThatCameDuringTheHash() {
        HashedPassword other = fixture.users.hashPassword("another horse".toCharArray());
        fixture.hasher.beforeVerify = () -> fixture.users.setPassword(jo, other, false, null);
        assertThat(login("jo", PASSWORD)).isEqualTo(INVALID);
        assertThat(column("password_hash")).isEqualTo(other.hash());
    }

    @Test
    void isNotDisturbedByAStrongerHashThatCameDuringTheHash() {
        String same = fixture.hasher.hash(PASSWORD.toCharArray());
        fixture.hasher.beforeVerify = () -> fixture.update("update users set password_hash = ?", same);
        assertThat(login("jo", PASSWORD)).isInstanceOf(Success.class);
        assertThat(column("password_hash")).isEqualTo(same);
    }

    @Test
    void storesAStrongerHash() {
        String before = column("security_stamp") + column("password_changed_at") + column("updated_at");
        Authenticator strong = stronger();
        assertThat(strong.authenticate("jo", PASSWORD.toCharArray()))
                .isInstanceOfSatisfying(
                        Success.class, success -> assertThat(success.rehashed()).isTrue());
        assertThat(column("password_hash")).startsWith("$argon2id$v=19$m=128,t=2,p=1$");
        assertThat(column("security_stamp") + column("password_changed_at") + column("updated_at"))
                .isEqualTo(before);
        assertThat(column("version")).isEqualTo("0");
        assertThat(strong.authenticate("jo", PASSWORD.toCharArray()))
                .isInstanceOfSatisfying(
                        Success.class, success -> assertThat(success.rehashed()).isFalse());
    }

    @Test
    void failsNoLoginBecauseItCouldNotBeRecorded() {
        Authenticator strong = stronger();
        String before = column("password_hash");
        fixture.transactions.nextWriteFails = new LockTimeoutException("the writer is busy");
        LOG.setLevel(Level.OFF);
        assertThat(strong.authenticate("jo", PASSWORD.toCharArray()))
                .isInstanceOfSatisfying(
                        Success.class, success -> assertThat(success.rehashed()).isFalse());
        assertThat(column("password_hash")).isEqualTo(before);
    }

    @Test
    void reportsAFailureThatCouldNotBeCounted() {
        fixture.transactions.nextWriteFails = new LockTimeoutException("the writer is busy");
        assertThatThrownBy(() -> login("jo", "wrong horse")).isInstanceOf(LockTimeoutException.class);
    }

    @Test
    void refusesToHashInsideATransaction() {
        fixture.transactions.readWithoutResult(em -> assertThatIllegalStateException()
                .isThrownBy(() -> login("jo", PASSWORD))
                .withMessageContaining("hash first, then open the transaction"));
        assertThat(fixture.hasher.calls()).isZero();
    }

    @Test
    void leavesTheArrayOfTheCaller() {
        char[] password = PASSWORD.toCharArray();
        fixture.authenticator.authenticate("jo", password);
        assertThat(password).isEqualTo(PASSWORD.toCharArray());
    }

    @Test
    void tellsNoSecret() {
        LoginAccount account = fixture.transactions.read(
                em -> LoginAccount.find(em, LoginName.parse("jo").orElseThrow()).orElseThrow());
        assertThat(account.toString()).isEqualTo("LoginAccount[id=" + jo + "]");
        assertThat(login("jo", PASSWORD).toString()).doesNotContain("argon2", PASSWORD);
    }

    @Test
    void refusesALockoutPolicyThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LockoutPolicy(0, Duration.ofMinutes(5)));
        assertThatIllegalArgumentException().isThrownBy(() -> new LockoutPolicy(5, Duration.ZERO));
    }

    private Authenticator stronger() {
        var hasher = new Argon2idHasher(new Argon2Parameters(128, 2, 1, 16, 32), new SecureRandom(), 2);
        return new Authenticator(fixture.transactions, hasher, fixture.clock, fixture.random);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(login("jo", "wrong horse")).isEqualTo(INVALID);
        }
    }

    private AuthResult login(String login, String password) {
        return fixture.authenticator.authenticate(login, password.toCharArray());
    }

    private String column(String name) {
        return fixture.rows("select " + name + " from users where id = ?", jo).get(0);
    }
}
