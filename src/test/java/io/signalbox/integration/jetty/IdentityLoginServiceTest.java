package io.signalbox.integration.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.identity.RoleName;
import io.signalbox.integration.RealmContract;
import java.util.Arrays;
import org.eclipse.jetty.security.UserIdentity;
import org.junit.jupiter.api.Test;

class IdentityLoginServiceTest extends RealmContract {

    private IdentityLoginService service;

    @Override
    protected void set() {
        service = new IdentityLoginService("editors", authenticator);
    }

    private UserIdentity identity(Object credentials) {
        return service.login(NAME, credentials, null, create -> null);
    }

    @Override
    protected String login(String login, String password) {
        UserIdentity user = service.login(login, password, null, create -> null);
        return user == null
                ? "none"
                : user.getUserPrincipal().getName() + Arrays.asList(user.getRoles()) + user.isUserInRole("Editor");
    }

    @Override
    protected String entered() {
        return "jo@example.org[Editor, User]true";
    }

    @Override
    protected String refused() {
        return "none";
    }

    @Test
    void aServerLetsEditorsIn() throws Exception {
        try (EmbeddedJetty server = new EmbeddedJetty(service)) {
            assertThat(server.get("JO", PASSWORD)).isEqualTo("200 jo@example.org");
            assertThat(server.get(NAME, "wrong horse")).isEqualTo("401");
            assertThat(server.get(NAME, column("password_hash"))).isEqualTo("401");
            assertThat(server.get("nobody", PASSWORD)).isEqualTo("401");
            fixture.update("delete from users_roles");
            assertThat(server.get(NAME, PASSWORD)).isEqualTo("403");
        }
    }

    @Test
    void aSessionEndsWithWhatWasGranted() {
        UserIdentity user = identity(PASSWORD.toCharArray());
        assertThat(service.validate(user)).isTrue();
        state("locked_until = 9999999999999");
        assertThat(service.validate(user))
                .as("others' wrong passwords end no session")
                .isTrue();
        fixture.roles.revoke(jo, RoleName.of("Editor"), null);
        assertThat(service.validate(user)).isFalse();
        fixture.roles.grant(jo, RoleName.of("Editor"), null);
        assertThat(service.validate(user)).isTrue();
        state("enabled = 0");
        assertThat(service.validate(user)).isFalse();
    }

    @Test
    void whatIsNoPasswordIsRefused() {
        assertThat(identity(null)).isNull();
        assertThat(identity(42)).isNull();
        assertThat(identity(new HashCredential(column("password_hash")))).isNull();
        assertThat(hasher.calls()).isZero();
    }
}
