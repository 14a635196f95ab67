package io.signalbox.integration.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.integration.RealmContract;
import java.security.Principal;
import org.apache.catalina.realm.GenericPrincipal;
import org.junit.jupiter.api.Test;

class IdentityRealmTest extends RealmContract {

    private IdentityRealm realm;

    @Override
    protected void set() {
        realm = new IdentityRealm(authenticator);
    }

    @Override
    protected String login(String login, String password) {
        return describe(realm.authenticate(login, password));
    }

    private static String describe(Principal principal) {
        return principal instanceof GenericPrincipal user ? user.getName() + String.join(",", user.getRoles()) : "none";
    }

    @Override
    protected String entered() {
        return "jo@example.orgEditor,User";
    }

    @Override
    protected String refused() {
        return "none";
    }

    @Test
    void aServerLetsEditorsIn() throws Exception {
        try (EmbeddedTomcat server = new EmbeddedTomcat(directory, fixture.dataSource(), realm)) {
            assertThat(server.get("JO", PASSWORD)).isEqualTo("200 jo@example.org true");
            assertThat(server.get(NAME, "wrong horse")).isEqualTo("401");
            assertThat(server.get(NAME, column("password_hash"))).isEqualTo("401");
            assertThat(server.get("nobody", PASSWORD)).isEqualTo("401");
            fixture.update("delete from users_roles");
            assertThat(server.get(NAME, PASSWORD)).isEqualTo("403");
        }
    }

    @Test
    void aDigestIsNoLogin() {
        assertThat(realm.authenticate(NAME, "d", "n", "1", "c", "auth", "realm", "a2", "MD5"))
                .isNull();
        assertThat(realm.authenticate(NAME, null)).isNull();
        assertThat(realm.getPassword(NAME)).isNull();
    }

    @Test
    void whoIsKnownByACertificateEntersIfNothingForbidsIt() {
        assertThat(describe(realm.getPrincipal("jo"))).isEqualTo(entered());
        assertThat(realm.getPrincipal("nobody")).isNull();
        state("enabled = 0");
        assertThat(realm.getPrincipal("jo")).isNull();
        assertThat(hasher.calls()).isZero();
    }
}
