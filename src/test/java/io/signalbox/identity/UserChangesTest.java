package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a user after the registration. */
class UserChangesTest {

    private static final EmailAddress JO = EmailAddress.of("Jo@example.org");

    @TempDir
    Path directory;

    private IdentityFixture fixture;
    private UserService users;
    private long jo;
    private long admin;

    @BeforeEach
    void open() {
        fixture = new IdentityFixture(directory);
        users = fixture.users;
        jo = users.register(RegisterUser.of(JO).withUsername(Username.of("jo")), "correct horse".toCharArray())
                .id();
        admin = fixture.user("admin@example.org");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private UserView view() {
        return users.find(jo).orElseThrow();
    }

    private String stamp() {
        return fixture.value("select security_stamp from users where id = ?", jo);
    }

    private List<String> events() {
        return fixture.rows(
                "select action || ' by ' || ifnull(actor_user_id, '-') from identity_events"
                        + " where subject_user_id = ? and action <> 'REGISTERED' order by id",
                jo);
    }

    @Test
    void isFoundByIdEmailAndUsername() {
        assertThat(users.find(JO)).contains(view());
        assertThat(users.find(EmailAddress.of("JO@EXAMPLE.ORG"))).contains(view());
        assertThat(users.find(Username.of("JO"))).contains(view());
        assertThat(users.find(99)).isEmpty();
        assertThat(users.find(Username.of("other"))).isEmpty();
        assertThat(view().hasPassword()).isTrue();
        assertThat(users.find(admin).orElseThrow().hasPassword()).isFalse();
        assertThat(users.count()).isEqualTo(2);
    }

    @Test
    void getsOtherNames() {
        fixture.clock.advance(Duration.ofSeconds(1));
        String stamp = stamp();
        users.rename(jo, 0, new UserNames(Username.of("Joe"), "Joe Doe"), admin);
        assertThat(view().username()).isEqualTo("Joe");
        assertThat(view().displayName()).isEqualTo("Joe Doe");
        assertThat(view().version()).isEqualTo(1);
        assertThat(view().updatedAt()).isEqualTo(fixture.clock.instant());
        assertThat(stamp()).isEqualTo(stamp);
        users.rename(jo, 1, new UserNames(Username.of("JOE"), null), null);
        users.rename(jo, 2, new UserNames(null, null), null);
        assertThat(view().username()).isNull();
        assertThat(events()).containsExactly("RENAMED by " + admin, "RENAMED by -", "RENAMED by -");
    }

    @Test
    void getsNoNameThatAnotherHasAndNoneWithoutTheVersion() {
        users.rename(admin, 0, new UserNames(Username.of("Boss"), null), null);
        fixture.transactions.writeWithoutResult(em -> {
            assertThatExceptionOfType(DuplicateUsernameException.class)
                    .isThrownBy(() -> users.rename(jo, 0, new UserNames(Username.of("BOSS"), null), null));
            assertThatExceptionOfType(StaleUserException.class)
                    .isThrownBy(() -> users.rename(jo, 7, new UserNames(Username.of("BOSS"), null), null))
                    .withMessageContaining("has version 0 and not 7");
            assertThatExceptionOfType(UnknownUserException.class)
                    .isThrownBy(() -> users.rename(99, 0, new UserNames(null, null), null));
            users.rename(jo, 0, new UserNames(null, "the unit of work goes on"), null);
        });
        assertThat(view().displayName()).isEqualTo("the unit of work goes on");
        assertThat(events()).hasSize(1);
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> new UserNames(null, "a".repeat(10_000_000)));
    }

    @Test
    void getsAnotherEmailAddressThatIsToBeConfirmed() {
        assertThat(users.confirmEmail(jo)).isTrue();
        assertThat(users.confirmEmail(jo)).isFalse();
        assertThat(view().emailConfirmedAt()).isEqualTo(fixture.clock.instant());
        String stamp = stamp();
        users.changeEmail(jo, 1, EmailAddress.of("Joe@example.com"), jo);
        assertThat(view().email()).isEqualTo("Joe@example.com");
        assertThat(view().emailConfirmedAt()).isNull();
        assertThat(stamp()).isNotEqualTo(stamp);
        assertThatExceptionOfType(DuplicateEmailException.class)
                .isThrownBy(() -> users.changeEmail(jo, 2, EmailAddress.of("ADMIN@example.org"), null));
        assertThatExceptionOfType(StaleUserException.class)
                .isThrownBy(() -> users.changeEmail(jo, 1, EmailAddress.of("x@example.org"), null));
        assertThatExceptionOfType(UnknownUserException.class)
                .isThrownBy(() -> users.changeEmail(99, 1, EmailAddress.of("x@example.org"), null));
        assertThatExceptionOfType(UnknownUserException.class).isThrownBy(() -> users.confirmEmail(99));
        assertThat(events()).containsExactly("EMAIL_CONFIRMED by " + jo, "EMAIL_CHANGED by " + jo);
    }

