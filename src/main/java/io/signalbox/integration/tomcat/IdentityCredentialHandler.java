package io.signalbox.integration.tomcat;

import io.signalbox.identity.Argon2idHasher;
import io.signalbox.identity.MigratingPasswordHasher;
import io.signalbox.identity.PasswordHasher;
import io.signalbox.identity.PasswordPolicyException;
import org.apache.catalina.CredentialHandler;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a password with a stored hash, for the {@code DataSourceRealm} of Tomcat over the views {@code
 * identity_active_logins} and {@code identity_authorities}. Without it that realm compares the column as plain text, and
 * whoever steals a hash logs in with it. Safe for use by any number of threads.
 *
 * <p>Such a realm counts no failures and stores no stronger hash. {@link IdentityRealm} does both.
 */
public final class IdentityCredentialHandler implements CredentialHandler {

    private final PasswordHasher hasher;

    /** A handler over a {@link MigratingPasswordHasher} of its own, for {@code <CredentialHandler className="..."/>}. */
    public IdentityCredentialHandler() {
        this(new MigratingPasswordHasher(new Argon2idHasher()));
    }

    /** A handler over the hasher. */
    public IdentityCredentialHandler(PasswordHasher hasher) {
        this.hasher = hasher;
    }

    @Override
    public boolean matches(@Nullable String inputCredentials, @Nullable String storedCredentials) {
        return inputCredentials != null
                && storedCredentials != null
                && hasher.verify(inputCredentials.toCharArray(), storedCredentials);
    }

    /** The hash of the password, which the realm also computes where there is no such user; null if it can be none. */
    @Override
    public @Nullable String mutate(@Nullable String inputCredentials) {
        if (inputCredentials == null) {
            return null;
        }
        try {
            return hasher.hash(inputCredentials.toCharArray());
        } catch (PasswordPolicyException neverHashed) {
            return null;
        }
    }
}
