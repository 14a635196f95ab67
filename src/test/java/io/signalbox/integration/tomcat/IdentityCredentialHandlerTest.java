package io.signalbox.integration.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.identity.EmailAddress;
import io.signalbox.identity.IdentityFixture;
import io.signalbox.identity.RegisterUser;
import io.signalbox.identity.RoleName;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.CredentialHandler;
import org.apache.catalina.realm.DataSourceRealm;
import org.apache.catalina.realm.MessageDigestCredentialHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tomcat's own realm, over the views. */
class IdentityCredentialHandlerTest {

    private static final String NAME = "jo@example.org";
    private static final String PASSWORD = "correct horse";

    @TempDir
    Path directory;

    private IdentityFixture fixture;

    @BeforeEach
    void open() {
        fixture = new IdentityFixture(directory);
        fixture.roles.create(RoleName.of("Editor"), null, false);
        fixture.users.register(
                RegisterUser.of(EmailAddress.of(NAME)).withRoles(Set.of(RoleName.of("Editor"))),
                PASSWORD.toCharArray());
        fixture.hasher.reset();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private EmbeddedTomcat server(CredentialHandler handler) throws Exception {
        DataSourceRealm realm = new DataSourceRealm();
        realm.setDataSourceName("jdbc/app");
        realm.setUserTable("identity_active_logins");
        realm.setUserNameCol("username");
        realm.setUserCredCol("password_hash");
        realm.setUserRoleTable("identity_authorities");
        realm.setRoleNameCol("authority");
        realm.setCredentialHandler(handler);
        return new EmbeddedTomcat(directory, fixture.dataSource(), realm);
    }

    private String hash() {
        return fixture.value("select password_hash from users");
    }

    @Test
    void theViewsHaveUsersAndRolesAndAHashIsNoPassword() throws Exception {
        try (EmbeddedTomcat server = server(new IdentityCredentialHandler(fixture.hasher))) {
            assertThat(server.get(NAME, PASSWORD)).isEqualTo("200 jo@example.org true");
            assertThat(server.get(NAME, "wrong horse")).isEqualTo("401");
            assertThat(server.get(NAME, hash())).isEqualTo("401");
            assertThat(fixture.hasher.verifications()).isEqualTo(3);
            fixture.hasher.reset();
            assertThat(server.get("nobody@example.org", PASSWORD)).isEqualTo("401");
            assertThat(fixture.hasher.hashes()).as("one hash for nobody").isEqualTo(1);
            for (String state :
                    new String[] {"enabled = 0", "locked_until = 9999999999999", "must_change_password = 1"}) {
                fixture.update("update users set enabled = 1, locked_until = null, must_change_password = 0");
                fixture.update("update users set " + state);
                assertThat(server.get(NAME, PASSWORD)).as(state).isEqualTo("401");
            }
        }
    }

    @Test
    void withoutItTheHashIsAPassword() throws Exception {
        try (EmbeddedTomcat server = server(new MessageDigestCredentialHandler())) {
            assertThat(server.get(NAME, hash())).isEqualTo("200 jo@example.org true");
        }
    }

    @Test
    void itIsMadeByItsNameAndReadsWhatOthersHashed() {
        CredentialHandler handler = new IdentityCredentialHandler();
        assertThat(handler.matches(PASSWORD, hash())).isTrue();
        assertThat(handler.matches(hash(), hash())).isFalse();
        assertThat(handler.matches("garbage", "garbage")).isFalse();
        assertThat(handler.matches(null, hash())).isFalse();
        assertThat(handler.matches(PASSWORD, null)).isFalse();
        assertThat(handler.mutate(PASSWORD)).startsWith("$argon2id$v=19$m=19456");
        assertThat(handler.mutate(null)).isNull();
        assertThat(handler.mutate("a".repeat(10_000_000))).isNull();
    }
}
