package io.signalbox.identity;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Password hashing by argon2id, in the PHC string format. At most so many hashes are computed at once as it was told;
 * further callers wait in order of arrival, and an interrupt does not end the wait. One hash takes the time and the
 * memory of its {@link Argon2Parameters}.
 */
public final class Argon2idHasher implements PasswordHasher {

    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,8}");

    private final Argon2Parameters parameters;
    private final SecureRandom random;
    private final Semaphore slots;
    private final @Nullable Pepper pepper;

    /** A hasher with {@link Argon2Parameters#DEFAULT} that computes as many hashes at once as there are processors. */
    public Argon2idHasher() {
        this(Argon2Parameters.DEFAULT, new SecureRandom(), Runtime.getRuntime().availableProcessors());
    }

    /**
     * A hasher with these parameters.
     *
     * @param random for the salts
     * @param maxConcurrent how many hashes may be computed at once; at least 1
     * @throws IllegalArgumentException if {@code maxConcurrent} is less than 1
     */
    public Argon2idHasher(Argon2Parameters parameters, SecureRandom random, int maxConcurrent) {
        this(parameters, random, maxConcurrent, null);
    }

    /**
     * A hasher with these parameters and a pepper, which is argon2's own secret key. Hashes that were made without one are
     * verified all the same, and replaced at the next login.
     *
     * @param random for the salts
     * @param maxConcurrent how many hashes may be computed at once; at least 1
     * @throws IllegalArgumentException if {@code maxConcurrent} is less than 1
     */
    public Argon2idHasher(
            Argon2Parameters parameters, SecureRandom random, int maxConcurrent, @Nullable Pepper pepper) {
        if (maxConcurrent < 1) {
            throw new IllegalArgumentException("maxConcurrent must be at least 1, but is " + maxConcurrent);
        }
        this.parameters = parameters;
        this.random = random;
        this.slots = new Semaphore(maxConcurrent, true);
        this.pepper = pepper;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the pepper has no current key, or one that is none
     */
    @Override
    public String hash(char[] password) {
        byte[] salt = new byte[parameters.saltLength()];
        random.nextBytes(salt);
        Optional<String> keyId = currentKeyId();
        byte[] key = key(keyId)
                .orElseThrow(() -> new IllegalStateException(
                        "the pepper has no key of 16 to 64 bytes for its current id, or that id is not of 1 to 8 letters and"
                                + " digits; no password can be hashed until it has"));
        try (EncodedPassword encoded = EncodedPassword.of(password)) {
            byte[] tag = inSlot(() -> tag(encoded.bytes(), parameters, salt, key));
            return new PhcHash(parameters, keyId, salt, tag).encode();
        }
    }

    private Optional<String> currentKeyId() {
        return Optional.ofNullable(pepper).map(Pepper::currentKeyId);
    }

    /** The key of that id, or of no bytes if there is no id. */
    private Optional<byte[]> key(Optional<String> keyId) {
        if (keyId.isEmpty()) {
            return Optional.of(new byte[0]);
        }
        return Optional.ofNullable(pepper)
                .filter(keys -> KEY_ID.matcher(keyId.get()).matches())
                .flatMap(keys -> keys.key(keyId.get()))
                .filter(key -> key.length >= 16 && key.length <= 64);
    }

    @Override
    public boolean verify(char[] password, String hash) {
        return readable(hash).map(stored -> matches(password, stored)).orElse(false);
    }

    private boolean matches(char[] password, PhcHash stored) {
        byte[] key = key(stored.keyId()).orElseThrow();
        try (EncodedPassword encoded = EncodedPassword.of(password)) {
            byte[] tag = inSlot(() -> tag(encoded.bytes(), stored.parameters(), stored.salt(), key));
            return MessageDigest.isEqual(tag, stored.tag());
        } catch (PasswordPolicyException neverHashed) {
            return false;
        }
    }

    /** The same for a hash of another system, which never normalized the password. */
    boolean matches(char[] password, LegacyHash stored) {
        try (EncodedPassword encoded = EncodedPassword.asTyped(password)) {
            return inSlot(() -> stored.matches(encoded.bytes()));
        } catch (PasswordPolicyException neverHashed) {
            return false;
        }
    }

    private Optional<PhcHash> readable(String hash) {
        return PhcHash.parse(hash).filter(stored -> key(stored.keyId()).isPresent());
    }

    @Override
    public boolean supports(String hash) {
        return readable(hash).isPresent();
    }

    @Override
    public boolean needsRehash(String hash) {
        return readable(hash)
                .map(stored -> stored.parameters().isWeakerThan(parameters)
                        || !stored.keyId().equals(currentKeyId()))
                .orElse(true);
    }

    private <T> T inSlot(Supplier<T> computation) {
        slots.acquireUninterruptibly();
        try {
            return computation.get();
        } finally {
            slots.release();
        }
    }

    private static byte[] tag(byte[] password, Argon2Parameters with, byte[] salt, byte[] key) {
        byte[] tag = new byte[with.tagLength()];
        generator(with, salt, key).generateBytes(password, tag);
        return tag;
    }

    private static Argon2BytesGenerator generator(Argon2Parameters with, byte[] salt, byte[] key) {
        var builder = new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                        org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
                .withVersion(org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(with.memoryKib())
                .withIterations(with.iterations())
                .withParallelism(with.parallelism())
                .withSecret(key)
                .withSalt(salt);
        var generator = new Argon2BytesGenerator();
        generator.init(builder.build());
        return generator;
    }
}
