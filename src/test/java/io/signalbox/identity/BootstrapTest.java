package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.signalbox.identity.BootstrapSpec.FirstUser;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapTest {

    private static final RoleName ADMIN = RoleName.of("Administrator");
    private static final List<RoleSpec> ROLES =
            List.of(new RoleSpec(ADMIN, "does all", false), new RoleSpec(RoleName.of("User"), null, true));

    @TempDir
    Path directory;

    private IdentityFixture fixture;
    private Bootstrap bootstrap;

    @BeforeEach
    void open() {
        fixture = new IdentityFixture(directory);
        bootstrap = new Bootstrap(fixture.transactions, fixture.users, fixture.clock, fixture.random);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static BootstrapSpec spec(@Nullable Supplier<char[]> password) {
        return new BootstrapSpec(ROLES, Optional.empty())
                .withUser(new FirstUser(
                        EmailAddress.of("root@example.org"), Username.of("root"), Set.of(ADMIN), password));
    }

    @Test
    void createsWhatIsMissingOnce() {
        char[] password = "correct horse".toCharArray();
        BootstrapReport report = bootstrap.ensure(spec(() -> password));
        assertThat(report.rolesCreated()).containsExactly("Administrator", "User");
        assertThat(report.userCreated()).isTrue();
        assertThat(report.generatedPassword()).isEmpty();
        assertThat(password).as("wiped").containsOnly('\0');
        long root = report.userId().orElseThrow();
        assertThat(fixture.roles.rolesOf(root)).containsExactly("Administrator", "User");
        assertThat(fixture.roles.find(ADMIN).orElseThrow().builtIn()).isTrue();
        assertThat(fixture.authenticator.authenticate("root", "correct horse".toCharArray()))
                .isInstanceOf(AuthResult.Success.class);

        fixture.roles.revoke(root, ADMIN, null);
        int writes = fixture.transactions.writes.get();
        fixture.hasher.reset();
        BootstrapReport again = bootstrap.ensure(spec(() -> {
            throw new AssertionError("nobody needs a password");
        }));
        assertThat(again.rolesCreated()).isEmpty();
        assertThat(again.userCreated()).isFalse();
        assertThat(again.userId()).hasValue(root);
        assertThat(fixture.transactions.writes.get()).isEqualTo(writes);
        assertThat(fixture.hasher.hashes()).isZero();
        assertThat(fixture.roles.rolesOf(root)).as("what was revoked stays so").containsExactly("User");
    }

    @Test
    void makesARandomPasswordThatHasToBeChanged() {
        BootstrapReport report = bootstrap.ensure(spec(null));
        String password = report.generatedPassword().orElseThrow();
        assertThat(password).hasSize(24);
        assertThat(report.toString()).doesNotContain(password);
        assertThat(fixture.authenticator.authenticate("root", password.toCharArray()))
                .isInstanceOfSatisfying(
                        AuthResult.Success.class,
                        success -> assertThat(success.mustChangePassword()).isTrue());
        assertThat(bootstrap.ensure(spec(null)).generatedPassword()).isEmpty();
    }

    @Test
    void addsARoleToWhatIsThere() {
        bootstrap.ensure(new BootstrapSpec(ROLES.subList(0, 1), Optional.empty()));
        BootstrapReport report = bootstrap.ensure(new BootstrapSpec(ROLES, Optional.empty()));
        assertThat(report.rolesCreated()).containsExactly("User");
        assertThat(report.userId()).isEmpty();
    }

    @Test
    void is32TimesTheSame() throws Exception {
        List<Object> outcomes = Race.run(i -> () -> bootstrap.ensure(spec(() -> "correct horse".toCharArray())));
        assertThat(outcomes).hasOnlyElementsOfType(BootstrapReport.class);
        assertThat(outcomes)
                .filteredOn(outcome -> ((BootstrapReport) outcome).userCreated())
                .hasSize(1);
        assertThat(fixture.value("select count(*) from users")).isEqualTo("1");
        assertThat(fixture.value("select count(*) from roles")).isEqualTo("2");
        assertThat(fixture.value("select count(*) from users_roles")).isEqualTo("2");
    }

    @Test
    void createsNothingIfSomethingIsWrong() {
        assertThatExceptionOfType(PasswordPolicyException.class)
                .isThrownBy(() -> bootstrap.ensure(spec(() -> "short".toCharArray())));
        FirstUser unknownRole = new FirstUser(
                EmailAddress.of("root@example.org"),
                null,
                Set.of(RoleName.of("None")),
                () -> "correct horse".toCharArray());
        assertThatExceptionOfType(UnknownRoleException.class)
                .isThrownBy(() -> bootstrap.ensure(new BootstrapSpec(ROLES, Optional.of(unknownRole))));
        fixture.transactions.readWithoutResult(
                em -> assertThatIllegalStateException().isThrownBy(() -> bootstrap.ensure(spec(null))));
        assertThat(fixture.rows("select * from roles")).isEmpty();
        assertThat(fixture.rows("select * from users")).isEmpty();
    }
}
