package io.signalbox.integration.tomcat;

import io.signalbox.identity.AuthResult.Success;
import io.signalbox.identity.Authenticator;
import io.signalbox.identity.LoginState;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.realm.RealmBase;
import org.jspecify.annotations.Nullable;

/**
 * The realm of an embedded Tomcat whose users are those of an {@link Authenticator}. The principal's name is the normalized
 * e-mail address. Who is disabled or locked out, or has to choose another password first, does not enter; an application
 * that wants to tell them why asks the authenticator. Safe for use by any number of threads.
 *
 * <p>Digest authentication is refused: it needs the password, which is not stored.
 */
public final class IdentityRealm extends RealmBase {

    private final Authenticator authenticator;

    /** A realm over the users of the authenticator. */
    public IdentityRealm(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /**
     * Logs in by password.
     *
     * @return null if the user may not enter
     * @throws jakarta.persistence.PersistenceException if the user could not be read, or the failure not be counted
     */
    @Override
    public @Nullable Principal authenticate(@Nullable String username, @Nullable String credentials) {
        char @Nullable [] password = credentials == null ? null : credentials.toCharArray();
        return authenticator.authenticate(username, password) instanceof Success success
                        && !success.mustChangePassword()
                ? principal(success.name(), success.roles())
                : null;
    }

    /** Nobody: digests are not supported. */
    @Override
    public @Nullable Principal authenticate(
            String username,
            String clientDigest,
            String nonce,
            String nc,
            String cnonce,
            String qop,
            String realm,
            String digestA2,
            String algorithm) {
        return null;
    }

    private static Principal principal(String name, Set<String> roles) {
        return new GenericPrincipal(name, List.copyOf(roles));
    }

    /** Nothing: the password is not stored. */
    @Override
    protected @Nullable String getPassword(String username) {
        return null;
    }

    /** The user of that name, who is known in another way, by a certificate for instance; null if they may not enter. */
    @Override
    protected @Nullable Principal getPrincipal(String username) {
        return authenticator
                .find(username)
                .filter(LoginState::mayEnter)
                .map(user -> principal(user.name(), user.roles()))
                .orElse(null);
    }
}
