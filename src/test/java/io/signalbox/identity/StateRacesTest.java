package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 32 threads at once that change the same thing: it is changed once, with one event, and each is told which it was. */
class StateRacesTest {

    private static final RoleName EDITOR = RoleName.of("Editor");

    @TempDir
    Path directory;

    private IdentityFixture fixture;
    private long jo;

    @BeforeEach
    void open() {
        fixture = new IdentityFixture(directory);
        fixture.roles.create(EDITOR, null, false);
        jo = fixture.user("jo@example.org");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private long events(String action) {
        return Long.parseLong(fixture.value("select count(*) from identity_events where action = ?", action));
    }

    @Test
    void theSameEmailAddressForUsersWhoChangeIt() throws Exception {
        long[] ids = new long[Race.THREADS];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = fixture.user("r" + i + "@example.org");
        }
        Race.assertOneWinner(
                Race.run(i -> () -> {
                    fixture.users.changeEmail(
                            ids[i], 0, EmailAddress.of(i % 2 == 0 ? "racer@example.org" : "RACER@example.org"), null);
                    return true;
                }),
                DuplicateEmailException.class);
        assertThat(events("EMAIL_CHANGED")).isEqualTo(1);
    }

    @Test
    void theSameVersionOfAUserWhoIsRenamed() throws Exception {
        Race.assertOneWinner(
                Race.run(i -> () -> {
                    fixture.users.rename(jo, 0, new UserNames(Username.of("racer" + i), null), null);
                    return true;
                }),
                StaleUserException.class);
    }

    @Test
    void disablingAndEnabling() throws Exception {
        Race.assertOneIs(true, false, Race.run(i -> () -> fixture.users.disable(jo, null)));
        Race.assertOneIs(true, false, Race.run(i -> () -> fixture.users.enable(jo, null)));
        List<Object> outcomes =
                Race.run(i -> () -> i % 2 == 0 ? fixture.users.disable(jo, null) : fixture.users.enable(jo, null));
        long changed = outcomes.stream().filter(Boolean.TRUE::equals).count();
        assertThat(outcomes).hasOnlyElementsOfType(Boolean.class);
        assertThat(events("DISABLED") + events("ENABLED")).isEqualTo(2 + changed);
        assertThat(fixture.users.find(jo).orElseThrow().enabled()).isEqualTo(events("DISABLED") == events("ENABLED"));
    }

    @Test
    void unlockingAndConfirming() throws Exception {
        fixture.update("update users set failed_login_count = 7");
        Race.assertOneIs(true, false, Race.run(i -> () -> fixture.users.unlock(jo, null)));
        Race.assertOneIs(true, false, Race.run(i -> () -> fixture.users.confirmEmail(jo)));
    }

    @Test
    void erasureWhileOthersTakeTheAddress() throws Exception {
        Race.assertOneIs(true, false, Race.run(i -> () -> fixture.users.erase(jo, null)));
        long ann = fixture.user("ann@example.org");
        List<Object> outcomes = Race.run(i -> () -> i == 0
                ? fixture.users.erase(ann, null)
                : fixture.users.register(RegisterUser.of(EmailAddress.of("ann@example.org"))));
        assertThat(outcomes.get(0)).isEqualTo(true);
        assertThat(outcomes.subList(1, Race.THREADS))
                .allMatch(outcome -> outcome instanceof RegisteredUser || outcome instanceof DuplicateEmailException)
                .filteredOn(RegisteredUser.class::isInstance)
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void deletionOfAUserAndGrants() throws Exception {
        List<Object> outcomes = Race.run(
                i -> () -> i % 2 == 0 ? fixture.users.delete(jo, null) : fixture.roles.grant(jo, EDITOR, null));
        assertThat(outcomes).allMatch(outcome -> outcome instanceof Boolean || outcome instanceof UnknownUserException);
        assertThat(fixture.users.find(jo)).isEmpty();
        assertThat(fixture.value("select count(*) from users_roles")).isEqualTo("0");
        assertThat(events("DELETED")).isEqualTo(1);
    }

    @Test
    void theSameNewNameForManyRoles() throws Exception {
        for (int i = 0; i < Race.THREADS; i++) {
            fixture.roles.create(RoleName.of("Role" + i), null, false);
        }
        Race.assertOneWinner(
                Race.run(i -> () -> {
                    fixture.roles.rename(RoleName.of("Role" + i), RoleName.of(i % 2 == 0 ? "Racer" : "RACER"), null);
                    return true;
                }),
                DuplicateRoleException.class);
    }

    @Test
    void manyNewNamesForTheSameRole() throws Exception {
        Race.assertOneWinner(
                Race.run(i -> () -> {
                    fixture.roles.rename(EDITOR, RoleName.of("Racer" + i), null);
                    return true;
                }),
                UnknownRoleException.class);
    }

    @Test
    void deletionOfARole() throws Exception {
        Race.assertOneIs(true, false, Race.run(i -> () -> fixture.roles.delete(EDITOR, null)));
        assertThat(events("ROLE_DELETED")).isEqualTo(1);
    }

    @Test
    void oneTokenThatIsConsumedWhileAllAreRevoked() throws Exception {
        String token = fixture.tokens
                .issue(jo, TokenPurpose.PASSWORD_RESET, Duration.ofHours(1), null)
                .value();
        List<Object> outcomes = Race.run(i -> () -> i % 2 == 0
                ? fixture.tokens.consume(token, TokenPurpose.PASSWORD_RESET).isPresent()
                : fixture.users.disable(jo, null));
        assertThat(outcomes).hasOnlyElementsOfType(Boolean.class);
        int consumed = 0;
        for (int i = 0; i < outcomes.size(); i += 2) {
            consumed += Boolean.TRUE.equals(outcomes.get(i)) ? 1 : 0;
        }
        assertThat(consumed).isLessThanOrEqualTo(1);
        assertThat(fixture.tokens.consume(token, TokenPurpose.PASSWORD_RESET)).isEmpty();
    }
}
