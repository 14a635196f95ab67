package io.signalbox.integration.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signalbox.integration.RealmContract;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AccountStatusUserDetailsChecker;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** Spring's own provider over our users. */
class IdentityUserDetailsServiceTest extends RealmContract {

    private IdentityUserDetailsService service;
    private DaoAuthenticationProvider provider;

    @Override
    protected void set() {
        service = new IdentityUserDetailsService(authenticator);
        provider = new DaoAuthenticationProvider(service);
        provider.setPasswordEncoder(new IdentityPasswordEncoder(authenticator, hasher));
        provider.setUserDetailsPasswordService(service);
        provider.setPreAuthenticationChecks(user -> {}); // it tells before the password is checked
        provider.setPostAuthenticationChecks(new AccountStatusUserDetailsChecker());
        provider.authenticate(
                request(NAME, PASSWORD)); // the hash for whoever does not exist is made at the first login
        fixture.update("update users set password_hash = ?", weakHash());
    }

    private String weakHash() {
        return fixture.hasher.hash(PASSWORD.toCharArray());
    }

    private static UsernamePasswordAuthenticationToken request(String login, String password) {
        return UsernamePasswordAuthenticationToken.unauthenticated(login, password);
    }

    @Override
    protected String login(String login, String password) {
        try {
            return Logins.describe(provider.authenticate(request(login, password)));
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
        return new BadCredentialsException("Bad credentials").toString();
    }

    @Override
    protected int verificationsForAHugeName() {
        return 1; // Spring's, for whoever does not exist
    }

    @Test
    void aUserIsFoundByAnyNameInOneStatement() {
        long statements = fixture.statements();
        UserDetails user = service.loadUserByUsername(" JO@example.ORG");
        assertThat(fixture.statements() - statements).isEqualTo(1);
        assertThat(user.getUsername()).isEqualTo(NAME);
        assertThat(user.getAuthorities()).extracting(Object::toString).containsExactly("ROLE_Editor", "ROLE_User");
        assertThat(user.isEnabled() && user.isAccountNonLocked() && user.isCredentialsNonExpired())
                .isTrue();
        state("enabled = 0, must_change_password = 1");
        UserDetails disabled = service.loadUserByUsername("jo");
        assertThat(disabled.isEnabled() || disabled.isCredentialsNonExpired()).isFalse();
        fixture.update("delete from users_roles");
        assertThat(service.loadUserByUsername("jo").getAuthorities()).isEmpty();
        assertThatExceptionOfType(UsernameNotFoundException.class)
                .isThrownBy(() -> service.loadUserByUsername("nobody"))
                .withMessageNotContaining("nobody");
    }

    @Test
    void aLockoutKeepsOutWhoComesByRememberMe() {
        state("locked_until = 9999999999999");
        UserDetails user = service.loadUserByUsername("jo");
        assertThatExceptionOfType(LockedException.class)
                .isThrownBy(() -> new AccountStatusUserDetailsChecker().check(user));
    }

    @Test
    void theEncoderOfAReferenceWritesNothing() {
        UserDetails user = service.loadUserByUsername("jo");
        String stored = column("password_hash");
        assertThat(service.updatePassword(user, hasher.hash("another horse".toCharArray())))
                .isSameAs(user);
        assertThat(column("password_hash")).isEqualTo(stored);
    }
}
