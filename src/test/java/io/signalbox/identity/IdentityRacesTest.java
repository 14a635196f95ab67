package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 32 threads at once, on whatever can race: one winner, and losers of a type of their own. */
class IdentityRacesTest {

    private static final RoleName EDITOR = RoleName.of("Editor");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path directory;

    private IdentityFixture fixture;
    private long jo;
    private long admin;

    @BeforeEach
    void open() {
        fixture = new IdentityFixture(directory);
        fixture.roles.create(EDITOR, null, false);
        jo = fixture.user("jo@example.org");
        admin = fixture.user("admin@example.org");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String count(String table) {
        return fixture.value("select count(*) from " + table);
    }

    @Test
    void theSameEmailAddressInManySpellings() throws Exception {
        List<String> spellings = List.of("a\u0308@b\u00fccher.de", "\u00e4@B\u00dcCHER.de", "\u00c4@xn--bcher-kva.DE");
        Race.assertOneWinner(
                Race.run(i -> () ->
                        fixture.users.register(RegisterUser.of(EmailAddress.of(spellings.get(i % spellings.size()))))),
                DuplicateEmailException.class);
        assertThat(count("users")).isEqualTo("3");
    }

    @Test
    void theSameUsername() throws Exception {
        Race.assertOneWinner(
                Race.run(i -> () -> fixture.users.register(RegisterUser.of(EmailAddress.of("r" + i + "@example.org"))
                        .withUsername(Username.of(i % 2 == 0 ? "racer" : "RACER")))),
                DuplicateUsernameException.class);
    }

    @Test
    void theSameUsernameForUsersWhoAreRenamed() throws Exception {
        long[] ids = new long[Race.THREADS];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = fixture.user("r" + i + "@example.org");
        }
        Race.assertOneWinner(
                Race.run(i -> () -> {
                    fixture.users.rename(ids[i], 0, new UserNames(Username.of("racer"), null), null);
                    return true;
                }),
                DuplicateUsernameException.class);
    }

    @Test
    void theSameVersion() throws Exception {
        Race.assertOneWinner(
                Race.run(i -> () -> {
                    fixture.users.changeEmail(jo, 0, EmailAddress.of("r" + i + "@example.org"), null);
                    return true;
                }),
                StaleUserException.class);
    }

    @Test
    void theSameRoleName() throws Exception {
        Race.assertOneWinner(
                Race.run(i -> () -> fixture.roles.create(RoleName.of(i % 2 == 0 ? "Racer" : "RACER"), null, false)),
                DuplicateRoleException.class);
        assertThat(Race.run(i -> () -> fixture.roles.findOrCreate(RoleName.of("Other"), null, false)))
                .hasOnlyElementsOfType(RoleView.class)
                .containsOnly(fixture.roles.find(RoleName.of("other")).orElseThrow());
    }

    @Test
    void theSameGrantAndTheSameRevocation() throws Exception {
        Race.assertOneIs(true, false, Race.run(i -> () -> fixture.roles.grant(jo, EDITOR, admin)));
        assertThat(count("users_roles")).isEqualTo("1");
        Race.assertOneIs(true, false, Race.run(i -> () -> fixture.roles.revoke(jo, EDITOR, admin)));
        assertThat(count("users_roles")).isEqualTo("0");
    }

    @Test
    void grantAndRevocation() throws Exception {
        List<Object> outcomes = Race.run(
                i -> () -> i % 2 == 0 ? fixture.roles.grant(jo, EDITOR, null) : fixture.roles.revoke(jo, EDITOR, null));
        assertThat(outcomes).hasOnlyElementsOfType(Boolean.class);
        assertThat(count("identity_events where action = 'ROLE_GRANTED'"))
                .isEqualTo(String.valueOf(Long.parseLong(count("identity_events where action = 'ROLE_REVOKED'"))
                        + fixture.roles.rolesOf(jo).size()));
    }

    @Test
    void theDeletionOfARoleAndItsGrants() throws Exception {
        List<Object> outcomes = Race.run(
                i -> () -> i % 2 == 0 ? fixture.roles.delete(EDITOR, null) : fixture.roles.grant(jo, EDITOR, null));
        boolean gone = fixture.roles.find(EDITOR).isEmpty();
        assertThat(outcomes)
                .allMatch(outcome -> outcome instanceof Boolean
                        || (gone ? outcome instanceof UnknownRoleException : outcome instanceof RoleInUseException));
        assertThat(count("users_roles")).isEqualTo(gone ? "0" : "1");
    }

    @Test
    void oneTokenThatIsConsumedOrRotated() throws Exception {
        String single = fixture.tokens
                .issue(jo, TokenPurpose.PASSWORD_RESET, HOUR, null)
                .value();
        assertThat(Race.run(i -> () -> fixture.tokens
                        .consume(single, TokenPurpose.PASSWORD_RESET)
                        .isPresent()))
                .containsOnly(true, false)
                .filteredOn(Boolean.TRUE::equals)
                .hasSize(1);
        String old =
                fixture.tokens.issue(jo, TokenPurpose.REMEMBER_ME, HOUR, null).value();
        List<IssuedToken> next =
                Race.run(i -> () -> fixture.tokens.rotate(old, TokenPurpose.REMEMBER_ME, HOUR)).stream()
                        .map(outcome -> (Optional<?>) outcome)
                        .flatMap(Optional::stream)
                        .map(IssuedToken.class::cast)
                        .toList();
        assertThat(next).hasSize(1);
        assertThat(fixture.tokens.verify(next.get(0).value(), TokenPurpose.REMEMBER_ME))
                .isPresent();
    }

    @Test
    void theLastAdministrators() throws Exception {
        RoleService roles = new RoleService(fixture.transactions, fixture.clock, fixture.random, EDITOR);
        UserService users =
                new UserService(fixture.transactions, fixture.hasher, fixture.clock, fixture.random, EDITOR);
        long[] ids = new long[Race.THREADS];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = fixture.user("r" + i + "@example.org");
            roles.grant(ids[i], EDITOR, null);
        }
        List<Object> outcomes = Race.run(i -> () -> switch (i % 4) {
            case 0 -> roles.revoke(ids[i], EDITOR, null);
            case 1 -> users.disable(ids[i], null);
            case 2 -> users.erase(ids[i], null);
            default -> !roles.setRoles(ids[i], Set.of(), null).revoked().isEmpty();
        });
        assertThat(outcomes).filteredOn(Boolean.TRUE::equals).hasSize(Race.THREADS - 1);
        assertThat(outcomes)
                .filteredOn(LastAdministratorException.class::isInstance)
                .hasSize(1);
    }

    @Test
    void erasureAndEnabling() throws Exception {
        assertThat(Race.run(i -> () -> i % 2 == 0 ? fixture.users.erase(jo, null) : fixture.users.disable(jo, null)))
                .hasOnlyElementsOfType(Boolean.class);
        assertThat(fixture.users.find(jo).orElseThrow().erasedAt()).isNotNull();
        assertThat(count("identity_events where action = 'ERASED'")).isEqualTo("1");
    }
}
