package io.signalbox.integration.spring;

import io.signalbox.identity.AuthResult.Success;
import io.signalbox.identity.Authenticator;
import io.signalbox.identity.PasswordHasher;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The verification of passwords for {@code DaoAuthenticationProvider}. The reference that an {@link IdentityUser} has for a
 * password makes it a login of the {@link Authenticator}; a hash that Spring Security read itself, from the column {@code
 * password_hash} of the view {@code identity_logins}, is verified by the hasher. A hash is no password, and neither is a
 * reference. Safe for use by any number of threads.
 */
public final class IdentityPasswordEncoder implements PasswordEncoder {

    private static final String REFERENCE = "{signalbox}";

    private final Authenticator authenticator;
    private final PasswordHasher hasher;

    /**
     * An encoder over these.
     *
     * @param hasher the one that the authenticator has
     */
    public IdentityPasswordEncoder(Authenticator authenticator, PasswordHasher hasher) {
        this.authenticator = authenticator;
        this.hasher = hasher;
    }

    static String reference(String name) {
        return REFERENCE + name;
    }

    /**
     * The hash of the password.
     *
     * @throws io.signalbox.identity.PasswordPolicyException if it is longer than 1024 bytes, or not well-formed text
     */
    @Override
    public @Nullable String encode(@Nullable CharSequence rawPassword) {
        if (rawPassword == null) {
            return null;
        }
        char[] password = rawPassword.toString().toCharArray();
        try {
            return hasher.hash(password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /**
     * True if the password is right and, where it is a login, the user may enter.
     *
     * @throws jakarta.persistence.PersistenceException if a login could not be checked
     */
    @Override
    public boolean matches(@Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
        if (rawPassword == null || encodedPassword == null) {
            return false;
        }
        if (!encodedPassword.startsWith(REFERENCE)) {
            return check(rawPassword, password -> hasher.verify(password, encodedPassword));
        }
        String name = encodedPassword.substring(REFERENCE.length());
        return check(rawPassword, password -> authenticator.authenticate(name, password) instanceof Success);
    }

    private static boolean check(CharSequence typed, Predicate<char[]> verification) {
        char[] password = typed.toString().toCharArray();
        try {
            return verification.test(password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** True if the hash is weaker than the one that {@link #encode} would make; never for a reference. */
    @Override
    public boolean upgradeEncoding(@Nullable String encodedPassword) {
        return encodedPassword != null && !encodedPassword.startsWith(REFERENCE) && hasher.needsRehash(encodedPassword);
    }
}
