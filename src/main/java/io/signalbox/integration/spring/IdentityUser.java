package io.signalbox.integration.spring;

import io.signalbox.identity.AuthResult;
import io.signalbox.identity.LoginState;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;

/**
 * A user as Spring Security has it. The username is the normalized e-mail address, an authority is {@code ROLE_} and the
 * name of a role, and the password is a reference that {@link IdentityPasswordEncoder} understands and that is no secret:
 * the hash does not leave the database. Two are equal if their usernames are.
 */
public final class IdentityUser extends User {

    private static final long serialVersionUID = 1L;

    private final long userId;

    private IdentityUser(LoginState state) {
        super(
                state.name(),
                IdentityPasswordEncoder.reference(state.name()),
                state.enabled(),
                true,
                !state.mustChangePassword(),
                !state.locked(),
                authorities(state.roles()));
        this.userId = state.userId();
    }

    private static List<GrantedAuthority> authorities(Set<String> roles) {
        return roles.stream()
                .<GrantedAuthority>map(role -> new SimpleGrantedAuthority("ROLE_" + role))
                .toList();
    }

    static IdentityUser of(LoginState state) {
        return new IdentityUser(state);
    }

    static IdentityUser of(AuthResult.Success success) {
        return new IdentityUser(new LoginState(
                success.userId(), success.name(), success.roles(), true, false, success.mustChangePassword()));
    }

    /** The id that other rows refer to. */
    public long userId() {
        return userId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
