package io.signalbox.integration.jetty;

import org.eclipse.jetty.util.security.Credential;
import org.eclipse.jetty.util.security.CredentialProvider;

/**
 * What makes Jetty verify our hashes, for a {@code JDBCLoginService} over the view {@code identity_active_logins}. Jetty takes
 * text that nobody claims for a plain password, so that whoever steals a hash logs in with it; therefore there is one provider
 * for each beginning of a hash that {@link io.signalbox.identity.MigratingPasswordHasher} verifies, and each claims what
 * begins so even if it is no hash. {@code ServiceLoader} finds them.
 *
 * <p>Such a login service counts no failures, stores no stronger hash and knows no pepper. {@link IdentityLoginService} does.
 */
public abstract class HashCredentialProvider implements CredentialProvider {

    private final String prefix;

    private HashCredentialProvider(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public final String getPrefix() {
        return prefix;
    }

    @Override
    public final Credential getCredential(String credential) {
        return new HashCredential(credential);
    }

    /** All that begin with a dollar sign: argon2id, bcrypt, sha256_crypt, sha512_crypt and passlib's PBKDF2. */
    public static final class Crypt extends HashCredentialProvider {
        /** For {@code ServiceLoader}. */
        public Crypt() {
            super("$");
        }
    }

    /** Django's PBKDF2. */
    public static final class Django extends HashCredentialProvider {
        /** For {@code ServiceLoader}. */
        public Django() {
            super("pbkdf2_sha256$");
        }
    }

    /** Werkzeug's PBKDF2. */
    public static final class WerkzeugPbkdf2 extends HashCredentialProvider {
        /** For {@code ServiceLoader}. */
        public WerkzeugPbkdf2() {
            super("pbkdf2:sha256:");
        }
    }

    /** Werkzeug's scrypt. */
    public static final class WerkzeugScrypt extends HashCredentialProvider {
        /** For {@code ServiceLoader}. */
        public WerkzeugScrypt() {
            super("scrypt:");
        }
    }
}
