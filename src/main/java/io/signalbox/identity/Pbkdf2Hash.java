package io.signalbox.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * PBKDF2 with HMAC-SHA-256 and 1 to 5 000 000 iterations: Django's {@code pbkdf2_sha256$iterations$salt$base64},
 * Werkzeug's {@code pbkdf2:sha256:iterations$salt$hex}, and passlib's {@code $pbkdf2-sha256$iterations$salt$tag}.
 */
final class Pbkdf2Hash implements LegacyHash {

    private static final int MAX_ITERATIONS = 5_000_000;
    private static final String ITERATIONS = "([1-9][0-9]{0,6})";
    private static final Pattern DJANGO =
            Pattern.compile("pbkdf2_sha256\\$" + ITERATIONS + "\\$([A-Za-z0-9]{1,64})\\$([A-Za-z0-9+/]{43}=)");
    private static final Pattern WERKZEUG =
            Pattern.compile("pbkdf2:sha256:" + ITERATIONS + "\\$([A-Za-z0-9]{1,64})\\$([0-9a-f]{64})");
    private static final Pattern PASSLIB =
            Pattern.compile("\\$pbkdf2-sha256\\$" + ITERATIONS + "\\$([A-Za-z0-9./]{2,86})\\$([A-Za-z0-9./]{43})");

    private final int iterations;
    private final byte[] salt;
    private final byte[] tag;

    private Pbkdf2Hash(int iterations, byte[] salt, byte[] tag) {
        this.iterations = iterations;
        this.salt = salt;
        this.tag = tag;
    }

    /** What turns a group of the pattern into bytes. */
    private interface Decoder {
        byte[] decode(String text);
    }

    static Optional<LegacyHash> parse(String text) {
        Decoder base64 = Base64.getDecoder()::decode;
        Decoder adapted = written -> base64.decode(written.replace('.', '+'));
        return read(DJANGO.matcher(text), Pbkdf2Hash::utf8, base64)
                .or(() -> read(WERKZEUG.matcher(text), Pbkdf2Hash::utf8, HexFormat.of()::parseHex))
                .or(() -> read(PASSLIB.matcher(text), adapted, adapted));
    }

    private static Optional<LegacyHash> read(Matcher matcher, Decoder salt, Decoder tag) {
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > MAX_ITERATIONS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Pbkdf2Hash(
                    Integer.parseInt(matcher.group(1)), salt.decode(matcher.group(2)), tag.decode(matcher.group(3))));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean matches(byte[] password) {
        var generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
        generator.init(password, salt, iterations);
        KeyParameter key = (KeyParameter) generator.generateDerivedMacParameters(tag.length * 8);
        return MessageDigest.isEqual(key.getKey(), tag);
    }
}
