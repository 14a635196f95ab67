package io.signalbox.integration.jetty;

import io.signalbox.identity.Argon2idHasher;
import io.signalbox.identity.MigratingPasswordHasher;
import io.signalbox.identity.PasswordHasher;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.eclipse.jetty.util.security.Credential;
import org.jspecify.annotations.Nullable;

/** A stored hash that checks passwords. Two are equal if their hashes are, so that Jetty notices a change of password. */
final class HashCredential extends Credential {

    private static final long serialVersionUID = 1L;

    /** Shared, so that its bound of hashes at once is one. */
    private static final PasswordHasher HASHER = new MigratingPasswordHasher(new Argon2idHasher());

    private final String hash;

    HashCredential(String hash) {
        this.hash = hash;
    }

    @Override
    public boolean check(@Nullable Object credentials) {
        char @Nullable [] password = Passwords.of(credentials);
        return password != null && HASHER.verify(password, hash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HashCredential that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    private byte[] bytes() {
        return hash.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return "HashCredential[hidden]";
    }
}
