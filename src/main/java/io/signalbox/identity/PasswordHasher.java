package io.signalbox.identity;

/**
 * The way to hash and verify passwords. A hash is text of at most 512 characters that names its own algorithm and
 * parameters. The password is normalized to Unicode normal form KC first; its array is never changed and no copy of
 * it is kept.
 *
 * <p>Implementations are safe for use by any number of threads. A call takes long, on purpose: never make one inside a
 * transaction.
 */
public interface PasswordHasher {

    /**
     * The hash of the password, with a salt of its own.
     *
     * @throws PasswordPolicyException if the password is longer than 1024 bytes of UTF-8, or not well-formed text
     */
    String hash(char[] password);

    /**
     * True if the hash is that of the password. Takes no longer for a wrong password than for the right one. False, at
     * once and without an exception, if the hash is not {@link #supports supported} or the password could not have
     * been hashed.
     */
    boolean verify(char[] password, String hash);

    /** True if the hash is well-formed and cheap enough to be verified. */
    boolean supports(String hash);

    /** True if {@link #hash} would make a stronger hash than this one; also if this one is not supported. */
    boolean needsRehash(String hash);
}
