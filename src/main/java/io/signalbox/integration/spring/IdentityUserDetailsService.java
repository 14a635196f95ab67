package io.signalbox.integration.spring;

import io.signalbox.identity.Authenticator;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsPasswordService;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * The users for the parts of Spring Security that ask for them by name, as remember-me, certificates and {@code
 * DaoAuthenticationProvider} do; and the place where a stronger hash goes. Safe for use by any number of threads.
 *
 * <p>{@code DaoAuthenticationProvider} with this and {@link IdentityPasswordEncoder} logs in through the {@link Authenticator}
 * too, but tells before the password is checked who is disabled or locked out. {@link IdentityAuthenticationProvider} does not.
 */
public final class IdentityUserDetailsService implements UserDetailsService, UserDetailsPasswordService {

    private final Authenticator authenticator;

    /** A service over the users of the authenticator. */
    public IdentityUserDetailsService(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /**
     * The user with that e-mail address or username, in any spelling; in one statement.
     *
     * @return an {@link IdentityUser}
     * @throws UsernameNotFoundException if there is no such user
     * @throws jakarta.persistence.PersistenceException if the user could not be read
     */
    @Override
    public UserDetails loadUserByUsername(String username) throws UsernameNotFoundException {
        return authenticator
                .find(username)
                .map(IdentityUser::of)
                .orElseThrow(() -> new UsernameNotFoundException("no such user"));
    }

    /**
     * Stores a stronger hash of the password that was just verified, for a user whose hash Spring Security read from the view
     * {@code identity_logins} itself. Nothing happens if the password was changed meanwhile, or if the user is an {@link
     * IdentityUser}: the {@link Authenticator} has done it then.
     *
     * @param newPassword as {@link IdentityPasswordEncoder#encode} made it
     * @return the user, as given
     * @throws jakarta.persistence.PersistenceException if it could not be written
     */
    @Override
    public UserDetails updatePassword(UserDetails user, @Nullable String newPassword) {
        String verified = user.getPassword();
        if (verified != null && newPassword != null) {
            authenticator.upgradeHash(user.getUsername(), verified, newPassword);
        }
        return user;
    }
}
