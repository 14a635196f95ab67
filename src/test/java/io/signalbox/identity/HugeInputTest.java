package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten megabytes at every door: refused without a hash and without a statement. */
class HugeInputTest {

    private static final String HUGE = "a".repeat(10_000_000);
    private static final char[] HUGE_PASSWORD = HUGE.toCharArray();
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path directory;

    @Test
    void isRefusedWithoutAHashOrAStatement() {
        try (IdentityFixture fixture = new IdentityFixture(directory)) {
            long jo = fixture.user("jo@example.org");
            HashedPassword next = fixture.users.hashPassword("battery staple".toCharArray());
            RegisterUser command = RegisterUser.of(EmailAddress.of("ann@example.org"));
            List<Callable<?>> doors = List.of(
                    () -> EmailAddress.of(HUGE),
                    () -> EmailAddress.of("a@" + HUGE),
                    () -> Username.of(HUGE),
                    () -> RoleName.of(HUGE),
                    () -> new UserNames(null, HUGE),
                    () -> command.withDisplayName(HUGE),
                    () -> fixture.users.hashPassword(HUGE_PASSWORD),
                    () -> fixture.users.register(command, HUGE_PASSWORD),
                    () -> UserQuery.all().withPrefix(HUGE),
                    () -> fixture.roles.create(RoleName.of("Role"), HUGE, false),
                    () -> fixture.roles.findOrCreate(RoleName.of("Role"), HUGE, false),
                    () -> new RoleSpec(RoleName.of("Role"), HUGE, false),
                    () -> fixture.tokens.issue(jo, TokenPurpose.API, HOUR, HUGE),
                    () -> fixture.tokens.verify(HUGE, TokenPurpose.API),
                    () -> fixture.tokens.consume(HUGE, TokenPurpose.API),
                    () -> fixture.tokens.rotate(HUGE, TokenPurpose.API, HOUR),
                    () -> fixture.tokens.revoke(HUGE),
                    () -> fixture.authenticator.authenticate(HUGE, "x".toCharArray()),
                    () -> fixture.authenticator.authenticate("jo@example.org", HUGE_PASSWORD),
                    () -> fixture.authenticator.verifyPassword(jo, HUGE_PASSWORD),
                    () -> fixture.authenticator.changePassword(jo, HUGE_PASSWORD, next),
                    () -> fixture.authenticator.find(HUGE),
                    () -> fixture.authenticator.upgradeHash(HUGE, "x", next.hash()),
                    () -> fixture.authenticator.upgradeHash("jo@example.org", HUGE, next.hash()),
                    () -> fixture.authenticator.upgradeHash("jo@example.org", "x", HUGE));
            fixture.hasher.reset();
            long statements = fixture.statements();
            for (int door = 0; door < doors.size(); door++) {
                assertThat(outcome(doors.get(door))).as("door %d", door).isTrue();
                assertThat(fixture.statements()).as("door %d", door).isEqualTo(statements);
                assertThat(fixture.hasher.calls() + fixture.hasher.hashes())
                        .as("door %d", door)
                        .isZero();
            }
        }
    }

    /** True if it was refused, by a type of ours that says little, or by the result that says no. */
    private static boolean outcome(Callable<?> door) {
        Object[] result = new Object[1];
        Throwable thrown = catchThrowable(() -> result[0] = door.call());
        return thrown == null
                ? Set.of(Optional.empty(), false, new AuthResult.InvalidCredentials())
                        .contains(result[0])
                : thrown instanceof IdentityException && thrown.getMessage().length() < 300;
    }
}
