package io.signalbox.identity;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The source of security stamps: 128 random bits in 32 hexadecimal digits. A new one ends a user's sessions. */
final class SecurityStamps {

    private final SecureRandom random;

    SecurityStamps(SecureRandom random) {
        this.random = random;
    }

    String next() {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }
}
