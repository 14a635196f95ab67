package io.signalbox.identity;

/**
 * The parameters of argon2id, version 1.3. They are bounded, so that a hash from elsewhere cannot ask for unbounded
 * time or memory.
 *
 * @param memoryKib the memory of one hash in KiB: at least 8 for each lane, at most 262 144 (256 MiB)
 * @param iterations the passes over that memory: 1 to 10
 * @param parallelism the lanes: 1 to 4
 * @param saltLength the salt in bytes: 8 to 64
 * @param tagLength the result in bytes: 16 to 64
 */
public record Argon2Parameters(int memoryKib, int iterations, int parallelism, int saltLength, int tagLength) {

    /** 19 456 KiB, two passes, one lane, a salt of 16 bytes, a result of 32: the minimum that OWASP recommends. */
    public static final Argon2Parameters DEFAULT = new Argon2Parameters(19_456, 2, 1, 16, 32);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public Argon2Parameters {
        requireBetween("parallelism", parallelism, 1, 4);
        requireBetween("memoryKib", memoryKib, 8 * parallelism, 256 * 1024);
        requireBetween("iterations", iterations, 1, 10);
        requireBetween("saltLength", saltLength, 8, 64);
        requireBetween("tagLength", tagLength, 16, 64);
    }

    /** True if one of the values is smaller than the other's; the lanes do not count. */
    boolean isWeakerThan(Argon2Parameters other) {
        return memoryKib < other.memoryKib
                || iterations < other.iterations
                || saltLength < other.saltLength
                || tagLength < other.tagLength;
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " must be between " + least + " and " + most + ", but is " + value);
        }
    }
}
