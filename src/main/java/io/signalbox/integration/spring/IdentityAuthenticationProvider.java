package io.signalbox.integration.spring;

import io.signalbox.identity.AuthResult;
import io.signalbox.identity.AuthResult.Disabled;
import io.signalbox.identity.AuthResult.Locked;
import io.signalbox.identity.AuthResult.Success;
import io.signalbox.identity.Authenticator;
import jakarta.persistence.PersistenceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;

/**
 * The login by password of Spring Security through an {@link Authenticator}: one verification, a lockout that counts, a
 * stronger hash where there is one to store, and a user's state told after the right password only. The principal is an
 * {@link IdentityUser}. Safe for use by any number of threads.
 */
public final class IdentityAuthenticationProvider implements AuthenticationProvider {

    private final Authenticator authenticator;

    /** A provider whose logins are those of the authenticator. */
    public IdentityAuthenticationProvider(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /**
     * {@inheritDoc}
     *
     * @throws BadCredentialsException if there is no such user, or the password is wrong; which of them is not told
     * @throws LockedException if the password was right, after too many wrong ones
     * @throws DisabledException if the password was right, and the user is disabled
     * @throws CredentialsExpiredException if the password was right, and the user has to choose another one first
     * @throws InternalAuthenticationServiceException if the user could not be read, or the failure not be counted
     */
    @Override
    public Authentication authenticate(Authentication authentication) throws AuthenticationException {
        char[] password = password(authentication.getCredentials());
        try {
            return authenticated(authenticator.authenticate(authentication.getName(), password), authentication);
        } catch (PersistenceException e) {
            throw new InternalAuthenticationServiceException("the login could not be checked", e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static char[] password(@Nullable Object credentials) {
        return credentials == null ? new char[0] : credentials.toString().toCharArray();
    }

    private static Authentication authenticated(AuthResult result, Authentication request) {
        if (result instanceof Locked locked) {
            throw new LockedException("the user is locked out until " + locked.until());
        }
        if (result instanceof Disabled) {
            throw new DisabledException("the user is disabled");
        }
        if (!(result instanceof Success success)) {
            throw new BadCredentialsException("no such user, or the wrong password");
        }
        if (success.mustChangePassword()) {
            throw new CredentialsExpiredException("the user has to choose another password first");
        }
        return token(IdentityUser.of(success), request);
    }

    private static Authentication token(IdentityUser user, Authentication request) {
        List<GrantedAuthority> authorities = new ArrayList<>(user.getAuthorities());
        authorities.add(FactorGrantedAuthority.fromAuthority(FactorGrantedAuthority.PASSWORD_AUTHORITY));
        UsernamePasswordAuthenticationToken token =
                UsernamePasswordAuthenticationToken.authenticated(user, null, authorities);
        token.setDetails(request.getDetails());
        return token;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
