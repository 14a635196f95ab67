package io.signalbox.integration.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signalbox.identity.Argon2Parameters;
import io.signalbox.identity.Argon2idHasher;
import io.signalbox.identity.Authenticator;
import io.signalbox.identity.CountingHasher;
import io.signalbox.identity.EmailAddress;
import io.signalbox.identity.IdentityFixture;
import io.signalbox.identity.MigratingPasswordHasher;
import io.signalbox.identity.RegisterUser;
import io.signalbox.identity.RoleName;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.provisioning.JdbcUserDetailsManager;

/** Spring's own users, read from the views. */
class JdbcUserDetailsManagerTest {

    private static final String NAME = "jo@example.org";
    private static final String PASSWORD = "correct horse";
    private static final String BCRYPT = "$2a$04$"; // the cheapest

    @TempDir
    Path directory;

    private IdentityFixture fixture;
    private Authenticator authenticator;
    private CountingHasher hasher;
    private JdbcUserDetailsManager manager;
    private DaoAuthenticationProvider provider;
    private long jo;

    @BeforeEach
    void open() {
        fixture = new IdentityFixture(directory);
        fixture.roles.create(RoleName.of("User"), null, true);
        jo = fixture.users
                .register(RegisterUser.of(EmailAddress.of(NAME)), PASSWORD.toCharArray())
                .id();
        hasher = new CountingHasher(new MigratingPasswordHasher(
                new Argon2idHasher(new Argon2Parameters(128, 1, 1, 8, 16), new SecureRandom(), 2)));
        authenticator = new Authenticator(fixture.transactions, hasher, fixture.clock, fixture.random);
        manager = manager("password_hash");
        provider = new DaoAuthenticationProvider(manager);
        provider.setPasswordEncoder(new IdentityPasswordEncoder(authenticator, hasher));
        provider.setUserDetailsPasswordService(new IdentityUserDetailsService(authenticator));
    }

    private JdbcUserDetailsManager manager(String column) {
        JdbcUserDetailsManager views = new JdbcUserDetailsManager(fixture.dataSource());
        views.setUsersByUsernameQuery("select username, " + column
                + ", enabled, acc_locked, acc_expired, creds_expired from identity_logins where username = ?");
        views.setAuthoritiesByUsernameQuery("select username, authority from identity_authorities where username = ?");
        views.setRolePrefix("ROLE_");
        return views;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Authentication login(String login, String password) {
        return provider.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(login, password));
    }

    private String hash() {
        return fixture.value("select password_hash from users where id = ?", jo);
    }

    @Test
    void theViewsHaveUsersAndAuthorities() {
        assertThat(Logins.describe(login(NAME, PASSWORD))).isEqualTo(NAME + " [FACTOR_PASSWORD, ROLE_User]");
        assertThat(manager.userExists("nobody@example.org")).isFalse();
        assertThat(manager.loadUserByUsername(NAME).isEnabled()).isTrue();
    }

    @Test
    void wrongPasswordsAndStolenHashesAreRefused() {
        for (String wrong : new String[] {"wrong horse", "", hash(), "{noop}" + PASSWORD, "{signalbox}" + NAME}) {
            assertThatExceptionOfType(BadCredentialsException.class).as(wrong).isThrownBy(() -> login(NAME, wrong));
        }
        for (String stored : new String[] {"garbage", "{noop}secret", "{signalbox}" + NAME}) {
            fixture.update("update users set password_hash = ?", stored);
            assertThatExceptionOfType(BadCredentialsException.class)
                    .as(stored)
                    .isThrownBy(() -> login(NAME, stored.replace("{noop}", "")));
        }
        hasher.reset();
        assertThatExceptionOfType(BadCredentialsException.class)
                .isThrownBy(() -> login("nobody@example.org", PASSWORD));
        assertThat(hasher.verifications()).as("for nobody too").isEqualTo(1);
    }

    @Test
    void theStateIsThatOfTheViews() {
        fixture.update("update users set must_change_password = 1");
        assertThatExceptionOfType(CredentialsExpiredException.class).isThrownBy(() -> login(NAME, PASSWORD));
        fixture.update("update users set must_change_password = 0, locked_until = 9999999999999");
        assertThatExceptionOfType(LockedException.class).isThrownBy(() -> login(NAME, PASSWORD));
    }

    @Test
    void whoIsDisabledHasNoAuthoritiesAndIsNotFound() {
        fixture.update("update users set enabled = 0");
        assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(() -> login(NAME, PASSWORD));
    }

    @Test
    void anOldHashIsReplacedThroughOurPasswordService() {
        String old = new BCryptPasswordEncoder(4).encode(PASSWORD);
        assertThat(old).startsWith(BCRYPT);
        fixture.update("update users set password_hash = ?", old);
        String stamp = fixture.value("select security_stamp from users");
        login(NAME, PASSWORD);
        String strong = hash();
        assertThat(strong).startsWith("$argon2id$v=19$m=128");
        assertThat(fixture.value("select security_stamp from users")).isEqualTo(stamp);
        login(NAME, PASSWORD);
        assertThat(hash()).isEqualTo(strong);
    }

    @Test
    void aChangeOfPasswordWinsOverAStrongerHash() {
        UserDetails read = manager.loadUserByUsername(NAME);
        var service = new IdentityUserDetailsService(authenticator);
        String stronger = hasher.hash(PASSWORD.toCharArray());
        fixture.users.setPassword(jo, fixture.users.hashPassword("battery staple".toCharArray()), false, null);
        String changed = hash();
        service.updatePassword(read, stronger);
        assertThat(hash()).isEqualTo(changed);
        UserDetails now = manager.loadUserByUsername(NAME);
        service.updatePassword(now, PASSWORD);
        service.updatePassword(now, "{noop}" + PASSWORD);
        service.updatePassword(now, null);
        service.updatePassword(User.withUsername("nobody").password(changed).build(), stronger);
        assertThat(hash()).as("nothing but a strong hash").isEqualTo(changed);
    }

    @Test
    void springsOwnEncoderReadsTheColumnThatIsForIt() {
        var argon2 = "argon2@SpringSecurity_v5_8";
        var encoder = new DelegatingPasswordEncoder(
                argon2,
                Map.of(
                        argon2,
                        Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8(),
                        "bcrypt",
                        new BCryptPasswordEncoder()));
        for (String stored : new String[] {hash(), new BCryptPasswordEncoder(4).encode(PASSWORD)}) {
            fixture.update("update users set password_hash = ?", stored);
            String column = manager("password_spring").loadUserByUsername(NAME).getPassword();
            assertThat(encoder.matches(PASSWORD, column)).isTrue();
            assertThat(encoder.matches("wrong horse", column)).isFalse();
            assertThat(encoder.matches(stored, column)).isFalse();
        }
    }

    @Test
    void whatSpringWritesIsRefused() {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> manager.createUser(User.withUsername("x@example.org")
                        .password("x")
                        .roles("User")
                        .build()));
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> manager.deleteUser(NAME));
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> manager.updateUser(
                        User.withUsername(NAME).password("x").roles("User").build()));
        assertThat(fixture.users.count()).isEqualTo(1);
    }
}
