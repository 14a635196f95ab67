package io.signalbox.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The 256 random bits of a token, as it is handed out and as it is stored. */
final class TokenSecret {

    /** So that those who scan for leaked secrets know one. */
    private static final String PREFIX = "sbx_";

    private static final int BYTES = 32;
    private static final int LENGTH = PREFIX.length() + 43;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final byte[] bits;

    private TokenSecret(byte[] bits) {
        this.bits = bits;
    }

    static TokenSecret next(SecureRandom random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return new TokenSecret(bits);
    }

    /** The one of that text; empty if it has any other form than the one that is handed out. */
    static Optional<TokenSecret> parse(@Nullable String text) {
        if (text == null || text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            TokenSecret secret = new TokenSecret(Base64.getUrlDecoder().decode(text.substring(PREFIX.length())));
            return Optional.of(secret).filter(parsed -> parsed.text().equals(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    String text() {
        return PREFIX + BASE64.encodeToString(bits);
    }

    /** What is stored. A fast hash will do: nobody guesses 256 bits. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
