package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserServiceTest {

    private static final EmailAddress JO = EmailAddress.of("Jo@example.org");

    @TempDir
    Path directory;

    private IdentityFixture fixture;
    private UserService users;

    @BeforeEach
    void open() {
        fixture = new IdentityFixture(directory);
        users = fixture.users;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void registersAUser() {
        RegisteredUser registered = users.register(
                RegisterUser.of(JO).withUsername(Username.of("Jo")).withDisplayName("Jo Doe"), chars("correct horse"));

        assertThat(registered).isEqualTo(new RegisteredUser(1, JO, Username.of("jo"), fixture.clock.instant()));
        long now = fixture.clock.millis();
        assertThat(fixture.rows("select id, email_address, email_normalized, username, username_normalized,"
                        + " display_name, password_changed_at, created_at, updated_at, enabled, version from users"))
                .containsExactly(
                        "1|Jo@example.org|jo@example.org|Jo|jo|Jo Doe|" + now + "|" + now + "|" + now + "|1|0");
        String hash = fixture.rows("select password_hash from users").get(0);
        assertThat(fixture.hasher.verify(chars("correct horse"), hash)).isTrue();
    }

    @Test
    void registersAUserWithoutAPassword() {
        users.register(RegisterUser.of(JO));
        assertThat(fixture.rows("select username, password_hash, password_changed_at from users"))
                .containsExactly("null|null|null");
    }

    @Test
    void givesEachUserAStampOfItsOwn() {
        users.register(RegisterUser.of(JO));
        users.register(RegisterUser.of(EmailAddress.of("b@example.org")));
        assertThat(fixture.rows("select distinct security_stamp from users")).hasSize(2);
    }

    @Test
    void grantsDefaultAndNamedRolesInTheSameTransaction() {
        fixture.roles.create(RoleName.of("User"), null, true);
        fixture.roles.create(RoleName.of("Editor"), null, false);
        fixture.roles.create(RoleName.of("Admin"), null, false);

        long id = users.register(RegisterUser.of(JO).withRoles(Set.of(RoleName.of("editor"), RoleName.of("USER"))))
                .id();

        assertThat(fixture.roles.rolesOf(id)).containsExactly("Editor", "User");
        assertThat(fixture.rows("select subject_user_id, actor_user_id, action, role_name, at from identity_events"
                        + " where subject_user_id = 1 order by id"))
                .containsExactly(
                        "1|null|REGISTERED|null|" + fixture.clock.millis(),
                        "1|null|ROLE_GRANTED|Editor|" + fixture.clock.millis(),
                        "1|null|ROLE_GRANTED|User|" + fixture.clock.millis());
    }

    @Test
    void writesNothingIfARoleIsUnknown() {
        assertThatExceptionOfType(UnknownRoleException.class)
                .isThrownBy(() -> users.register(RegisterUser.of(JO).withRoles(Set.of(RoleName.of("editr")))))
                .withMessageContaining("editr");
        assertThat(fixture.rows("select * from users")).isEmpty();
        assertThat(fixture.rows("select * from identity_events")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Jo@example.org", "JO@EXAMPLE.ORG", "\uff2ao@example.org", " jo\uff20example.org "})
    void refusesAnEmailInAnySpelling(String again) {
        users.register(RegisterUser.of(JO));
        assertThatExceptionOfType(DuplicateEmailException.class)
                .isThrownBy(() -> users.register(RegisterUser.of(EmailAddress.of(again))))
                .isInstanceOf(IdentityException.class);
        assertThat(fixture.rows("select count(*) from users")).containsExactly("1");
        assertThat(fixture.rows("select count(*) from identity_events")).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Jo", "JO", "\uff4a\uff4f"})
    void refusesAUsernameInAnySpelling(String again) {
        users.register(RegisterUser.of(JO).withUsername(Username.of("jo")));
        RegisterUser second =
                RegisterUser.of(EmailAddress.of("other@example.org")).withUsername(Username.of(again));
        assertThatExceptionOfType(DuplicateUsernameException.class).isThrownBy(() -> users.register(second));
        assertThatExceptionOfType(DuplicateEmailException.class)
                .isThrownBy(() -> users.register(RegisterUser.of(JO).withUsername(Username.of(again))));
    }

    @Test
    void spoilsNoUnitOfWorkByADuplicate() {
        users.register(RegisterUser.of(JO));
        List<String> imported = List.of("jo@example.org", "a@example.org", "A@example.org", "b@example.org");
        long registered = fixture.transactions.write(em -> imported.stream()
                .filter(email -> registered(EmailAddress.of(email)))
                .count());
        assertThat(registered).isEqualTo(2);
        assertThat(fixture.rows("select email_address from users order by id"))
                .containsExactly("Jo@example.org", "a@example.org", "b@example.org");
    }

    private boolean registered(EmailAddress email) {
        try {
            users.register(RegisterUser.of(email));
            return true;
        } catch (DuplicateEmailException e) {
            return false;
        }
    }

    @Test
    void lets1Of8ThreadsWin() throws Exception {
        List<String> spellings = List.of("jo@example.org", "JO@example.org", "\uff4ao@example.org", "jO@EXAMPLE.org");
        List<Object> outcomes = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> {
                    try {
                        start.await();
                        outcomes.add(users.register(
                                RegisterUser.of(EmailAddress.of(spellings.get(i % 4))), chars("correct horse")));
                    } catch (Exception e) {
                        outcomes.add(e);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        }
        assertThat(outcomes.stream().collect(Collectors.groupingBy(Object::getClass, Collectors.counting())))
                .containsOnly(
                        org.assertj.core.api.Assertions.entry(RegisteredUser.class, 1L),
                        org.assertj.core.api.Assertions.entry(DuplicateEmailException.class, 7L));
        assertThat(fixture.rows("select count(*) from users")).containsExactly("1");
    }

    @Test
    void refusesToHashInsideATransaction() {
        fixture.transactions.writeWithoutResult(em -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> users.hashPassword(chars("correct horse")))
                    .withMessageContaining("hash first, then open the transaction");
            assertThatIllegalStateException()
                    .isThrownBy(() -> users.register(RegisterUser.of(JO), chars("correct horse")));
        });
        assertThat(fixture.hasher.hashes()).isZero();
        HashedPassword prepared = users.hashPassword(chars("correct horse"));
        fixture.transactions.writeWithoutResult(
                em -> users.register(RegisterUser.of(JO).withPassword(prepared)));
        assertThat(fixture.rows("select count(*) from users")).containsExactly("1");
    }

    @Test
    void judgesThePassword() {
        assertThatExceptionOfType(PasswordPolicyException.class)
                .isThrownBy(() -> users.hashPassword(chars("1234567")))
                .withMessageNotContaining("1234567");
        assertThatExceptionOfType(PasswordPolicyException.class)
                .describedAs("7 code points, 14 chars")
                .isThrownBy(() -> users.hashPassword(chars("\ud83d\ude00".repeat(7))));
        assertThatExceptionOfType(PasswordPolicyException.class)
                .describedAs("8 code points that are 4 when normalized")
                .isThrownBy(() -> users.hashPassword(chars("e\u0301".repeat(4))));
        assertThatExceptionOfType(PasswordPolicyException.class)
                .isThrownBy(() -> users.hashPassword(chars("a".repeat(1025))));
        assertThatExceptionOfType(PasswordPolicyException.class)
                .isThrownBy(() -> users.hashPassword(chars("a".repeat(10_000_000))));
        assertThatExceptionOfType(PasswordPolicyException.class)
                .isThrownBy(() -> users.hashPassword(chars("password\ud800")));
        assertThat(fixture.hasher.hashes()).isZero();
        assertThat(users.hashPassword(chars("12345678"))).isNotNull();
    }

    @Test
    void tellsNoSecret() {
        HashedPassword prepared = users.hashPassword(chars("correct horse"));
        RegisterUser command = RegisterUser.of(JO).withPassword(prepared);
        assertThat(List.of(prepared.toString(), command.toString()))
                .noneMatch(
                        text -> text.contains("argon2") || text.contains("correct") || text.contains(prepared.hash()));
        assertThat(users.register(command).toString()).doesNotContain("argon2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'); DROP TABLE users; --", "' OR '1'='1", ":email ?1 %s ${7*7}", "\u202etxt", "\"x\"\\"})
    void storesTextLiterally(String text) {
        users.register(RegisterUser.of(EmailAddress.of("'or'1'='1@example.org")).withDisplayName(text));
        assertThat(fixture.rows("select email_address, display_name from users"))
                .containsExactly("'or'1'='1@example.org|" + text);
    }

    @Test
    void refusesDisplayNamesAndRoleSetsThatAreNone() {
        RegisterUser command = RegisterUser.of(JO);
        for (String name : List.of("a".repeat(201), "a".repeat(10_000_000), "a\u0000b", "a\nb", "a\ud800")) {
            assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> command.withDisplayName(name));
        }
        Set<RoleName> many =
                IntStream.range(0, 101).mapToObj(i -> RoleName.of("r" + i)).collect(Collectors.toSet());
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> command.withRoles(many));
        assertThat(command.withDisplayName("\ud83d\udc69\u200d\ud83d\ude80 Jo").displayName())
                .contains("\u200d");
    }

    private static char[] chars(String password) {
        return password.toCharArray();
    }
}
