package io.signalbox.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Sha2Crypt;

/**
 * sha256_crypt and sha512_crypt, {@code $5$rounds=535000$salt$} and 43 characters or {@code $6$...} and 86, with a salt of 1
 * to 16 characters and 1000 to 1 000 000 rounds.
 */
record ShaCryptHash(String text, String salt, boolean sha512) implements LegacyHash {

    private static final int MAX_ROUNDS = 1_000_000;
    private static final Pattern PATTERN = Pattern.compile("(\\$([56])\\$(?:rounds=([1-9][0-9]{3,6})\\$)?"
            + "[./0-9A-Za-z]{1,16})\\$([./0-9A-Za-z]{43}|[./0-9A-Za-z]{86})");

    static Optional<LegacyHash> parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean sha512 = matcher.group(2).equals("6");
        String rounds = matcher.group(3);
        boolean affordable = rounds == null || Integer.parseInt(rounds) <= MAX_ROUNDS;
        boolean whole = matcher.group(4).length() == (sha512 ? 86 : 43);
        return affordable && whole ? Optional.of(new ShaCryptHash(text, matcher.group(1), sha512)) : Optional.empty();
    }

    @Override
    public boolean matches(byte[] password) {
        byte[] wiped = password.clone();
        String computed = sha512 ? Sha2Crypt.sha512Crypt(wiped, salt) : Sha2Crypt.sha256Crypt(wiped, salt);
        return MessageDigest.isEqual(
                computed.getBytes(StandardCharsets.US_ASCII), text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "ShaCryptHash[hidden]";
    }
}