    @Test
    void getsAPasswordAndNoLockout() {
        fixture.update("update users set failed_login_count = 7, locked_until = 1");
        String stamp = stamp();
        users.setPassword(jo, users.hashPassword("battery staple".toCharArray()), true, admin);
        assertThat(view().mustChangePassword()).isTrue();
        assertThat(view().lockedUntil()).isNull();
        assertThat(stamp()).isNotEqualTo(stamp);
        assertThat(fixture.authenticator.authenticate("jo", "battery staple".toCharArray()))
                .isInstanceOfSatisfying(
                        AuthResult.Success.class,
                        success -> assertThat(success.mustChangePassword()).isTrue());
        assertThatExceptionOfType(UnknownUserException.class)
                .isThrownBy(
                        () -> users.setPassword(99, users.hashPassword("battery staple".toCharArray()), true, null));
        assertThat(events()).containsExactly("PASSWORD_SET by " + admin);
    }

    @Test
    void isDisabledEnabledAndUnlocked() {
        String stamp = stamp();
        assertThat(users.disable(jo, admin)).isTrue();
        assertThat(users.disable(jo, admin)).isFalse();
        assertThat(view().enabled()).isFalse();
        assertThat(stamp()).isNotEqualTo(stamp);
        assertThat(users.enable(jo, admin)).isTrue();
        assertThat(users.enable(jo, admin)).isFalse();
        fixture.update("update users set failed_login_count = 7, locked_until = 1");
        assertThat(users.unlock(jo, admin)).isTrue();
        assertThat(users.unlock(jo, admin)).isFalse();
        assertThat(events()).containsExactly("DISABLED by " + admin, "ENABLED by " + admin, "UNLOCKED by " + admin);
        assertThatExceptionOfType(UnknownUserException.class).isThrownBy(() -> users.disable(99, null));
        assertThatExceptionOfType(UnknownUserException.class).isThrownBy(() -> users.enable(99, null));
        assertThatExceptionOfType(UnknownUserException.class).isThrownBy(() -> users.unlock(99, null));
    }

