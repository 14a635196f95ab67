package io.signalbox.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An argon2id hash in the PHC string format, {@code $argon2id$v=19$m=19456,t=2,p=1$salt$tag}, within the bounds of
 * {@link Argon2Parameters}; with {@code ,keyid=} behind the parameters if it depends on a key of the pepper.
 */
final class PhcHash {

    private static final int MAX_LENGTH = 256;
    private static final Pattern PATTERN = Pattern.compile("\\$argon2id\\$v=19"
            + "\\$m=([1-9][0-9]{0,6}),t=([1-9][0-9]?),p=([1-9])(?:,keyid=([A-Za-z0-9+/]{2,11}))?"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private final Argon2Parameters parameters;
    private final Optional<String> keyId;
    private final byte[] salt;
    private final byte[] tag;

    PhcHash(Argon2Parameters parameters, Optional<String> keyId, byte[] salt, byte[] tag) {
        this.parameters = parameters;
        this.keyId = keyId;
        this.salt = salt;
        this.tag = tag;
    }

    /** The hash that the text stands for; empty if it is anything else or out of bounds. */
    static Optional<PhcHash> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher matcher = PATTERN.matcher(text);
        return matcher.matches() ? read(matcher) : Optional.empty();
    }

    private static Optional<PhcHash> read(Matcher matcher) {
        try {
            byte[] salt = Base64.getDecoder().decode(matcher.group(5));
            byte[] tag = Base64.getDecoder().decode(matcher.group(6));
            var parameters = new Argon2Parameters(
                    number(matcher, 1), number(matcher, 2), number(matcher, 3), salt.length, tag.length);
            Optional<String> keyId = Optional.ofNullable(matcher.group(4)).map(PhcHash::decoded);
            return Optional.of(new PhcHash(parameters, keyId, salt, tag));
        } catch (IllegalArgumentException outOfBoundsOrNotBase64) {
            return Optional.empty();
        }
    }

    private static String decoded(String keyId) {
        return new String(Base64.getDecoder().decode(keyId), StandardCharsets.ISO_8859_1);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    Argon2Parameters parameters() {
        return parameters;
    }

    /** The id of the pepper's key, if there was one. */
    Optional<String> keyId() {
        return keyId;
    }

    byte[] salt() {
        return salt;
    }

    byte[] tag() {
        return tag;
    }

    String encode() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + parameters.memoryKib() + ",t=" + parameters.iterations() + ",p="
                + parameters.parallelism()
                + keyId.map(id -> ",keyid=" + base64.encodeToString(id.getBytes(StandardCharsets.ISO_8859_1)))
                        .orElse("")
                + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(tag);
    }
}
