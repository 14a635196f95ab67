package io.signalbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.jdbc.SqliteDataSource;
import io.signalbox.migration.Migrations;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitySchemaTest {

    private static final String ARGON2 = "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA";

    @TempDir
    Path directory;

    private PlainJdbc jdbc;

    @BeforeEach
    void migrate() throws SQLException {
        String url = "jdbc:sqlite:" + directory.resolve("identity.db");
        try (SqliteDataSource dataSource = SqliteDataSource.open(url)) {
            assertThat(Migrations.identity().apply(dataSource)).isEqualTo(1);
            assertThat(Migrations.identity().apply(dataSource))
                    .as("applied again")
                    .isZero();
        }
        jdbc = new PlainJdbc(url + "?foreign_keys=true");
        user(1, "a@b.org", ARGON2);
        jdbc.run("insert into roles (id, name, name_normalized, created_at) values (1, 'Admin', 'admin', 0)");
        jdbc.run("insert into users_roles (user_id, role_id, granted_at) values (1, 1, 0)");
    }

    @Test
    void hasStrictTables() {
        assertThat(jdbc.rows("select name from pragma_table_list where strict = 1 order by name"))
                .containsExactly("identity_events", "roles", "user_tokens", "users", "users_roles");
        assertThat(jdbc.rows("select name from sqlite_schema where type = 'index' and sql is not null order by name"))
                .filteredOn(name -> name.startsWith("ix_"))
                .containsExactly(
                        "ix_identity_events_subject",
                        "ix_user_tokens_expires_at",
                        "ix_user_tokens_family",
                        "ix_user_tokens_user",
                        "ix_users_roles_granted_by",
                        "ix_users_roles_role");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity_logins", "identity_active_logins", "identity_authorities"})
    void hasViewsWhoseColumnsHaveATypeAsHibernateExpects(String view) {
        assertThat(jdbc.rows("select type from pragma_table_info('" + view + "')"))
                .isNotEmpty()
                .allMatch(type -> type.matches("INT|INTEGER|TEXT"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "users_roles; user_id>users.id CASCADE, role_id>roles.id RESTRICT, granted_by>users.id SET NULL",
                "user_tokens; user_id>users.id CASCADE",
                "identity_events; ''"
            })
    void hasForeignKeys(String table, String keys) {
        List<String> found = jdbc.rows("select \"from\" || '>' || \"table\" || '.' || \"to\" || ' ' || on_delete"
                + " from pragma_foreign_key_list('" + table + "')");
        assertThat(found).containsExactlyInAnyOrder(keys.isEmpty() ? new String[0] : keys.split(", "));
    }

    @Test
    void deletesGrantsWithTheUserAndKeepsRolesInUse() {
        assertThatThrownBy(() -> jdbc.run("delete from roles")).hasMessageContaining("FOREIGN KEY");
        user(2, "b@b.org", null);
        jdbc.run("update users_roles set granted_by = 2");
        jdbc.run("delete from users where id = 2");
        assertThat(jdbc.rows("select granted_by from users_roles")).containsExactly("null");
        jdbc.run("delete from users");
        assertThat(jdbc.rows("select * from users_roles")).isEmpty();
    }

    @Test
    void givesNoIdTwice() {
        jdbc.run("delete from users");
        jdbc.run("insert into users (email_address, email_normalized, security_stamp, created_at, updated_at)"
                + " values ('c@b.org', 'c@b.org', 's', 0, 0)");
        assertThat(jdbc.rows("select id from users")).containsExactly("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into users (email_address, email_normalized, security_stamp, created_at, updated_at)"
                        + " values ('A@b.org', 'a@b.org', 's', 0, 0)",
                "insert into roles (name, name_normalized, created_at) values ('ADMIN', 'admin', 0)",
                "insert into users_roles (user_id, role_id, granted_at) values (1, 1, 5)",
                "insert into user_tokens (user_id, purpose, token_hash, family, security_stamp, created_at, expires_at)"
                        + " values (1, 'API', zeroblob(32), 'f', 's', 0, 1), (1, 'SESSION', zeroblob(32), 'g', 's', 0, 1)"
            })
    void hasUniqueConstraints(String sql) {
        assertThatThrownBy(() -> jdbc.run(sql)).hasMessageContaining("UNIQUE constraint failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ck_users_email; email_address = 'a@'",
                "ck_users_email; email_normalized = 'a@b.org' || char(0) || 'evil'",
                "ck_users_email; email_address = printf('%.*c', 255, 'a')",
                "ck_users_email; email_address = printf('%.*c', 10000000, 'a')",
                "ck_users_username_pair; username = 'jo'",
                "ck_users_username_pair; username_normalized = 'jo'",
                "ck_users_username; username = '', username_normalized = ''",
                "ck_users_username; username = 'a' || char(0), username_normalized = 'a'",
                "ck_users_display_name; display_name = printf('%.*c', 201, 'a')",
                "ck_users_password_hash; password_hash = ''",
                "ck_users_password_hash; password_hash = printf('%.*c', 513, 'a')",
                "ck_users_security_stamp; security_stamp = ''",
                "ck_users_must_change_password; must_change_password = 2",
                "ck_users_enabled; enabled = -1",
                "ck_users_failed_login_count; failed_login_count = -1",
                "cannot store TEXT value in INTEGER column; created_at = '2026-11-20'",
                "cannot store BLOB value in TEXT column; email_address = zeroblob(5)",
                "NOT NULL; updated_at = null"
            })
    void checksUsers(String message, String assignment) {
        assertThatThrownBy(() -> jdbc.run("update users set " + assignment)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ck_roles_name; update roles set name = ''",
                "ck_roles_description; update roles set description = printf('%.*c', 501, 'a')",
                "ck_roles_is_default; update roles set is_default = 3",
                "ck_roles_built_in; update roles set built_in = 3",
                "ck_user_tokens_purpose; insert into user_tokens values (1, 1, 'X', zeroblob(32), 'f', 's', null, 0, 1, null, null, null)",
                "ck_user_tokens_hash; insert into user_tokens values (1, 1, 'API', zeroblob(31), 'f', 's', null, 0, 1, null, null, null)",
                "ck_user_tokens_expires_at; insert into user_tokens values (1, 1, 'API', zeroblob(32), 'f', 's', null, 1, 1, null, null, null)",
                "ck_identity_events_id; insert into identity_events (id, at, action) values (-1, 0, 'X')",
                "ck_identity_events_action; insert into identity_events (at, action) values (0, '')",
                "ck_identity_events_detail; insert into identity_events (at, action, detail) values (0, 'X', 'x')"
            })
    void checksTheOtherTables(String message, String sql) {
        assertThatThrownBy(() -> jdbc.run(sql)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update identity_events set action = 'Y'",
                "delete from identity_events",
                "insert or replace into identity_events (id, at, action) values (1, 1, 'Y')",
                "insert into identity_events (id, at, action) values (1, 1, 'Y') on conflict (id) do update set action = 'Y'"
            })
    void neverForgetsAnEvent(String sql) {
        jdbc.run("insert into identity_events (id, at, subject_user_id, action, detail) values (1, 0, 99, 'X', '{}')");
        assertThatThrownBy(() -> jdbc.run(sql)).hasMessageContaining("append-only");
        jdbc.run("insert into identity_events (at, action) values (0, 'Z')");
        assertThat(jdbc.rows("select action from identity_events order by id")).containsExactly("X", "Z");
    }

    @Test
    void showsLoginsToContainers() {
        user(2, "none@b.org", null);
        user(3, "erased@b.org", ARGON2);
        user(4, "locked@b.org", "$2b$10$abc");
        user(5, "free@b.org", "$5$rounds=5000$abc$def");
        user(6, "off@b.org", "$6$abc$def");
        jdbc.run("update users set erased_at = 1 where id = 3");
        jdbc.run("update users set locked_until = (unixepoch() + 60) * 1000, must_change_password = 1 where id = 4");
        jdbc.run("update users set locked_until = (unixepoch() - 60) * 1000 where id = 5");
        jdbc.run("update users set enabled = 0 where id = 6");
        jdbc.run("insert into users_roles (user_id, role_id, granted_at) values (3, 1, 0), (4, 1, 0), (6, 1, 0)");

        assertThat(jdbc.rows("select * from identity_logins order by id"))
                .containsExactly(
                        "1|a@b.org|" + ARGON2 + "|{argon2@SpringSecurity_v5_8}" + ARGON2 + "|1|0|0|0",
                        "4|locked@b.org|$2b$10$abc|{bcrypt}$2b$10$abc|1|1|0|1",
                        "5|free@b.org|$5$rounds=5000$abc$def|{sha256_crypt}$5$rounds=5000$abc$def|1|0|0|0",
                        "6|off@b.org|$6$abc$def|{sha512_crypt}$6$abc$def|0|0|0|0");
        assertThat(jdbc.rows("select id, username, password_hash from identity_active_logins order by id"))
                .containsExactly("1|a@b.org|" + ARGON2, "5|free@b.org|$5$rounds=5000$abc$def");
        assertThat(jdbc.rows("select username, authority from identity_authorities order by 1"))
                .containsExactly("a@b.org|Admin", "locked@b.org|Admin");
    }

    private void user(long id, String email, @Nullable String hash) {
        jdbc.run(
                "insert into users (id, email_address, email_normalized, password_hash, security_stamp, created_at,"
                        + " updated_at) values (?, ?, ?, ?, 's', 0, 0)",
                id,
                email,
                email,
                hash);
    }
}
