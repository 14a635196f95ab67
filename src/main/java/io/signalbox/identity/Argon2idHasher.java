package io.signalbox.identity;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;

/**
 * Password hashing by argon2id, in the PHC string format. At most so many hashes are computed at once as it was told;
 * further callers wait in order of arrival, and an interrupt does not end the wait. One hash takes the time and the
 * memory of its {@link Argon2Parameters}.
 */
public final class Argon2idHasher implements PasswordHasher {

    private final Argon2Parameters parameters;
    private final SecureRandom random;
    private final Semaphore slots;

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
        if (maxConcurrent < 1) {
            throw new IllegalArgumentException("maxConcurrent must be at least 1, but is " + maxConcurrent);
        }
        this.parameters = parameters;
        this.random = random;
        this.slots = new Semaphore(maxConcurrent, true);
    }

    @Override
    public String hash(char[] password) {
        byte[] salt = new byte[parameters.saltLength()];
        random.nextBytes(salt);
        try (EncodedPassword encoded = EncodedPassword.of(password)) {
            return new PhcHash(parameters, salt, tag(encoded, parameters, salt)).encode();
        }
    }

    @Override
    public boolean verify(char[] password, String hash) {
        Optional<PhcHash> stored = PhcHash.parse(hash);
        return stored.isPresent() && matches(password, stored.get());
    }

    private boolean matches(char[] password, PhcHash stored) {
        try (EncodedPassword encoded = EncodedPassword.of(password)) {
            return MessageDigest.isEqual(tag(encoded, stored.parameters(), stored.salt()), stored.tag());
        } catch (PasswordPolicyException neverHashed) {
            return false;
        }
    }

    @Override
    public boolean supports(String hash) {
        return PhcHash.parse(hash).isPresent();
    }

    @Override
    public boolean needsRehash(String hash) {
        return PhcHash.parse(hash)
                .map(stored -> stored.parameters().isWeakerThan(parameters))
                .orElse(true);
    }

    private byte[] tag(EncodedPassword password, Argon2Parameters with, byte[] salt) {
        byte[] tag = new byte[with.tagLength()];
        slots.acquireUninterruptibly();
        try {
            generator(with, salt).generateBytes(password.bytes(), tag);
        } finally {
            slots.release();
        }
        return tag;
    }

    private static Argon2BytesGenerator generator(Argon2Parameters with, byte[] salt) {
        var builder = new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                        org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
                .withVersion(org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(with.memoryKib())
                .withIterations(with.iterations())
                .withParallelism(with.parallelism())
                .withSalt(salt);
        var generator = new Argon2BytesGenerator();
        generator.init(builder.build());
        return generator;
    }
}
