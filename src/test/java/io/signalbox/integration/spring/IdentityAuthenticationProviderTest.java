package io.signalbox.integration.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signalbox.integration.RealmContract;
import jakarta.persistence.LockTimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetails;

class IdentityAuthenticationProviderTest extends RealmContract {

    private AuthenticationManager manager;

    @Override
    protected void set() {
        manager = new ProviderManager(new IdentityAuthenticationProvider(authenticator));
    }

    private Authentication authenticate(String login, String password) {
        return manager.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(login, password));
    }

    @Override
    protected String login(String login, String password) {
        try {
            return Logins.describe(authenticate(login, password));
        } catch (AuthenticationException e) {
            return e.toString();
        }
    }

    @Override
    protected String entered() {
        return "jo@example.org [FACTOR_PASSWORD, ROLE_Editor, ROLE_User]";
    }

    @Override
    protected String refused() {
        return new BadCredentialsException("no such user, or the wrong password").toString();
    }

    @Test
    void theStateIsToldInSpringsWordsAfterTheRightPassword() {
        state("enabled = 0");
        assertThatExceptionOfType(DisabledException.class).isThrownBy(() -> authenticate(NAME, PASSWORD));
        state("enabled = 1, locked_until = 9999999999999");
        assertThatExceptionOfType(LockedException.class).isThrownBy(() -> authenticate(NAME, PASSWORD));
        state("locked_until = null, must_change_password = 1");
        assertThatExceptionOfType(CredentialsExpiredException.class).isThrownBy(() -> authenticate(NAME, PASSWORD));
    }

    @Test
    void thePrincipalHasTheIdAndNoSecret() {
        Authentication entered = authenticate("jo", PASSWORD);
        assertThat(entered.isAuthenticated()).isTrue();
        assertThat(entered.getCredentials()).isNull();
        assertThat(entered.getPrincipal()).isInstanceOfSatisfying(IdentityUser.class, user -> {
            assertThat(user.userId()).isEqualTo(jo);
            assertThat(user.getUsername()).isEqualTo(NAME);
            assertThat(user).isEqualTo(new IdentityUserDetailsService(authenticator).loadUserByUsername("JO"));
        });
        assertThat(entered.toString() + ((UserDetails) entered.getPrincipal()).getPassword())
                .doesNotContain("argon2", PASSWORD);
    }

    @Test
    void aDatabaseThatFailsIsNoWrongPassword() {
        fixture.transactions.nextWriteFails = new LockTimeoutException("the writer is busy");
        assertThatExceptionOfType(InternalAuthenticationServiceException.class)
                .isThrownBy(() -> authenticate(NAME, "wrong horse"))
                .withCauseInstanceOf(LockTimeoutException.class);
    }

    @Test
    void noPasswordIsNoLogin() {
        assertThatExceptionOfType(BadCredentialsException.class)
                .isThrownBy(
                        () -> manager.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(NAME, null)));
        assertThat(new IdentityAuthenticationProvider(authenticator).supports(TestingAuthenticationToken.class))
                .isFalse();
    }
}
