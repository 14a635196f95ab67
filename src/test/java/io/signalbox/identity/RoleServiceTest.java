package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoleServiceTest {

    private static final RoleName EDITOR = RoleName.of("Editor");

    @TempDir
    Path directory;

    private IdentityFixture fixture;
    private RoleService roles;
    private long jo;
    private long admin;

    @BeforeEach
    void open() {
        fixture = new IdentityFixture(directory);
        roles = fixture.roles;
        jo = fixture.users
                .register(RegisterUser.of(EmailAddress.of("jo@example.org")))
                .id();
        admin = fixture.users
                .register(RegisterUser.of(EmailAddress.of("admin@example.org")))
                .id();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void createsARoleOnce() {
        RoleView created = roles.create(EDITOR, "edits", true);
        assertThat(created).isEqualTo(new RoleView(1, "Editor", "edits", true, false));
        assertThat(roles.find(RoleName.of("EDITOR"))).contains(created);
        assertThatExceptionOfType(DuplicateRoleException.class)
                .isThrownBy(() -> roles.create(RoleName.of("EDITOR"), null, false))
                .withMessageContaining("EDITOR");
        assertThat(roles.find(RoleName.of("other"))).isEmpty();
        assertThat(events("ROLE_CREATED")).containsExactly("null|null|Editor");
    }

    @Test
    void findsOrCreatesWithoutWritingTwice() {
        RoleView created = roles.findOrCreate(EDITOR, null, false);
        int writes = fixture.transactions.writes.get();
        assertThat(roles.findOrCreate(RoleName.of("editor"), "another", true)).isEqualTo(created);
        assertThat(fixture.transactions.writes.get()).isEqualTo(writes);
        assertThat(events("ROLE_CREATED")).hasSize(1);
    }

    @Test
    void refusesDescriptionsThatAreNone() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> roles.create(EDITOR, "a".repeat(501), false));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> roles.findOrCreate(EDITOR, "a\u0000", false));
    }

    @Test
    void grantsAndRevokesOnce() {
        roles.create(EDITOR, null, false);
        assertThat(roles.grant(jo, EDITOR, admin)).isTrue();
        assertThat(roles.grant(jo, RoleName.of("EDITOR"), null)).isFalse();
        assertThat(fixture.rows("select user_id, role_id, granted_at, granted_by from users_roles"))
                .containsExactly(jo + "|1|" + fixture.clock.millis() + "|" + admin);
        assertThat(roles.revoke(jo, RoleName.of("editor"), null)).isTrue();
        assertThat(roles.revoke(jo, EDITOR, null)).isFalse();
        assertThat(roles.rolesOf(jo)).isEmpty();
        assertThat(events("ROLE_GRANTED")).containsExactly(jo + "|" + admin + "|Editor");
        assertThat(events("ROLE_REVOKED")).containsExactly(jo + "|null|Editor");
    }

    @Test
    void changesTheSecurityStampWithARevocationOnly() {
        roles.create(EDITOR, null, false);
        String stamp = stamp();
        roles.grant(jo, EDITOR, null);
        assertThat(stamp()).isEqualTo(stamp);
        roles.revoke(jo, EDITOR, null);
        assertThat(stamp()).isNotEqualTo(stamp);
        stamp = stamp();
        roles.revoke(jo, EDITOR, null);
        assertThat(stamp()).isEqualTo(stamp);
    }

    @Test
    void namesWhoIsUnknown() {
        assertThatExceptionOfType(UnknownRoleException.class).isThrownBy(() -> roles.grant(jo, EDITOR, null));
        assertThatExceptionOfType(UnknownRoleException.class).isThrownBy(() -> roles.revoke(jo, EDITOR, null));
        roles.create(EDITOR, null, false);
        assertThatExceptionOfType(UnknownUserException.class)
                .isThrownBy(() -> roles.grant(99, EDITOR, null))
                .withMessageContaining("99");
        assertThatExceptionOfType(UnknownUserException.class).isThrownBy(() -> roles.grant(jo, EDITOR, 98L));
        assertThatExceptionOfType(UnknownUserException.class).isThrownBy(() -> roles.revoke(99, EDITOR, null));
        assertThat(fixture.rows("select * from users_roles")).isEmpty();
    }

    @Test
    void readsTheRolesOfAUserInOneStatement() {
        for (String name : List.of("zeta", "Alpha", "beta")) {
            roles.create(RoleName.of(name), null, false);
            roles.grant(jo, RoleName.of(name), null);
        }
        long before = fixture.statements();
        assertThat(roles.rolesOf(jo)).containsExactly("Alpha", "beta", "zeta").contains("ALPHA");
        assertThat(fixture.statements() - before).isEqualTo(1);
        assertThat(roles.rolesOf(admin)).isEmpty();
        assertThat(roles.rolesOf(99)).isEmpty();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> roles.rolesOf(jo).clear());
    }

    @Test
    void lets1Of8GrantsAndCreationsWin() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> grants = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        roles.findOrCreate(EDITOR, null, false);
                        return roles.grant(jo, EDITOR, null);
                    })
                    .toList();
            int won = 0;
            for (Future<Boolean> grant : threads.invokeAll(grants)) {
                won += grant.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(events("ROLE_CREATED")).hasSize(1);
        assertThat(events("ROLE_GRANTED")).hasSize(1);
    }

    private String stamp() {
        return fixture.rows("select security_stamp from users where id = ?", jo).get(0);
    }

    private List<String> events(String action) {
        return fixture.rows(
                "select subject_user_id, actor_user_id, role_name from identity_events where action = ?", action);
    }

    @Test
    void setsTheRolesOfAUser() {
        for (String name : List.of("Editor", "Author", "Reader")) {
            roles.create(RoleName.of(name), null, false);
        }
        roles.grant(jo, EDITOR, admin);
        RoleDifference difference = roles.setRoles(jo, Set.of(RoleName.of("AUTHOR"), RoleName.of("reader")), admin);
        assertThat(difference.granted()).containsExactly("Author", "Reader");
        assertThat(difference.revoked()).containsExactly("Editor");
        assertThat(roles.rolesOf(jo)).containsExactly("Author", "Reader");
        assertThat(roles.hasRole(jo, RoleName.of("READER"))).isTrue();
        assertThat(roles.hasRole(jo, EDITOR)).isFalse();
        RoleDifference again = roles.setRoles(jo, Set.of(RoleName.of("author"), RoleName.of("Reader")), admin);
        assertThat(again.granted()).isEmpty();
        assertThat(again.revoked()).isEmpty();
        assertThatExceptionOfType(UnknownRoleException.class)
                .isThrownBy(() -> roles.setRoles(jo, Set.of(EDITOR, RoleName.of("None")), null));
        assertThat(roles.rolesOf(jo)).as("rolled back").containsExactly("Author", "Reader");
        Set<RoleName> many = new HashSet<>();
        for (int i = 0; i < 101; i++) {
            many.add(RoleName.of("r" + i));
        }
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> roles.setRoles(jo, many, null));
    }

    @Test
    void renamesARoleThatUsersKeep() {
        roles.create(EDITOR, null, false);
        roles.create(RoleName.of("Author"), null, false);
        roles.grant(jo, EDITOR, null);
        assertThatExceptionOfType(DuplicateRoleException.class)
                .isThrownBy(() -> roles.rename(EDITOR, RoleName.of("AUTHOR"), null));
        assertThatExceptionOfType(UnknownRoleException.class)
                .isThrownBy(() -> roles.rename(RoleName.of("None"), RoleName.of("Other"), null));
        roles.rename(EDITOR, RoleName.of("EDITOR"), null);
        roles.rename(EDITOR, RoleName.of("Publisher"), admin);
        assertThat(roles.rolesOf(jo)).containsExactly("Publisher");
        assertThat(roles.all()).extracting(RoleView::name).containsExactly("Author", "Publisher");
        fixture.update("update roles set built_in = 1");
        assertThatExceptionOfType(ProtectedRoleException.class)
                .isThrownBy(() -> roles.rename(RoleName.of("Author"), RoleName.of("Other"), null));
        assertThat(events("ROLE_RENAMED")).containsExactly("null|null|EDITOR", "null|" + admin + "|Publisher");
    }

    @Test
    void deletesARoleThatNobodyHas() {
        roles.create(EDITOR, null, true);
        assertThatExceptionOfType(ProtectedRoleException.class).isThrownBy(() -> roles.delete(EDITOR, null));
        assertThat(roles.setDefault(EDITOR, false, null)).isTrue();
        assertThat(roles.setDefault(EDITOR, false, null)).isFalse();
        roles.grant(jo, EDITOR, null);
        fixture.transactions.writeWithoutResult(em -> {
            assertThatExceptionOfType(RoleInUseException.class)
                    .isThrownBy(() -> roles.delete(EDITOR, null))
                    .withMessageContaining("1 users");
            roles.revoke(jo, EDITOR, null);
        });
        fixture.update("update roles set built_in = 1");
        assertThatExceptionOfType(ProtectedRoleException.class).isThrownBy(() -> roles.delete(EDITOR, null));
        fixture.update("update roles set built_in = 0");
        assertThat(roles.delete(EDITOR, admin)).isTrue();
        assertThat(roles.delete(EDITOR, admin)).isFalse();
        assertThat(roles.find(EDITOR)).isEmpty();
        assertThat(events("ROLE_DELETED")).containsExactly("null|" + admin + "|Editor");
    }
}
