package io.signalbox.integration.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.identity.Argon2idHasher;
import io.signalbox.identity.EmailAddress;
import io.signalbox.identity.IdentityFixture;
import io.signalbox.identity.RegisterUser;
import io.signalbox.identity.RoleName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.jetty.security.JDBCLoginService;
import org.eclipse.jetty.util.security.Credential;
import org.eclipse.jetty.util.security.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jetty's own login service, over the views. */
class HashCredentialProviderTest {

    private static final String NAME = "jo@example.org";
    private static final String PASSWORD = "correct horse";

    @TempDir
    Path directory;

    private JDBCLoginService service(Path database) throws Exception {
        Path properties = directory.resolve("realm.properties");
        Files.writeString(properties, """
                jdbcdriver=org.sqlite.JDBC
                url=jdbc:sqlite:%s?open_mode=1
                username=nobody
                password=
                usertable=identity_active_logins
                usertablekey=id
                usertableuserfield=username
                usertablepasswordfield=password_hash
                roletable=roles
                roletablekey=id
                roletablerolefield=name
                userroletable=users_roles
                userroletableuserkey=user_id
                userroletablerolekey=role_id
                """.formatted(database));
        return new JDBCLoginService("editors", properties.toUri().toString());
    }

    @Test
    void theViewsHaveUsersAndRolesAndAHashIsNoPassword() throws Exception {
        try (IdentityFixture fixture = new IdentityFixture(directory)) {
            fixture.roles.create(RoleName.of("Editor"), null, false);
            fixture.users.register(
                    RegisterUser.of(EmailAddress.of(NAME)).withRoles(Set.of(RoleName.of("Editor"))),
                    PASSWORD.toCharArray());
            String hash = fixture.value("select password_hash from users");
            try (EmbeddedJetty server = new EmbeddedJetty(service(fixture.path()))) {
                assertThat(server.get(NAME, PASSWORD)).isEqualTo("200 jo@example.org");
                assertThat(server.get(NAME, "wrong horse")).isEqualTo("401");
                assertThat(server.get(NAME, hash)).isEqualTo("401");
                fixture.update("update users set must_change_password = 1");
                assertThat(server.get(NAME, PASSWORD)).isEqualTo("401");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=19456,t=2,p=1$xx",
                "$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
                "$2b$99$abc",
                "$5$saltstringsaltst$95Bg/RfV2QriLpMdLPHK9el0Ighm6E3CBqMKzZKgCa2",
                "$6$x",
                "$pbkdf2-sha256$1$a$b",
                "pbkdf2_sha256$1$a$b",
                "pbkdf2:sha256:1$a$b",
                "scrypt:1:1:1$a$b"
            })
    void whatBeginsLikeAHashIsNoPasswordInPlainText(String stored) {
        Credential credential = Credential.getCredential(stored);
        assertThat(credential).isInstanceOf(HashCredential.class);
        assertThat(credential.check(stored)).isFalse();
        assertThat(credential.check(credential)).isFalse();
        assertThat(credential.toString()).doesNotContain(stored);
    }

    @Test
    void aHashChecksEveryFormOfAPassword() {
        String hash = new Argon2idHasher().hash(PASSWORD.toCharArray());
        Credential credential = Credential.getCredential(hash);
        assertThat(credential.check(PASSWORD)).isTrue();
        assertThat(credential.check(PASSWORD.toCharArray())).isTrue();
        assertThat(credential.check(new Password(PASSWORD))).isTrue();
        assertThat(credential.check(null)).isFalse();
        assertThat(credential).isEqualTo(new HashCredential(hash)).hasSameHashCodeAs(new HashCredential(hash));
        assertThat(credential).isNotEqualTo(new HashCredential(hash + "x"));
    }
}
