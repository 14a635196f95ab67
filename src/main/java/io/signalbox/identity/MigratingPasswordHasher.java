package io.signalbox.identity;

/**
 * argon2id for new hashes, and the verification of those that other systems made: bcrypt, sha256_crypt, sha512_crypt,
 * Django's PBKDF2, and Werkzeug's PBKDF2 and scrypt. They all {@link #needsRehash need a stronger hash}, which {@link
 * Authenticator} stores at the next login.
 *
 * <p>A hash is refused that costs more than one of ours by far: bcrypt above cost 15, sha256_crypt and sha512_crypt above a
 * million rounds, PBKDF2 above five million iterations, scrypt above 64 MiB. Those below differ in cost all the same, so
 * that the time of a login tells whose hash is still an old one.
 */
public final class MigratingPasswordHasher implements PasswordHasher {

    private final Argon2idHasher argon2id;

    /** A hasher whose new hashes are those of the one given, and which shares its bound of hashes at once. */
    public MigratingPasswordHasher(Argon2idHasher argon2id) {
        this.argon2id = argon2id;
    }

    @Override
    public String hash(char[] password) {
        return argon2id.hash(password);
    }

    /** The passwords of other systems were never normalized, so that here they are taken as they are. */
    @Override
    public boolean verify(char[] password, String hash) {
        return argon2id.verify(password, hash)
                || LegacyHash.of(hash)
                        .map(legacy -> argon2id.matches(password, legacy))
                        .orElse(false);
    }

    @Override
    public boolean supports(String hash) {
        return argon2id.supports(hash) || LegacyHash.of(hash).isPresent();
    }

    @Override
    public boolean needsRehash(String hash) {
        return argon2id.needsRehash(hash);
    }
}
