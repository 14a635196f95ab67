package io.signalbox.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.SCrypt;

/** scrypt as Werkzeug writes it, {@code scrypt:N:r:p$salt$hex}, with at most 64 MiB and four lanes. */
final class ScryptHash implements LegacyHash {

    private static final int MAX_BYTES = 64 << 20;
    private static final Pattern PATTERN =
            Pattern.compile("scrypt:([1-9][0-9]{0,6}):([1-9][0-9]?):([1-4])\\$([A-Za-z0-9]{1,64})\\$([0-9a-f]{128})");

    private final int n;
    private final int r;
    private final int p;
    private final byte[] salt;
    private final byte[] tag;

    private ScryptHash(int n, int r, int p, byte[] salt, byte[] tag) {
        this.n = n;
        this.r = r;
        this.p = p;
        this.salt = salt;
        this.tag = tag;
    }

    static Optional<LegacyHash> parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int n = Integer.parseInt(matcher.group(1));
        int r = Integer.parseInt(matcher.group(2));
        boolean affordable = n > 1 && Integer.bitCount(n) == 1 && 128L * n * r <= MAX_BYTES;
        return affordable
                ? Optional.of(new ScryptHash(
                        n,
                        r,
                        Integer.parseInt(matcher.group(3)),
                        matcher.group(4).getBytes(StandardCharsets.UTF_8),
                        HexFormat.of().parseHex(matcher.group(5))))
                : Optional.empty();
    }

    @Override
    public boolean matches(byte[] password) {
        return MessageDigest.isEqual(SCrypt.generate(password, salt, n, r, p, tag.length), tag);
    }
}
