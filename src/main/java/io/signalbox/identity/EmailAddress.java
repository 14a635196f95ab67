package io.signalbox.identity;

import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address: as it was typed, to write to, and normalized, to compare. Two addresses are equal if they are
 * normalized alike.
 *
 * <p>Normalized means: Unicode normal form KC, the local part in lower case, the domain in its ASCII form (IDNA 2003)
 * and in lower case. Dots and plus signs of the local part are kept, and so are letters that only look alike.
 *
 * @param address as typed, without surrounding white space; 3 to 254 characters
 * @param normalized the normalized form of {@code address}; 3 to 254 characters
 */
public record EmailAddress(String address, String normalized) {

    static final int MAX_LENGTH = 254;

    private static final String KIND = "e-mail address";
    private static final int MAX_LOCAL_LENGTH = 64;
    private static final String SPECIALS = "()<>[]:;,\\\"";

    /**
     * Checks that the two forms belong together; {@link #of} is the usual way.
     *
     * @throws InvalidValueException if they do not, or if {@code address} is none
     */
    public EmailAddress {
        if (!normalize(address).equals(normalized)) {
            throw new InvalidValueException(KIND, "the normalized form is not that of the address");
        }
        address = address.strip();
    }

    /**
     * The address that was typed.
     *
     * @throws InvalidValueException if it has more than 254 characters, invisible or unpaired ones, not exactly one @,
     *     an empty local part or one of more than 64 characters, white space or one of {@code ()<>[]:;,\"} within, or
     *     a domain that cannot be one
     */
    public static EmailAddress of(String typed) {
        return new EmailAddress(typed, normalize(typed));
    }

    private static String normalize(String typed) {
        String canonical = TextRules.canonical(KIND, typed, MAX_LENGTH);
        int at = canonical.indexOf('@');
        if (at < 0 || at != canonical.lastIndexOf('@')) {
            throw new InvalidValueException(KIND, "it must have exactly one @");
        }
        String normalized = localPart(canonical.substring(0, at)) + '@' + domain(canonical.substring(at + 1));
        TextRules.requireLength(KIND, normalized, MAX_LENGTH);
        return normalized;
    }

    private static String localPart(String part) {
        String lower = part.toLowerCase(Locale.ROOT);
        if (lower.isEmpty() || lower.length() > MAX_LOCAL_LENGTH) {
            throw new InvalidValueException(KIND, "before the @ there must be 1 to 64 characters");
        }
        if (lower.codePoints().anyMatch(c -> Character.isWhitespace(c) || SPECIALS.indexOf(c) >= 0)) {
            throw new InvalidValueException(KIND, "before the @ there is a character that must not be there");
        }
        return lower;
    }

    private static String domain(String domain) {
        try {
            String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            if (!ascii.isEmpty() && !ascii.endsWith(".")) {
                return ascii;
            }
        } catch (IllegalArgumentException e) {
            // Its message repeats the input.
        }
        throw new InvalidValueException(KIND, "what follows the @ is not a domain");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EmailAddress that && normalized.equals(that.normalized);
    }

    @Override
    public int hashCode() {
        return normalized.hashCode();
    }

    @Override
    public String toString() {
        return address;
    }
}
