package io.signalbox.integration.jetty;

import io.signalbox.identity.AuthResult.Success;
import io.signalbox.identity.Authenticator;
import java.io.Serializable;
import java.security.Principal;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import javax.security.auth.Subject;
import org.eclipse.jetty.security.DefaultIdentityService;
import org.eclipse.jetty.security.IdentityService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.jspecify.annotations.Nullable;

/**
 * The login service of Jetty whose users are those of an {@link Authenticator}. The principal's name is the normalized e-mail
 * address. Who is disabled or locked out, or has to choose another password first, does not enter; an application that
 * wants to tell them why asks the authenticator. Safe for use by any number of threads.
 */
public final class IdentityLoginService implements LoginService {

    private final String name;
    private final Authenticator authenticator;
    private volatile IdentityService identityService = new DefaultIdentityService();

    /**
     * A login service over the users of the authenticator.
     *
     * @param name the name of the realm, as browsers show it
     */
    public IdentityLoginService(String name, Authenticator authenticator) {
        this.name = name;
        this.authenticator = authenticator;
    }

    @Override
    public String getName() {
        return name;
    }

    /**
     * Logs in by password.
     *
     * @param credentials a String or a char array; anything else is refused
     * @return null if the user may not enter
     * @throws jakarta.persistence.PersistenceException if the user could not be read, or the failure not be counted
     */
    @Override
    public @Nullable UserIdentity login(
            @Nullable String username,
            @Nullable Object credentials,
            Request request,
            Function<Boolean, Session> getOrCreateSession) {
        return authenticator.authenticate(username, Passwords.of(credentials)) instanceof Success success
                        && !success.mustChangePassword()
                ? identity(success.name(), success.roles())
                : null;
    }

    private UserIdentity identity(String user, Set<String> roles) {
        Principal principal = new UserName(user);
        Subject subject = new Subject(true, Set.of(principal), Set.of(), Set.of());
        return identityService.newUserIdentity(subject, principal, roles.toArray(String[]::new));
    }

    /** The one that a session keeps. */
    private record UserName(String name) implements Principal, Serializable {

        @Override
        public String getName() {
            return name;
        }
    }

    /**
     * True if the user is still enabled, need not change the password, and has the same roles. Wrong passwords of others do
     * not end a session. Reads one statement, with each request of a session.
     *
     * @throws jakarta.persistence.PersistenceException if the user could not be read
     */
    @Override
    public boolean validate(UserIdentity user) {
        return authenticator
                .find(user.getUserPrincipal().getName())
                .filter(state -> state.enabled() && !state.mustChangePassword())
                .filter(state -> state.roles().equals(Set.of(user.getRoles())))
                .isPresent();
    }

    @Override
    public IdentityService getIdentityService() {
        return identityService;
    }

    @Override
    public void setIdentityService(@Nullable IdentityService service) {
        identityService = Objects.requireNonNullElseGet(service, DefaultIdentityService::new);
    }

    @Override
    public void logout(UserIdentity user) {
        // nothing is kept here
    }
}