    @Test
    void isErasedFromTheFileToo() throws Exception {
        users.rename(jo, 0, new UserNames(Username.of("sesquipedalian"), "Josephine Quixotic"), jo);
        users.changeEmail(jo, 1, EmailAddress.of("sesquipedal@example.org"), jo);
        fixture.roles.create(RoleName.of("Editor"), null, false);
        fixture.roles.grant(jo, RoleName.of("Editor"), admin);
        fixture.tokens.issue(jo, TokenPurpose.API, Duration.ofDays(1), "Josephine's telephone");
        String hash = fixture.value("select password_hash from users where id = ?", jo);

        assertThat(users.erase(jo, admin)).isTrue();
        assertThat(users.erase(jo, admin)).isFalse();
        assertThat(users.enable(jo, admin)).isFalse();

        assertThat(view().erasedAt()).isEqualTo(fixture.clock.instant());
        assertThat(view().enabled()).isFalse();
        assertThat(users.find(EmailAddress.of("sesquipedal@example.org"))).isEmpty();
        assertThat(users.search(UserQuery.all()).users())
                .extracting(UserView::id)
                .containsExactly(admin);
        assertThat(fixture.rows("select * from user_tokens")).isEmpty();
        assertThat(fixture.rows("select * from users_roles")).isEmpty();
        assertThatExceptionOfType(UnknownUserException.class)
                .isThrownBy(() -> users.rename(jo, view().version(), new UserNames(null, null), null));
        assertThat(users.register(RegisterUser.of(EmailAddress.of("sesquipedal@example.org")))
                        .id())
                .isGreaterThan(jo);
        users.delete(
                users.find(EmailAddress.of("sesquipedal@example.org"))
                        .orElseThrow()
                        .id(),
                null);
        fixture.update("vacuum");
        fixture.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> !f.toString().endsWith(".lock")).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(List.of("esquipedal", "Josephine", hash)).noneMatch(bytes::contains);
            }
        }
        fixture = new IdentityFixture(directory);
        users = fixture.users;
    }

    @Test
    void isDeletedWithRolesAndTokensAndTheEventsStay() {
        fixture.roles.create(RoleName.of("Editor"), null, false);
        fixture.roles.grant(jo, RoleName.of("Editor"), admin);
        fixture.roles.grant(admin, RoleName.of("Editor"), jo);
        fixture.tokens.issue(jo, TokenPurpose.API, Duration.ofDays(1), null);
        assertThat(users.delete(jo, admin)).isTrue();
        assertThat(users.delete(jo, admin)).isFalse();
        assertThat(users.find(jo)).isEmpty();
        assertThat(fixture.rows("select user_id, granted_by from users_roles")).containsExactly(admin + "|null");
        assertThat(fixture.rows("select * from user_tokens")).isEmpty();
        assertThat(events()).containsExactly("ROLE_GRANTED by " + admin, "DELETED by " + admin);
        assertThat(fixture.user("next@example.org"))
                .as("an id is never given again")
                .isGreaterThan(admin);
    }

    @Test
    void isExportedWithoutSecrets() {
        fixture.roles.create(RoleName.of("Editor"), null, false);
        fixture.roles.grant(jo, RoleName.of("Editor"), admin);
        IssuedToken token = fixture.tokens.issue(jo, TokenPurpose.API, Duration.ofDays(1), "telephone");
        UserExport export = users.export(jo).orElseThrow();
        assertThat(export.user()).isEqualTo(view());
        assertThat(export.grants()).containsExactly(new UserExport.Grant("Editor", fixture.clock.instant()));
        assertThat(export.tokens())
                .containsExactly(new UserExport.Token(
                        TokenPurpose.API, "telephone", fixture.clock.instant(), token.expiresAt()));
        assertThat(export.events()).extracting(UserExport.Event::action).containsExactly("REGISTERED", "ROLE_GRANTED");
        assertThat(export.toString())
                .doesNotContain("argon2", token.value(), stamp())
                .doesNotContain(
                        fixture.value("select hex(token_hash) from user_tokens").toLowerCase());
        assertThat(users.export(99)).isEmpty();
    }

    @Test
    void isFoundByPagesAndPrefixes() {
        for (int i = 0; i < 7; i++) {
            fixture.user("user" + i + "@example.org");
        }
        fixture.user("100%_!sure@example.org");
        fixture.roles.create(RoleName.of("Editor"), null, false);
        fixture.roles.grant(jo, RoleName.of("Editor"), null);
        users.disable(admin, null);

        UserQuery query = UserQuery.all().withPrefix("USER").withLimit(3);
        UserPage first = users.search(query);
        assertThat(first.users())
                .extracting(UserView::email)
                .containsExactly("user0@example.org", "user1@example.org", "user2@example.org");
        long before = fixture.statements();
        UserPage second = users.search(query.after(first.next().orElseThrow()));
        assertThat(fixture.statements() - before).isEqualTo(1);
        assertThat(second.users()).hasSize(3);
        UserPage last = users.search(query.after(second.next().orElseThrow()));
        assertThat(last.users()).extracting(UserView::email).containsExactly("user6@example.org");
        assertThat(last.next()).isEmpty();

        assertThat(emails("jo")).containsExactly("Jo@example.org");
        for (String literal : List.of("100%", "100%_", "100%_!")) {
            assertThat(emails(literal)).as(literal).hasSize(1);
        }
        for (String nobody : List.of("%", "_", "!", "u%", "user_", "' or '1'='1", "x\\' or 1=1 --")) {
            assertThat(emails(nobody)).as(nobody).isEmpty();
        }
        assertThat(users.search(UserQuery.all().withEnabled(false)).users())
                .extracting(UserView::id)
                .containsExactly(admin);
        assertThat(fixture.roles.usersOf(RoleName.of("EDITOR"), 0, 10).users()).containsExactly(view());
    }

    private List<String> emails(String prefix) {
        return users.search(UserQuery.all().withPrefix(prefix)).users().stream()
                .map(UserView::email)
                .toList();
    }

    @Test
    void isNotFoundByAQueryThatIsNone() {
        for (int limit : new int[] {-1, 0, 501, Integer.MAX_VALUE}) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> UserQuery.all().withLimit(limit));
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> UserQuery.all().after(-1));
        for (String prefix : List.of("", " ", "a\u0000", "a".repeat(10_000_000))) {
            assertThatExceptionOfType(InvalidValueException.class)
                    .isThrownBy(() -> UserQuery.all().withPrefix(prefix));
        }
    }

    @Test
    void staysIfNobodyElseIsAnAdministrator() {
        RoleName role = RoleName.of("Administrator");
        fixture.roles.create(role, null, false);
        UserService guarding =
                new UserService(fixture.transactions, fixture.hasher, fixture.clock, fixture.random, role);
        RoleService guardingRoles = new RoleService(fixture.transactions, fixture.clock, fixture.random, role);
        assertThat(guardingRoles.revoke(jo, role, null)).isFalse();
        guardingRoles.grant(jo, role, null);
        assertThatExceptionOfType(LastAdministratorException.class).isThrownBy(() -> guarding.disable(jo, null));
        assertThatExceptionOfType(LastAdministratorException.class).isThrownBy(() -> guarding.erase(jo, null));
        assertThatExceptionOfType(LastAdministratorException.class).isThrownBy(() -> guarding.delete(jo, null));
        assertThatExceptionOfType(LastAdministratorException.class)
                .isThrownBy(() -> guardingRoles.revoke(jo, role, null));
        assertThatExceptionOfType(LastAdministratorException.class)
                .isThrownBy(() -> guardingRoles.setRoles(jo, java.util.Set.of(), null));
        guardingRoles.grant(admin, role, null);
        assertThat(guarding.disable(admin, null)).isTrue();
        assertThatExceptionOfType(LastAdministratorException.class).isThrownBy(() -> guarding.disable(jo, null));
        guarding.enable(admin, null);
        assertThat(guarding.erase(jo, null)).isTrue();
        assertThat(fixture.roles.rolesOf(admin)).containsExactly("Administrator");
    }
}
